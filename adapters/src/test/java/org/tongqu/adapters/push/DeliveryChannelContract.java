package org.tongqu.adapters.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.port.Channel;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Party;

/**
 * What every way of delivering must do, whatever the protocol: bring a receipt back, tell a refusal from an absence from not
 * knowing, never throw, never take longer than its timeout, never read without bound, and work again afterwards.
 */
public abstract class DeliveryChannelContract {
    protected static final PartyId PARTY = new PartyId("990101.tax");
    protected static final Seal SEAL = new Seal("eyJhbGciOiJTTTJTTTMifQ", "c2lnbmF0dXJl");
    protected static final Duration PATIENT = Duration.ofSeconds(20);
    protected static final Duration SHORT = Duration.ofMillis(800);
    static final SealedText RECEIPT =
            new SealedText("{\"delivery\": \"3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65\",\"outcome\":\"DELIVERED\"}", SEAL);
    private static final byte[] BODY = "{ \"id\":\"r-1\",\r\n\"data\":{\"名\":\"示例\"} }".getBytes(UTF_8);

    private Channel channel;
    private FakePartner partner;

    /** The channel under test; asked for once per test. */
    protected abstract Channel openChannel();

    /** A partner that speaks the channel's protocol; asked for once per test. */
    protected abstract FakePartner openPartner();

    @BeforeEach
    void open() {
        channel = openChannel();
        partner = openPartner();
    }

    @AfterEach
    void close() throws Exception {
        partner.close();
        if (channel instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @Test
    void aSealedReceiptIsBroughtBackAsItCame() {
        partner.confirms(RECEIPT);

        assertThat(send(PATIENT)).isEqualTo(new Answer.Receipted(RECEIPT));
        assertThat(partner.received()).singleElement().isEqualTo(BODY);
    }

    @Test
    void aSecondAttemptSendsTheSameBytes() {
        partner.confirms(RECEIPT);
        send(PATIENT);

        assertThat(send(PATIENT)).isEqualTo(new Answer.Receipted(RECEIPT));
        assertThat(partner.received()).containsExactly(BODY, BODY);
    }

    @Test
    void aBodyOfAMebibyteArrivesWhole() {
        byte[] large = ("{\"data\":\"" + "通".repeat(349_520) + "\"}").getBytes(UTF_8);
        partner.confirms(RECEIPT);

        Answer answer = channel.send(delivery(), new SealedBody(large, SEAL, null), party(PATIENT))
                .join();

        assertThat(answer).isInstanceOf(Answer.Receipted.class);
        assertThat(partner.received()).singleElement().isEqualTo(large);
    }

    static Stream<Arguments> answersThatAreNoReceipt() {
        String json = "application/json";
        return Stream.of(
                Arguments.of("empty", json, new byte[0]),
                Arguments.of("a web page", "text/html; charset=utf-8", "<html><body>登录</body></html>".getBytes(UTF_8)),
                Arguments.of(
                        "a success in words",
                        "application/json;charset=GBK",
                        "{\"msg\":\"操作成功\"}".getBytes(Charset.forName("GBK"))),
                Arguments.of(
                        "a receipt without signature",
                        json,
                        "{\"payload\":\"{}\",\"protected\":\"YQ\"}".getBytes(UTF_8)),
                Arguments.of(
                        "a receipt and more",
                        json,
                        "{\"payload\":\"{}\",\"protected\":\"YQ\",\"signature\":\"YQ\",\"x\":1}".getBytes(UTF_8)),
                Arguments.of(
                        "a receipt twice",
                        json,
                        "{\"payload\":\"\",\"payload\":\"\",\"protected\":\"YQ\",\"signature\":\"YQ\"}"
                                .getBytes(UTF_8)),
                Arguments.of("half a receipt", json, "{\"payload\":\"{}\",\"protected\":\"YQ\",\"sig".getBytes(UTF_8)),
                Arguments.of("a null", json, "null".getBytes(UTF_8)),
                Arguments.of("too deep", json, "[".repeat(5000).getBytes(UTF_8)),
                Arguments.of("control characters", "text/plain", "a\u0000\u001b[31m\r\nb\u202e\u2028".getBytes(UTF_8)),
                Arguments.of("broken octets", "text/plain", new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc0, 1}),
                Arguments.of("an unknown charset", "text/plain; charset=no-such", "好".getBytes(UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersThatAreNoReceipt")
    void anOkWithoutASealedReceiptIsNeverMoreThanAccepted(String what, String contentType, byte[] answer) {
        partner.says(contentType, answer);

        assertThat(send(PATIENT))
                .as(what)
                .isInstanceOfSatisfying(Answer.Accepted.class, accepted -> assertPresentable(accepted.words()));
    }

    @Test
    void aRefusalIsNotTriedAgainAndKeepsThePartnersWords() {
        partner.refuses("证件类型不支持");

        assertThat(send(PATIENT)).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.code()).matches("[A-Z][A-Z0-9_]+");
            assertThat(refused.words()).contains("证件类型不支持");
            assertPresentable(refused.words());
        });
    }

    @Test
    void wordsWithoutEndAreCutToWhatAnOperatorCanRead() {
        partner.refuses("错\u0007误\u202e".repeat(4000));

        assertThat(send(PATIENT))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertPresentable(refused.words()));
    }

    @Test
    void aMessageThatIsTooLargeForThePartnerIsRefused() {
        partner.refusesAsTooLarge();

        assertThat(send(PATIENT)).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void aPartnerThatFailsInsideIsAway() {
        partner.fails();

        assertThat(send(PATIENT)).isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.isReached())
                .isTrue());
    }

    @Test
    void aBusyPartnerIsAwayUntilItSays() {
        partner.isBusy(Duration.ofSeconds(90));

        assertThat(send(PATIENT)).isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.retryAfter())
                .isEqualTo(Duration.ofSeconds(90)));
    }

    @Test
    void aPartnerThatCannotBeConnectedToIsAway() {
        partner.isGone();

        assertThat(send(PATIENT)).isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.isReached())
                .isFalse());
    }

    @Test
    void aPartnerThatNeverAnswersIsLeftInTimeAndItIsNotKnownWhetherItArrived() {
        partner.neverAnswers();

        assertEndsInTime(Answer.Unknown.class);
        assertThat(partner.received()).hasSize(1);
    }

    @Test
    void aConnectionResetAfterTheMessageLeavesItUnknown() {
        partner.breaksOff();

        assertThat(send(PATIENT)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void anAnswerThatTricklesIsCutAtTheTimeout() {
        partner.trickles();

        assertEndsInTime(Answer.Unknown.class);
    }

    @Test
    void anOkThatIsLongerThanIsReadIsNone() {
        partner.says("text/plain", new byte[200_000]);

        assertThat(send(PATIENT)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void anAnswerWithoutEndIsCutAndIsNone() {
        partner.neverEnds();

        assertThat(send(PATIENT))
                .isInstanceOfSatisfying(Answer.Unknown.class, unknown -> assertPresentable(unknown.words()));
    }

    @Test
    void afterEveryFaultTheNextDeliveryGoesThrough() {
        List<Runnable> faults = List.of(
                partner::neverAnswers, partner::breaksOff, partner::trickles, partner::neverEnds, partner::isGone);
        for (Runnable fault : faults) {
            fault.run();
            send(SHORT);
            partner.confirms(RECEIPT);
            assertThat(send(PATIENT)).isEqualTo(new Answer.Receipted(RECEIPT));
        }
    }

    @Test
    void noThreadWaitsForAPartnerThatTakesItsTime() {
        partner.neverAnswers();
        long start = System.nanoTime();

        CompletableFuture<Answer> answer = channel.send(delivery(), new SealedBody(BODY, SEAL, null), party(SHORT));

        assertThat(answer).isNotDone();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
        assertThat(answer.join()).isInstanceOf(Answer.Unknown.class);
    }

    /** Sends the sample to the partner as it is now. */
    protected final Answer send(Duration timeout) {
        return channel.send(delivery(), new SealedBody(BODY, SEAL, null), party(timeout))
                .join();
    }

    /** The party behind the partner as it is now. */
    protected final Party party(Duration timeout) {
        return new Party(
                PARTY,
                "示范县税务局",
                "Model County Tax",
                "county",
                "tax",
                List.of(),
                partner.endpoint(timeout),
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE);
    }

    /** The third attempt of a delivery. */
    protected static ClaimedDelivery delivery() {
        return new ClaimedDelivery(
                new DeliveryId("3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65"),
                PARTY,
                new RecordId(new PartyId("990101.window"), "r-1"),
                RecordType.parse("case.accepted"),
                "c-1",
                1,
                3,
                3,
                new UUID(1, 2),
                Instant.parse("2026-03-02T04:01:00Z"),
                Instant.parse("2026-03-02T04:00:00Z"),
                new Digest("sm3:" + "7c".repeat(32)),
                BODY,
                null,
                new byte[32],
                List.of(),
                null,
                0);
    }

    private void assertEndsInTime(Class<? extends Answer> expected) {
        long start = System.nanoTime();
        Answer answer = send(SHORT);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(answer).isInstanceOf(expected);
        assertThat(took).isBetween(SHORT.minusMillis(50), SHORT.plusSeconds(3));
    }

    private static void assertPresentable(String words) {
        assertThat(words).hasSizeLessThanOrEqualTo(500).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    }
}
