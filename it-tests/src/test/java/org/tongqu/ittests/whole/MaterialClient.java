package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.load.FetchingParty.Fetched;
import org.tongqu.ittests.load.Submission;
import org.tongqu.record.Digest;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.ObjectNode;

/** Parties' side of materials: files go up and down as streams, and records tell of them. */
final class MaterialClient {
    private static final RecordSchema REGISTERED =
            Schemas.shipped().find("material.registered").orElseThrow();

    private final SharedGateway gateway;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    MaterialClient(SharedGateway gateway) {
        this.gateway = gateway;
    }

    HttpResponse<String> put(String party, Digest digest, InputStream octets, long size, String... headers)
            throws IOException, InterruptedException {
        return http.send(upload(party, digest, octets, size, headers), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    CompletableFuture<HttpResponse<String>> putLater(String party, Digest digest, InputStream octets, long size) {
        return http.sendAsync(upload(party, digest, octets, size), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<Void> head(String party, Digest digest) throws IOException, InterruptedException {
        return http.send(
                request(party, "HEAD", digest)
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
    }

    <T> HttpResponse<T> get(String party, Digest digest, BodyHandler<T> handler, String... headers)
            throws IOException, InterruptedException {
        return http.send(request(party, "GET", digest, headers).build(), handler);
    }

    /** The status for who does not say who it is. */
    int unproven(Digest digest) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address(digest)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** A record of this sender that refers to a material; the business key is {@code M-} and the id. */
    Submission.Outcome register(String sender, String id, Digest digest, long size) throws IOException {
        ObjectNode data = (ObjectNode) REGISTERED.example().deepCopy();
        data.put("materialId", "M-" + id)
                .put("caseNo", "CASE-" + id)
                .put("digest", digest.value())
                .put("size", size);
        ObjectNode event = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + sender)
                .put("type", "material.registered")
                .put("subject", "M-" + id)
                .put("time", "2026-03-02T01:15:00.000Z");
        event.set("data", data);
        return gateway.submit(sender, StrictJson.write(event));
    }

    /** The delivery of the record whose id ends so, fetched and confirmed with all before it. */
    Fetched fetched(String party, String id) throws IOException {
        try (FetchingParty inbox = gateway.inbox(party)) {
            while (true) {
                List<Fetched> some = inbox.fetch(10, 20, 60);
                assertThat(some).as("deliveries to " + party).isNotEmpty();
                inbox.confirm(some);
                for (Fetched one : some) {
                    if (one.record().endsWith(id)) {
                        return one;
                    }
                }
            }
        }
    }

    private HttpRequest upload(String party, Digest digest, InputStream octets, long size, String... headers) {
        return request(party, "PUT", digest, headers)
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> octets), size))
                .build();
    }

    private HttpRequest.Builder request(String party, String method, Digest digest, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(digest)).timeout(Duration.ofMinutes(2));
        gateway.sealer(party).proof(method, address(digest).getPath()).forEach(request::header);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private URI address(Digest digest) {
        return URI.create("http://127.0.0.1:" + gateway.site().port() + "/v1/materials/"
                + digest.value().substring("sm3:".length()));
    }
}
