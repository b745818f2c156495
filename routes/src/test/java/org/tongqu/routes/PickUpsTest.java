package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.tongqu.routes.TestRecords.accepted;
import static org.tongqu.routes.TestSite.TAX;
import static org.tongqu.routes.TestSite.WINDOW;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake.About;
import org.tongqu.record.port.Intake.CalledMessage;
import org.tongqu.record.port.PickUp.Confirmation;
import org.tongqu.record.port.PickUp.Lying;
import org.tongqu.record.port.PickUp.Objection;
import org.tongqu.record.port.PickUp.Stray;
import org.tongqu.record.port.PickUp.Verdict;
import org.tongqu.record.port.PickUpLedger.Quarantined;
import org.tongqu.record.site.Endpoint;
import tools.jackson.databind.JsonNode;

/** What lies at a party's place is taken, refused or left there, and told so. */
class PickUpsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final RecordType ACCEPTED = RecordType.parse("case.accepted");

    private final TestSite site = new TestSite().party(TAX, new Endpoint.Pull());
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = TestGateway.withoutLanes(site);
        site.whole(TAX);
        gateway.place.of(WINDOW, new Verbatim());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whatLiesThereIsTakenInItsOrderAndAnswered() {
        leave("a", "r1", "C-1");
        leave("b", "r2", "C-1");

        gateway.routes.pickUps().start();

        awaitVerdict("b", Verdict.Taken.class);
        awaitVerdict("a", Verdict.Taken.class);
        assertThat(gateway.told).containsExactly("accepted r1 for 1", "accepted r2 for 1");
        assertThat(gateway.ledger.admission("r1").message().dialect()).isEqualTo("verbatim said");
    }

    @Test
    void poisonIsRefusedWithItsReasonAndHoldsUpItsCaseOnly() {
        leave("a", "r1", "C-1");
        gateway.place.leave(new Lying(
                "b",
                new CalledMessage("said", "rubbish".getBytes(StandardCharsets.UTF_8), new About(ACCEPTED, "C-1"))));
        leave("c", "r3", "C-1");
        leave("d", "r4", "C-2");

        gateway.routes.pickUps().start();

        awaitVerdict("d", Verdict.Taken.class);
        assertThat(gateway.place.verdicts().get("a")).isInstanceOf(Verdict.Taken.class);
        assertThat(code("b")).isEqualTo(ProblemCode.UNTRANSLATABLE);
        assertThat(code("c")).isEqualTo(ProblemCode.EARLIER_ITEM_REFUSED);
        assertThat(gateway.pickUpLedger.quarantined())
                .extracting(Quarantined::where, Quarantined::code, Quarantined::reason)
                .contains(tuple("b", "UNTRANSLATABLE", " It is no record."));
    }

    @Test
    void whatIsMendedAndToldAgainLeavesQuarantine() {
        gateway.place.leave(new Lying("a", new CalledMessage("said", new byte[0], null)));
        gateway.routes.pickUps().start();
        awaitVerdict("a", Verdict.Refused.class);
        assertThat(gateway.pickUpLedger.quarantined()).hasSize(1);

        leave("a", "r1", "C-1");

        awaitVerdict("a", Verdict.Taken.class);
        assertThat(gateway.pickUpLedger.quarantined()).isEmpty();
    }

    /** As after a crash between the commit and the mark. */
    @Test
    void whatWasTakenAndNotAnsweredIsFoundAgainAndHasOneEffect() {
        leave("a", "r1", "C-1");
        gateway.place.forgetAnswers(1);

        gateway.routes.pickUps().start();

        awaitVerdict("a", Verdict.Taken.class);
        assertThat(gateway.told).containsExactly("accepted r1 for 1");
    }

    @Test
    void aPlaceThatIsAwayIsAnAlarmUntilItIsBack() {
        gateway.place.away(true);
        leave("a", "r1", "C-1");

        gateway.routes.pickUps().start();

        await().atMost(SOON).until(gateway.pickUpLedger::isAway);
        assertThat(gateway.place.verdicts()).isEmpty();
        gateway.place.away(false);
        awaitVerdict("a", Verdict.Taken.class);
        await().atMost(SOON).until(() -> !gateway.pickUpLedger.isAway());
    }

    @Test
    void nothingIsLookedForWhileNothingIsTaken() {
        gateway.closed = Rejection.later(ProblemCode.UNAVAILABLE, "The disk is full.", Duration.ofSeconds(1));
        leave("a", "r1", "C-1");

        gateway.routes.pickUps().start();

        await().during(Duration.ofMillis(500))
                .atMost(SOON)
                .until(() -> gateway.place.verdicts().isEmpty());
        gateway.closed = null;
        awaitVerdict("a", Verdict.Taken.class);
    }

    @Test
    void anotherNodesTurnIsNotOurs() {
        gateway.pickUpLedger.belongsToAnotherNode(true);
        leave("a", "r1", "C-1");

        gateway.routes.pickUps().start();

        await().during(Duration.ofMillis(500))
                .atMost(SOON)
                .until(() -> gateway.place.verdicts().isEmpty());
        gateway.pickUpLedger.belongsToAnotherNode(false);
        awaitVerdict("a", Verdict.Taken.class);
    }

    @Test
    void whoStopsGivesItsTurnBack() {
        leave("a", "r1", "C-1");
        gateway.routes.pickUps().start();
        awaitVerdict("a", Verdict.Taken.class);

        gateway.routes.pickUps().close();

        assertThat(gateway.pickUpLedger.released()).containsExactly(WINDOW);
    }

    @Test
    void anObjectionIsHeardAndOneWithoutADeliveryIsKept() {
        DeliveryId delivery = new DeliveryId("0123456789abcdef0123456789abcdef");
        gateway.place.object(new Objection(Optional.of(delivery), "x", "PARTNER_OBJECTED", "缺列"));
        gateway.place.object(new Objection(Optional.empty(), "y", "PARTNER_OBJECTED", "?"));

        gateway.routes.pickUps().start();

        await().atMost(SOON).until(() -> !gateway.pickUpLedger.quarantined().isEmpty());
        assertThat(gateway.pickUpLedger.objections()).contains(delivery + " PARTNER_OBJECTED 缺列");
        assertThat(gateway.pickUpLedger.quarantined())
                .extracting(Quarantined::where, Quarantined::code)
                .containsExactly(tuple("y", "OBJECTION_UNKNOWN"));
    }

    @Test
    void whatAPartyHasTakenIsHeardAlone() {
        DeliveryId delivery = new DeliveryId("0123456789abcdef0123456789abcdef");
        gateway.place.confirm(new Confirmation(delivery, "a.csv.ack"));

        gateway.routes.pickUps().start();

        await().atMost(SOON).until(() -> gateway.pickUpLedger.objections().contains(delivery + " confirmed"));
        assertThat(gateway.pickUpLedger.quarantined()).isEmpty();
    }

    @Test
    void whatCannotBeAnsweredIsKeptWithItsReasonAndHoldsUpNothing() {
        gateway.place.stray(new Stray("T", "said", "WITHOUT_KEY", "2 rows have no value in KEY"));
        leave("a", "r1", "C-1");

        gateway.routes.pickUps().start();

        awaitVerdict("a", Verdict.Taken.class);
        assertThat(gateway.pickUpLedger.quarantined())
                .containsExactly(new Quarantined("T", "said", "", "WITHOUT_KEY", "2 rows have no value in KEY"));
    }

    @Test
    void whatIsSettledAsAWholeLeavesQuarantine() {
        gateway.place.stray(new Stray("a.csv", "file", "FILE_REFUSED", "size"));
        gateway.routes.pickUps().start();
        await().atMost(SOON).until(() -> !gateway.pickUpLedger.quarantined().isEmpty());

        gateway.place.settle("a.csv");
        leave("a.csv:2", "r1", "C-1");

        awaitVerdict("a.csv:2", Verdict.Taken.class);
        assertThat(gateway.pickUpLedger.quarantined()).isEmpty();
    }

    private void leave(String where, String id, String subject) {
        gateway.place.leave(
                new Lying(where, new CalledMessage("said", accepted(id, subject), new About(ACCEPTED, subject))));
    }

    private void awaitVerdict(String where, Class<? extends Verdict> verdict) {
        await().atMost(SOON)
                .until(() -> verdict.isInstance(gateway.place.verdicts().get(where)));
    }

    private ProblemCode code(String where) {
        return ((Verdict.Refused) gateway.place.verdicts().get(where))
                .rejection()
                .code();
    }

    /** Messages are records as they are. */
    private static final class Verbatim implements Translator {
        @Override
        public String family() {
            return "verbatim";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public boolean tells(RecordType type) {
            return false;
        }

        @Override
        public byte[] toTheirs(RecordType type, JsonNode data, Telling telling, SentFiles files) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean stillTells(RecordType type, byte[] made) {
            return false;
        }

        @Override
        public boolean asks(RecordType type) {
            return false;
        }

        @Override
        public byte[] toOurs(
                PartyId source, String call, byte[] message, @Nullable Instant cameAt, ReceivedFiles files) {
            if (message.length == 0 || message[0] != '{') {
                throw Rejection.untranslatable("record", "不是记录", "It is no record.");
            }
            return message;
        }
    }
}
