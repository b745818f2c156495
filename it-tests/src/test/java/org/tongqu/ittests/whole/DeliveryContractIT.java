package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.Reply;

/** What the packaged gateway does with every answer that a party can give, by the table of {@code docs/wire.md}. */
@ExtendWith(SharedGateway.Extension.class)
class DeliveryContractIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration RETRIES = Duration.ofSeconds(90);
    private static final int OVERSIZE = 4 << 20;

    private final SharedGateway gateway;

    DeliveryContractIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    static Stream<Arguments> passingTroubles() {
        return Stream.of(
                Arguments.of("away", new Reply.Plain(503, Map.of("Retry-After", "1"), "")),
                Arguments.of("resetting", new Reply.Reset()),
                Arguments.of("slow", new Reply.Silence(Duration.ofSeconds(4))),
                Arguments.of("garbling", new Reply.Garbage("220 no HTTP here\r\n")),
                Arguments.of("oversize", new Reply.Plain(200, Map.of(), "x".repeat(OVERSIZE))));
    }

    @ParameterizedTest
    @MethodSource("passingTroubles")
    void afterAPassingTroubleTheSameBytesComeAgainUnderTheSameDeliveryId(String party, Reply trouble)
            throws IOException {
        String id = gateway.freshId();
        ProgrammableSink sink = gateway.sink(SharedGateway.party(party));
        sink.answerWith(trouble);

        submit(party, id, "CASE-" + id);

        awaitState(party, id, "DELIVERED", RETRIES);
        List<Arrival> arrivals = sink.arrivals(id);
        assertThat(arrivals).hasSizeGreaterThanOrEqualTo(2);
        assertThat(arrivals)
                .extracting(Arrival::delivery)
                .containsOnly(arrivals.get(0).delivery());
        assertThat(arrivals)
                .extracting(Arrival::body)
                .allMatch(body -> java.util.Arrays.equals(body, arrivals.get(0).body()));
        assertThat(arrivals.get(1).attempt()).isGreaterThan(arrivals.get(0).attempt());
    }

    @Test
    void aRefusedRecordIsParkedOnceItsKeyHeldAndOtherKeysGoOn() throws IOException {
        ProgrammableSink sink = gateway.sink(SharedGateway.party("refusing"));
        String first = gateway.freshId();
        String later = gateway.freshId();
        String other = gateway.freshId();
        sink.refuse(arrival -> arrival.id().equals(first));

        submit("refusing", first, "CASE-" + first);
        submit("refusing", later, "CASE-" + first);
        submit("refusing", other, "CASE-" + other);

        awaitState("refusing", first, "PARKED", SOON);
        awaitState("refusing", other, "DELIVERED", SOON);
        awaitState("refusing", later, "HELD", SOON);
        assertThat(sink.arrivals(first)).hasSize(1);
        assertThat(sink.arrivals(later)).isEmpty();
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        sink.arrivals(first).size() == 1 && sink.arrivals(later).isEmpty());
    }

    @Test
    void whatWasRefusedIsReplayedByCommandAndWhatWasHeldFollows() throws Exception {
        ProgrammableSink sink = gateway.sink(SharedGateway.party("mended"));
        String first = gateway.freshId();
        String later = gateway.freshId();
        sink.refuse(arrival -> arrival.id().equals(first));
        submit("mended", first, "CASE-" + first);
        submit("mended", later, "CASE-" + first);
        awaitState("mended", later, "HELD", SOON);
        sink.refuse(arrival -> false);
        String[] which = {"--lane", SharedGateway.party("mended"), "--who", "张三", "--reason", "对方已修复"};

        assertThat(gateway.command("replay", which)).contains("1 件投递", "PARTY_REFUSED", "--yes");
        assertThat(gateway.state(SharedGateway.party("mended") + "-sender", first, SharedGateway.party("mended")))
                .isEqualTo("PARKED");
        assertThat(gateway.command(
                        "replay",
                        Stream.concat(Stream.of(which), Stream.of("--yes")).toArray(String[]::new)))
                .contains("DONE", "1/1");

        awaitState("mended", later, "DELIVERED", SOON);
        assertThat(sink.arrivals(first)).hasSize(2);
        assertThat(sink.arrivals(first).get(1).delivery())
                .isEqualTo(sink.arrivals(first).get(0).delivery());
        assertThat(gateway.command("trace", "CASE-" + first)).contains("replay-as-received", "张三", "对方已修复");
        assertThat(gateway.command("jobs")).contains("1/1", "对方已修复");
    }

    @Test
    void aFourHundredParksAtOnce() throws IOException {
        ProgrammableSink sink = gateway.sink(SharedGateway.party("rejecting"));
        String id = gateway.freshId();
        sink.answerWith(Reply.status(422));

        submit("rejecting", id, "CASE-" + id);

        awaitState("rejecting", id, "PARKED", SOON);
        assertThat(sink.arrivals(id)).hasSize(1);
    }

    @Test
    void threeReceiptsForOtherBytesPark() throws IOException {
        String wrong = "sm3:" + "0".repeat(64);
        assertParksWithoutReceipt("misquoting", new Reply.Receipt("DELIVERED", "", "", wrong));
    }

    @Test
    void threeAnswersWithoutReceiptPark() throws IOException {
        assertParksWithoutReceipt("silent", new Reply.Plain(200, Map.of(), ""));
    }

    @Test
    void whereARepeatWouldHarmACutConnectionIsShownToAnOperator() throws IOException {
        ProgrammableSink sink = gateway.sink(SharedGateway.party("unsafe"));
        String id = gateway.freshId();
        sink.answerWith(new Reply.Reset());

        submit("unsafe", id, "CASE-" + id);

        awaitState("unsafe", id, "UNKNOWN", SOON);
        assertThat(sink.arrivals(id)).hasSize(1);
    }

    private void assertParksWithoutReceipt(String party, Reply answer) throws IOException {
        ProgrammableSink sink = gateway.sink(SharedGateway.party(party));
        String id = gateway.freshId();
        sink.answerWith(answer, answer, answer);

        submit(party, id, "CASE-" + id);

        awaitState(party, id, "PARKED", RETRIES);
        assertThat(sink.arrivals(id)).hasSize(3);
        assertThat(gateway.delivery(SharedGateway.party(party) + "-sender", id, SharedGateway.party(party))
                        .path("code")
                        .asString())
                .isEqualTo("NO_RECEIPT");
    }

    private void submit(String party, String id, String caseNo) throws IOException {
        String sender = SharedGateway.party(party) + "-sender";
        assertThat(gateway.submit(sender, gateway.body(sender, id, caseNo)).status())
                .isEqualTo(202);
    }

    private void awaitState(String party, String id, String state, Duration most) {
        String recipient = SharedGateway.party(party);
        await().atMost(most).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(recipient + "-sender", id, recipient))
                .isEqualTo(state));
    }
}
