package org.tongqu.adapters.push;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.port.Channel;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;

class RestPushContractTest extends DeliveryChannelContract {
    private static final Instant NOW = Instant.parse("2026-03-02T04:00:00Z");
    private static final Duration CONNECT = Duration.ofMillis(700);

    private RestPush push;
    private RestPartner rest;

    @Override
    protected Channel openChannel() {
        try {
            SSLContext tls = SSLContext.getDefault();
            push = new RestPush(certificate -> tls, CONNECT, Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));
            return push;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected FakePartner openPartner() {
        rest = new RestPartner();
        return rest;
    }

    @Test
    void aRequestCarriesSealsDeliveryAndAttemptAndNothingOfTheSendersTransport() {
        rest.answers(aResponse().withStatus(204));
        Seal senders = new Seal("c2VuZGVy", "cw");

        push.send(delivery(), new SealedBody("{}".getBytes(), SEAL, senders), party(PATIENT))
                .join();
        send(PATIENT);

        Request first = rest.requests().get(0).getRequest();
        assertThat(first.getMethod().getName()).isEqualTo("POST");
        assertThat(first.getUrl()).isEqualTo("/receive?from=gateway");
        assertThat(first.getHeader("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(first.getHeader("Seal")).isEqualTo(SEAL.text());
        assertThat(first.getHeader("Seal-Of-Sender")).isEqualTo("c2VuZGVy..cw");
        assertThat(first.getHeader("Delivery-Id")).isEqualTo("3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65");
        assertThat(first.getHeader("Attempt")).isEqualTo("3");
        assertThat(first.getAllHeaderKeys())
                .containsExactlyInAnyOrder(
                        "Accept",
                        "Attempt",
                        "Content-Length",
                        "Content-Type",
                        "Delivery-Id",
                        "Host",
                        "Seal",
                        "Seal-Of-Sender",
                        "User-Agent");
        assertThat(rest.requests().get(1).getRequest().containsHeader("Seal-Of-Sender"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                400, 402, 406, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 426, 428, 431, 451
            })
    void theseStatusesRefuse(int status) {
        rest.answers(aResponse().withStatus(status));

        assertThat(send(PATIENT)).isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.code())
                .isEqualTo("PARTNER_REFUSED_" + status));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                300, 301, 302, 303, 304, 307, 308, 401, 403, 404, 405, 408, 425, 429, 500, 501, 502, 503, 504, 507, 599
            })
    void theseStatusesAreAnAbsenceAndNoRedirectIsFollowed(int status) {
        rest.answers(aResponse().withStatus(status).withHeader("Location", "http://127.0.0.1:1/elsewhere"));

        assertThat(send(PATIENT)).isInstanceOfSatisfying(Answer.Away.class, away -> {
            assertThat(away.code()).isEqualTo("PARTNER_AWAY_" + status);
            assertThat(away.retryAfter()).isNull();
        });
        assertThat(rest.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 206, 299})
    void everyEmptySuccessIsAcceptedOnly(int status) {
        rest.answers(aResponse().withStatus(status));

        assertThat(send(PATIENT)).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void aConflictThatSaysWhenToComeAgainIsAnAbsence() {
        rest.answers(aResponse().withStatus(409).withHeader("Retry-After", "2"));

        assertThat(send(PATIENT)).isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.retryAfter())
                .isEqualTo(Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "120 | PT2M",
                "999999999999999999 | PT24H",
                "Mon, 02 Mar 2026 04:00:30 GMT | PT30S",
                "Mon, 02 Mar 2026 03:00:00 GMT | PT0S",
                "Mon, 02 Mar 2099 04:00:00 GMT | PT24H",
                "soon | ",
                "-5 | ",
                "1e3 | "
            })
    void retryAfterIsSecondsOrADateAndAtMostADay(String value, Duration expected) {
        rest.answers(aResponse().withStatus(503).withHeader("Retry-After", value));

        assertThat(send(PATIENT)).isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.retryAfter())
                .isEqualTo(expected));
    }

    @Test
    void aProblemDocumentIsQuotedByCodeTitleAndDetail() {
        rest.refuses("缺少证照编号");

        assertThat(send(PATIENT))
                .isEqualTo(new Answer.Refused("PARTNER_REFUSED_422", "HTTP 422: E-17 · Refused · 缺少证照编号"));
    }

    @Test
    void anAnswerInGbkIsReadable() throws Exception {
        rest.says("text/plain; charset=GBK", "操作成功".getBytes("GBK"));

        assertThat(send(PATIENT)).isEqualTo(new Answer.Accepted("HTTP 200, text/plain; charset=GBK: 操作成功"));
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 503 Busy,Away,PARTNER_AWAY_503", "HTTP/1.1 422 No,Refused,PARTNER_REFUSED_422"})
    void aStatusThatIsNoSuccessStandsAlthoughItsBodyNeverEnds(String statusLine, String kind, String code) {
        rest.behaves(RawPartner.trickling(statusLine));

        Answer answer = send(SHORT);

        assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(answer.toString()).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EMPTY_RESPONSE",
                "MALFORMED_RESPONSE_CHUNK",
                "RANDOM_DATA_THEN_CLOSE",
                "CONNECTION_RESET_BY_PEER"
            })
    void anAnswerThatBreaksOffOrIsNoHttpLeavesItUnknown(Fault fault) {
        rest.answers(aResponse().withFault(fault));

        assertThat(send(PATIENT)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void anAnswerShorterThanItsStatedLengthLeavesItUnknown() {
        rest.behaves(new RawPartner((out, closed) ->
                RawPartner.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"payload\":\"{}\"")));

        assertThat(send(PATIENT)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void aHeaderWithoutEndIsCut() {
        rest.behaves(RawPartner.endlessHeader());

        assertThat(send(Duration.ofSeconds(5))).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void aTimeoutHangsUp() throws Exception {
        try (RawPartner trickling = RawPartner.trickling("HTTP/1.1 200 OK");
                RawPartner silent = RawPartner.silent()) {
            rest.behaves(trickling);
            send(SHORT);
            rest.behaves(silent);
            send(SHORT);

            assertThat(trickling.left().get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(silent.left().get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anAnswerWithoutEndIsHungUpOn() throws Exception {
        try (RawPartner endless = RawPartner.endless()) {
            rest.behaves(endless);
            send(PATIENT);

            assertThat(endless.left().get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aConnectionThatIsNeverMadeIsAnAbsence() throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 6; i++) {
                SocketChannel one = SocketChannel.open();
                one.configureBlocking(false);
                one.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()));
                crowd.add(one);
            }

            Answer answer = sendTo(URI.create("http://127.0.0.1:" + full.getLocalPort()), PATIENT);

            assertThat(answer).isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.code())
                    .isEqualTo("PARTNER_UNREACHABLE"));
        } finally {
            for (SocketChannel one : crowd) {
                one.close();
            }
        }
    }

    @Test
    void aHandshakeThatHangsIsAnAbsenceBecauseNothingWasSent() {
        try (RawPartner silent = RawPartner.silent()) {
            assertThat(sendTo(URI.create("https://127.0.0.1:" + silent.port()), SHORT))
                    .isInstanceOf(Answer.Away.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/x", "receive", "http:///x", "http://no-such-host.invalid/"})
    void anAddressThatLeadsNowhereIsAnAbsence(String url) {
        assertThat(sendTo(URI.create(url), SHORT)).isInstanceOf(Answer.Away.class);
    }

    @Test
    void aPartyThatIsNotPushedToIsAnAbsence() {
        Party pulling = partyAt(new Endpoint.Pull());

        assertThat(push.send(delivery(), new SealedBody(new byte[0], SEAL, null), pulling)
                        .join())
                .isInstanceOf(Answer.Away.class);
    }

    @Test
    void aPartyThatIsAskedTellsWhatBecameOfADeliveryOrThatItDoesNotKnowIt() {
        rest.confirms(RECEIPT);
        assertThat(ask()).contains(new Answer.Receipted(RECEIPT));
        assertThat(rest.requests()).singleElement().satisfies(event -> {
            assertThat(event.getRequest().getMethod().value()).isEqualTo("GET");
            assertThat(event.getRequest().getUrl())
                    .isEqualTo("/status/" + delivery().id().value() + "?of=gateway");
        });
        rest.answers(aResponse().withStatus(404));
        assertThat(ask()).isEmpty();
        for (int status : new int[] {302, 400, 422, 500, 503}) {
            rest.answers(aResponse().withStatus(status));
            assertThat(ask()).hasValueSatisfying(answer -> assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Away.class, away -> assertThat(away.code()).isEqualTo("STATUS_QUERY_FAILED")));
        }
        rest.answers(aResponse().withFixedDelay((int) SHORT.toMillis() * 20));
        assertThat(ask()).hasValueSatisfying(answer -> assertThat(answer).isInstanceOf(Answer.Away.class));
    }

    private Optional<Answer> ask() {
        Endpoint.Push endpoint = new Endpoint.Push(
                URI.create("http://127.0.0.1:9/"),
                SHORT,
                Repeat.BY_QUERY,
                ReceiptKind.SEALED,
                1,
                "http://127.0.0.1:" + rest.endpointPort() + "/status/{delivery}?of=gateway");
        return push.ask(delivery(), partyAt(endpoint)).join();
    }

    @Test
    void aClosedChannelAnswersThatThePartnerIsAway() {
        rest.answers(aResponse().withStatus(200));
        push.close();

        assertThat(send(SHORT)).isNotInstanceOfAny(Answer.Accepted.class, Answer.Refused.class);
    }

    private Answer sendTo(URI url, Duration timeout) {
        Endpoint.Push endpoint = new Endpoint.Push(url, timeout, Repeat.SAFE, ReceiptKind.SEALED, 1);
        return push.send(delivery(), new SealedBody("{}".getBytes(), SEAL, null), partyAt(endpoint))
                .join();
    }

    private static Party partyAt(Endpoint endpoint) {
        return new Party(
                PARTY,
                "税务",
                "Tax",
                "county",
                "tax",
                List.of(),
                endpoint,
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE);
    }
}
