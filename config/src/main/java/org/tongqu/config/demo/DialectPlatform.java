package org.tongqu.config.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.tongqu.adapters.auth.Call;
import org.tongqu.adapters.auth.ClientSide;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.Reply;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.Requests;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import tools.jackson.databind.JsonNode;

/** A platform of the demo that speaks a dialect: it takes what the gateway tells it, and reports cases of its own. */
final class DialectPlatform implements AutoCloseable {
    private final PartyId party;
    private final Dialect dialect;
    private final Conversation howItCalls;
    private final DialectDoor door;
    private final HttpClient http;
    private final URI gateway;
    private final Clock clock;

    /**
     * Opens its door.
     *
     * @param party as the site has it, with an endpoint and calls in a dialect
     * @param gateway the gateway's base URL
     * @param ear is told of each call before it is taken
     */
    DialectPlatform(Party party, URI gateway, HttpClient http, Clock clock, Ear ear) throws IOException {
        Endpoint.Push endpoint = (Endpoint.Push) party.endpoint();
        Conversation conversation = Optional.ofNullable(endpoint.conversation()).orElseThrow();
        this.party = party.id();
        this.dialect = (Dialect) conversation.translator();
        this.howItCalls = Optional.ofNullable(party.calls()).orElseThrow();
        this.gateway = gateway;
        this.http = http;
        this.clock = clock;
        this.door = new DialectDoor(party.id(), endpoint.url(), conversation, clock, new DialectDoor.Desk() {
            @Override
            public void told(String call, String message) throws Untranslatable {
                ear.heard(DialectPlatform.this, call, message);
            }

            @Override
            public List<JsonNode> asked(PartnerQuestion question) {
                return List.of();
            }
        });
    }

    /** Who gets to know what a platform is told. */
    interface Ear {
        /**
         * A call came.
         *
         * @param platform that was called
         * @param call its name of the call
         * @param message that came by it
         * @throws Untranslatable if it cannot be understood: then it is not taken
         */
        void heard(DialectPlatform platform, String call, String message) throws Untranslatable;
    }

    PartyId party() {
        return party;
    }

    /** The type of what its system reports, the first for which its dialect has a call. */
    String reports() {
        return dialect.tables().stream()
                .filter(one -> one.arrival() != null)
                .findFirst()
                .orElseThrow()
                .type()
                .toString();
    }

    /** Whether its dialect has a call by which it reports records of this type. */
    boolean reports(String type) {
        return call(type).isPresent();
    }

    private Optional<FieldTable> call(String type) {
        return dialect.tables().stream()
                .filter(one -> one.arrival() != null && one.type().toString().equals(type))
                .findFirst();
    }

    /**
     * The record that a message means to it.
     *
     * @throws Untranslatable if it has a character that its charset does not have
     * @throws Rejection if it cannot be understood
     */
    JsonNode record(String call, String message) throws Untranslatable {
        byte[] octets = dialect.encode(message);
        return StrictJson.parse(dialect.toOurs(party, call, octets, clock.instant(), ReceivedFiles.NONE));
    }

    /**
     * Reports a record to the gateway as its system would.
     *
     * @param type of the record, one that it {@link #reports(String) reports}
     * @param data as our record of this type has it
     * @return what the answer means
     */
    Outcome report(String type, JsonNode data) throws IOException, InterruptedException {
        FieldTable table = call(type).orElseThrow();
        Credentials credentials = new Credentials(howItCalls.credentials());
        try {
            String message = dialect.format().write(table.toTheirs(data, telling(), SentFiles.NONE, Trace.NONE));
            Call call = new Call(table.message(), message);
            ClientSide around = new ClientSide(
                    gateway.resolve("/v1/parties/" + party).toString(), clock, new SecureRandom(), this::fetch);
            dialect.wire().auth().sign(call, credentials, around).join();
            Requests.Packed body = Requests.pack(
                    dialect.wire().transport(),
                    new Requests.Content(call.name(), call.message(), call.parameters()),
                    dialect.charset());
            call.headers().put("Content-Type", body.contentType());
            call.headers().putAll(body.headers());
            HttpResponse<String> answer = http.send(
                    request(table.path(), call.headers(), body.octets()),
                    HttpResponse.BodyHandlers.ofString(dialect.charsetOnTheWay()));
            Outcome outcome = dialect.meaning(
                            answer.statusCode(),
                            name -> answer.headers().firstValue(name).orElse(""),
                            dialect.heard(answer.body()),
                            message)
                    .outcome();
            if (outcome == Outcome.TOKEN_EXPIRED) {
                dialect.wire().auth().forget(call, credentials, around);
            }
            return outcome;
        } catch (Untranslatable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What its system has to fetch before it can report. */
    private CompletableFuture<Reply> fetch(String path, Map<String, String> headers, String body) {
        return http.sendAsync(
                        request(path, headers, body.getBytes(StandardCharsets.UTF_8)),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .thenApply(answer -> new Reply(answer.statusCode(), answer.body()));
    }

    private HttpRequest request(String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve("/v1/parties/" + party + path));
        headers.forEach(request::header);
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    /** A platform has numbers of its own for what it tells. */
    private Telling telling() {
        String number = UUID.randomUUID().toString().replace("-", "");
        return new Telling(new RecordId(party, number), number, number, clock.instant());
    }

    @Override
    public void close() {
        door.close();
    }
}
