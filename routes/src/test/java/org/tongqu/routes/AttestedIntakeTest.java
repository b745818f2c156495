package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.tongqu.routes.TestRecords.accepted;
import static org.tongqu.routes.TestSite.TAX;
import static org.tongqu.routes.TestSite.WATER;
import static org.tongqu.routes.TestSite.WINDOW;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.Intake.AttestedRecord;
import org.tongqu.record.port.Intake.ItemResult;
import org.tongqu.record.site.Endpoint;

/** Records that carry no seal of their own, because the channel says whose they are. */
class AttestedIntakeTest {
    private final TestSite site = new TestSite().party(TAX, new Endpoint.Pull()).party(WATER, new Endpoint.Pull());
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = TestGateway.withoutLanes(site);
        site.whole(TAX);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whatCameIsKeptBesideTheRecordAndNoSealIsAskedFor() {
        Receipt receipt = submit(WINDOW, accepted("r1", "C-1"), "what came");

        assertThat(receipt.repeat()).isFalse();
        Admission admission = gateway.ledger.admission("r1");
        assertThat(admission.seal()).isNull();
        assertThat(admission.message().dialect()).isEqualTo("soap submit");
        assertThat(admission.message().octets()).isEqualTo("what came".getBytes(StandardCharsets.UTF_8));
        assertThat(gateway.told).containsExactly("accepted r1 for 1");
    }

    @Test
    void aRepeatIsKnownByTheRecordWhateverCarriesIt() {
        Receipt first = submit(WINDOW, accepted("r1", "C-1"), "at noon");

        Receipt again = submit(WINDOW, accepted("r1", "C-1"), "a minute later");
        assertThat(again.repeat()).isTrue();
        assertThat(again.sealed()).isEqualTo(first.sealed());
        assertThat(gateway.submit(accepted("r1", "C-1")).sealed())
                .as("the same octets, sealed")
                .isEqualTo(first.sealed());
        assertThat(refusal(WINDOW, accepted("r1", "C-2"))).isEqualTo(ProblemCode.ID_REUSED);
    }

    @Test
    void whoseChannelItIsMustBeItsSource() {
        assertThat(refusal(TAX, accepted("r1", "C-1"))).isEqualTo(ProblemCode.PARTY_MISMATCH);
        assertThat(gateway.told).containsExactly("refused PARTY_MISMATCH of 990101.window/r1");
    }

    @Test
    void aBatchIsTakenInOrderAndARefusedItemHoldsUpItsKey() {
        List<AttestedRecord> batch = List.of(
                attested(WINDOW, accepted("a", "C-1"), "batch"),
                attested(WINDOW, accepted("b", "C-2", event -> event.put("to", "990101.water")), "batch"),
                attested(WINDOW, accepted("c", "C-2"), "batch"),
                attested(TAX, accepted("d", "C-3"), "batch"));

        assertThat(gateway.routes.intake().submitAttestedBatch(batch).stream().map(AttestedIntakeTest::words))
                .containsExactly("taken", "NO_RULE", "EARLIER_ITEM_REFUSED", "PARTY_MISMATCH");
        assertThat(gateway.routes.intake().submitAttestedBatch(List.of())).isEmpty();
    }

    private static String words(ItemResult result) {
        return result instanceof ItemResult.Refused refused
                ? refused.rejection().code().name()
                : "taken";
    }

    private ProblemCode refusal(PartyId party, byte[] record) {
        return catchThrowableOfType(Rejection.class, () -> submit(party, record, "what came"))
                .code();
    }

    private Receipt submit(PartyId party, byte[] record, String message) {
        return gateway.routes.intake().submitAttested(attested(party, record, message));
    }

    private static AttestedRecord attested(PartyId party, byte[] record, String message) {
        return new AttestedRecord(party, record, new Message("soap submit", message.getBytes(StandardCharsets.UTF_8)));
    }
}
