package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tongqu.routes.TestSite.TAX;
import static org.tongqu.routes.TestSite.WATER;
import static org.tongqu.routes.TestSite.WINDOW;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.ticket.Hotline;
import tools.jackson.databind.node.ObjectNode;

/** A ticket is followed through intake: what does not fit is refused, and the ledger is asked with who gets it. */
class TicketsTest {
    private static final Hotline STRICT = new Hotline(true, 9, 9, null, List.of(), Map.of());

    private final TestSite site = new TestSite()
            .party(TAX, new Endpoint.Pull())
            .party(WATER, new Endpoint.Pull())
            .hotline(STRICT);
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = TestGateway.withoutLanes(site);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheReasonAndARepeatIsNot() {
        site.tickets(WINDOW, WATER);
        submit(WINDOW, "t1", "ticket.dispatched");

        Rejection early = refused(WATER, "t2", "ticket.replied");
        Receipt signed = submit(WATER, "t2", "ticket.signed");

        assertThat(early.code()).isEqualTo(ProblemCode.STATE_CONFLICT);
        assertThat(early.errors()).extracting(FieldError::rule).containsExactly("ticket-state");
        assertThat(submit(WATER, "t2", "ticket.signed").sealed()).isEqualTo(signed.sealed());
        assertThat(gateway.told).contains("refused STATE_CONFLICT of 990101.water/t2");
    }

    @Test
    void whoGetsTheDispatchHandlesIt() {
        site.tickets(WINDOW, WATER).tickets(WINDOW, TAX);
        submit(WINDOW, "t1", "ticket.dispatched", WATER);

        assertThat(refused(TAX, "t2", "ticket.signed").errors())
                .extracting(FieldError::rule)
                .containsExactly("ticket-part");
        submit(WATER, "t3", "ticket.signed");
        assertThat(refused(WATER, "t4", "ticket.closed").errors())
                .extracting(FieldError::rule)
                .containsExactly("ticket-part");
    }

    @Test
    void theSitesHotlineSaysWhetherToSign() {
        site.tickets(WINDOW, WATER).hotline(Hotline.WITHOUT_LIMITS);
        submit(WINDOW, "t1", "ticket.dispatched");

        submit(WATER, "t2", "ticket.replied");
    }

    @Test
    void theTicketsOfWhoeverNumbersForItselfAreNotFollowed() {
        site.numberingForItself(WATER, new Endpoint.Pull()).tickets(WINDOW, WATER);

        submit(WATER, "t1", "ticket.replied");
        submit(WATER, "t2", "ticket.signed");

        assertThat(gateway.ledger.admission("t2").life()).isNull();
    }

    private Receipt submit(PartyId sender, String id, String type, PartyId... to) {
        byte[] octets = ticket(sender, id, type, to);
        return gateway.routes.intake().submit(octets, TestSeals.by(sender, SealType.RECORD, octets));
    }

    private Rejection refused(PartyId sender, String id, String type) {
        return assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> submit(sender, id, type))
                .actual();
    }

    private static byte[] ticket(PartyId sender, String id, String type, PartyId... to) {
        RecordSchema schema = Schemas.shipped().find(type).orElseThrow();
        ObjectNode data = (ObjectNode) schema.example().deepCopy();
        data.remove("materials");
        return TestRecords.event(sender, id, data.required("ticketNo").stringValue(), event -> {
            event.put("type", type).set("data", data);
            if (to.length > 0) {
                event.put(
                        "to",
                        String.join(
                                " ", List.of(to).stream().map(PartyId::value).toList()));
            }
        });
    }
}
