package org.tongqu.record.ticket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tongqu.record.ticket.Tickets.CITY;
import static org.tongqu.record.ticket.Tickets.HOTLINE;
import static org.tongqu.record.ticket.Tickets.LETTERS;
import static org.tongqu.record.ticket.Tickets.WATER;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.LimitUnit;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.life.Awaited;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.life.ObjectState;
import tools.jackson.databind.node.ObjectNode;

class TicketStepTest {
    private static final Hotline.Limit HELP = new Hotline.Limit(
            Set.of("2"), Set.of(), new Within.Time(Duration.ofHours(4)), new Within.Days(3, LimitUnit.WORKDAYS));
    private static final Hotline STRICT =
            new Hotline(true, 1, 1, new Within.Days(5, LimitUnit.WORKDAYS), List.of(HELP), Map.of());

    private Hotline hotline = STRICT;
    private @Nullable ObjectState state;

    @BeforeEach
    void nothingYet() {
        state = null;
    }

    @Test
    void theWholeLifeOfATicket() {
        take("submitted", HOTLINE);
        take("dispatched", HOTLINE);
        take("returned", WATER);
        take("return-reviewed", HOTLINE, data -> data.put("approved", true).remove("newDueAt"));
        assertThat(stage()).isEqualTo("1");
        take("dispatched", HOTLINE);
        take("supplemented", HOTLINE);
        take("signed", WATER);
        take("monitor-noted", HOTLINE);
        take("monitor-replied", WATER);
        take("extension-requested", WATER);
        take("extension-decided", HOTLINE);
        take("suspension-requested", WATER);
        take("suspension-decided", HOTLINE);
        assertThat(stage()).isEqualTo("6");
        take("resumed", WATER);
        take("supervised", HOTLINE);
        take("supervision-noted", HOTLINE);
        take("no-revisit-requested", WATER);
        take("no-revisit-decided", HOTLINE, data -> data.put("approved", false));
        take("replied", WATER);
        take("revisited", HOTLINE);
        take("redispatched", HOTLINE, data -> data.put("dueAt", "2026-03-06T09:00:00.000Z"));
        take("signed", WATER);
        take("replied", WATER);
        take("revisited", HOTLINE);
        take("closed", HOTLINE);
        assertThat(stage()).isEqualTo("9");
        refused("supplemented", HOTLINE, "ticket-state");
    }

    @Test
    void aRefusalSaysWhereTheTicketStandsAndWhatMayCome() {
        take("dispatched", HOTLINE);

        Rejection refused = refused("replied", WATER, "ticket-state");

        assertThat(refused.detail())
                .isEqualTo(
                        "The ticket is to be signed for; ticket.replied does not fit. May come next: from the centre:"
                                + " ticket.transferred, ticket.supervised, ticket.supervision-noted, ticket.monitor-noted,"
                                + " ticket.merged; from the centre or who took it down: ticket.supplemented; from the"
                                + " handling organisation: ticket.signed, ticket.returned, ticket.monitor-replied.");
        assertThat(refused.errors().get(0).zh()).startsWith("工单处于“待签收”，此时不能“答复”。接下来可以有：受理中心：");
    }

    @Test
    void whatIsMergedNamesTheTicketThatGoesOn() {
        take("submitted", HOTLINE);
        take("merged", HOTLINE);

        assertThat(refused("dispatched", HOTLINE, "ticket-state").detail())
                .contains("Nothing may follow.")
                .contains("990100202603010042");
    }

    @Test
    void noTicketIsMergedIntoItselfWhicheverOfItsNumbersSaysSo() {
        take("dispatched", HOTLINE, data -> data.put("upperNo", "U-1").put("lowerNo", "L-1"));
        String own = Tickets.record("merged", HOTLINE, data -> {}).subject();

        for (String itself : List.of(own, "U-1", "L-1")) {
            assertThat(refused("merged", HOTLINE, "ticket-number", data -> merged(data, itself))
                            .errors())
                    .extracting(FieldError::pointer)
                    .containsExactly("/data/duplicateOf");
        }
        take("merged", HOTLINE, data -> merged(data, own + "0"));
    }

    private static void merged(ObjectNode data, String into) {
        data.put("upperNo", "U-1").put("lowerNo", "L-1").put("duplicateOf", into);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "6", "7", "8", "10"})
    void whateverTheChannelAComplaintEntersTheSameWay(String channel) {
        take("submitted", LETTERS, data -> data.put("channel", channel));
        assertThat(stage()).isEqualTo("1");
        take("dispatched", HOTLINE);
        take("signed", WATER);
        assertThat(stage()).isEqualTo("5");
        refused("replied", LETTERS, "ticket-part");
        take("supplemented", LETTERS);
        take("replied", WATER);
        take("revisited", HOTLINE);
        refused("closed", LETTERS, "ticket-part");
        take("closed", HOTLINE);
    }

    @Test
    void whereNobodyHasToSignWhoeverActsHasSigned() {
        hotline = Hotline.WITHOUT_LIMITS;
        take("dispatched", HOTLINE);
        take("extension-requested", WATER);
        assertThat(stage()).isEqualTo("5");

        nothingYet();
        take("dispatched", HOTLINE);
        take("replied", WATER);
        assertThat(stage()).isEqualTo("7");

        nothingYet();
        take("dispatched", HOTLINE);
        take("returned", WATER);
        assertThat(stage()).isEqualTo("3");
    }

    @Test
    void onlyWhoDispatchedDecides() {
        take("dispatched", HOTLINE);
        take("returned", WATER);

        refused("return-reviewed", WATER, "ticket-part");
        refused("return-reviewed", CITY, "ticket-part");
        take("return-reviewed", HOTLINE);
    }

    @Test
    void onlyToWhomItWasDispatchedHandlesItAndOfSeveralTheFirstToAct() {
        take("dispatched", HOTLINE);
        refused("signed", LETTERS, "ticket-part");
        take("signed", WATER);

        refused("replied", CITY, "ticket-part");
        take("replied", WATER);
    }

    @Test
    void whatWasHandedBackIsNobodysUntilItIsDispatchedAgain() {
        take("dispatched", HOTLINE);
        take("returned", WATER);
        take("return-reviewed", HOTLINE, data -> data.put("approved", true).remove("newDueAt"));
        refused("signed", WATER, "ticket-part");

        take("dispatched", HOTLINE);
        take("signed", CITY);
    }

    @Test
    void anotherChannelTakesDownAndTheHotlineDispatches() {
        take("submitted", LETTERS, data -> data.put("channel", "6"));
        take("supplemented", LETTERS);
        take("dispatched", HOTLINE);
        take("supplemented", LETTERS);
        refused("transferred", LETTERS, "ticket-part");
        refused("supplemented", WATER, "ticket-part");
    }

    @Test
    void theNumbersOfTheLevelsAreKeptAndMustAgree() {
        take("dispatched", HOTLINE, data -> data.remove("lowerNo"));
        take("signed", WATER, data -> data.put("lowerNo", "W-1").remove("upperNo"));
        assertThat(kept("upperNo")).isEqualTo("990000202603020009");
        assertThat(kept("lowerNo")).isEqualTo("W-1");

        assertThat(refused("replied", WATER, "ticket-number", data -> data.put("lowerNo", "W-2"))
                        .errors())
                .extracting(FieldError::pointer)
                .containsExactly("/data/lowerNo");
        refused("replied", WATER, "ticket-number", data -> data.put("upperNo", "U-2")
                .put("lowerNo", "W-1"));
        refused("transferred", HOTLINE, "ticket-number", data -> data.put("upperNo", "U-2"));
        take("transferred", HOTLINE, data -> data.put("lowerNo", "X-9"));
        assertThat(kept("lowerNo")).isEqualTo("X-9");
        assertThat(current().aliases()).containsExactlyInAnyOrder("990000202603020009", "X-9");
    }

    @Test
    void aRequestWaitsForOneAnswer() {
        inHand();
        refused("extension-decided", HOTLINE, "ticket-request");
        take("extension-requested", WATER);
        refused("extension-requested", WATER, "ticket-request");
        take("extension-decided", HOTLINE, data -> data.put("approved", false));
        refused("extension-decided", HOTLINE, "ticket-request");
        refused("monitor-replied", WATER, "ticket-request");
        refused("supervision-noted", HOTLINE, "ticket-request");

        take("suspension-requested", WATER);
        take("replied", WATER);
        take("redispatched", HOTLINE);
        take("signed", WATER);
        refused("suspension-decided", HOTLINE, "ticket-request");
    }

    @Test
    void whatIsToBeRevisitedIsNotClosedBefore() {
        inHand();
        take("no-revisit-requested", WATER);
        take("replied", WATER);
        assertThat(refused("closed", HOTLINE, "ticket-state").detail()).contains("ticket.revisited");

        take("no-revisit-decided", HOTLINE);
        take("closed", HOTLINE);
    }

    @Test
    void whatNeedsNoRevisitIsClosedAfterTheReply() {
        take("dispatched", HOTLINE, data -> data.put("revisitRequired", false));
        take("signed", WATER);
        take("replied", WATER);
        take("closed", HOTLINE);
    }

    @Test
    void aDispatchStatesNoLaterTimesThanTheLimits() {
        // Dispatched on Monday 2 March: three workdays end with Thursday, 16:00 UTC; four hours at 06:00 UTC.
        assertThat(refused("dispatched", HOTLINE, "ticket-limit", data -> data.put("dueAt", "2026-03-05T16:00:00.000Z"))
                        .errors())
                .extracting(FieldError::pointer)
                .containsExactly("/data/dueAt");
        refused("dispatched", HOTLINE, "ticket-limit", data -> data.put("signDueAt", "2026-03-02T06:00:00.001Z"));
        take("dispatched", HOTLINE, data -> data.put("dueAt", "2026-03-05T15:59:59.999Z"));

        nothingYet();
        take("dispatched", HOTLINE, data -> data.put("category", "3").put("dueAt", "2026-12-01T00:00:00.000Z"));
    }

    @Test
    void aLimitThatANoticeNotYetThereMayMoveIsNotHeldAgainstAnybody() {
        take("dispatched", HOTLINE, data -> data.put("dispatchedAt", "2027-03-01T02:00:00.000Z")
                .put("signDueAt", "2027-03-01T03:00:00.000Z")
                .put("dueAt", "2027-03-20T02:00:00.000Z"));
    }

    @Test
    void aDispatchThatStatesNoTimeToSignHasTheLimitsOwn() {
        take("dispatched", HOTLINE, data -> data.remove("signDueAt"));
        assertThat(kept("signDueAt")).isEqualTo("2026-03-02T06:00:00Z");
        refused("returned", WATER, "ticket-limit", data -> data.put("returnedAt", "2026-03-02T06:00:01.000Z"));
        take("returned", WATER, data -> data.put("returnedAt", "2026-03-02T06:00:00.000Z"));
    }

    /** The centre's system may not have taken what was told. */
    @Test
    void whatWasToldMayBeToldAnewUntilTheCentreActsOnIt() {
        take("dispatched", HOTLINE);
        take("returned", WATER);
        take("returned", WATER);
        assertThat(stage()).isEqualTo("3");
        refused("returned", CITY, "ticket-part");
        take("return-reviewed", HOTLINE, data -> data.put("approved", false));
        take("signed", WATER);
        take("replied", WATER);
        take("replied", WATER);
        assertThat(stage()).isEqualTo("7");
        take("revisited", HOTLINE);
        refused("replied", WATER, "ticket-state");
    }

    @Test
    void whoTakesDownATicketThatThereIsLearnsNothingOfIt() {
        take("dispatched", HOTLINE);
        Rejection refused = refused("submitted", LETTERS, "ticket-state");
        assertThat(refused.detail()).doesNotContain("signed for", "merged");
    }

    @Test
    void nobodyGivesTheNumberOfTheOtherLevel() {
        take("dispatched", HOTLINE, data -> {
            data.remove("upperNo");
            data.remove("lowerNo");
        });
        take("signed", WATER, data -> data.put("upperNo", "a slip").put("lowerNo", "W-1"));
        take("supervised", HOTLINE, data -> data.put("upperNo", "U-1").put("lowerNo", "W-1"));
        assertThat(kept("upperNo")).isEqualTo("U-1");
        refused("replied", WATER, "ticket-number", data -> data.put("upperNo", "a slip"));
    }

    @Test
    void itIsHandedBackOnlySoOften() {
        take("dispatched", HOTLINE);
        take("returned", WATER);
        take("return-reviewed", HOTLINE);
        assertThat(stage()).isEqualTo("2");
        assertThat(refused("returned", WATER, "ticket-limit").detail()).contains("at most 1 times");
    }

    @Test
    void anExtensionIsAskedForInTimeSoOftenAndForSoLong() {
        inHand();
        refused(
                "extension-requested",
                WATER,
                "ticket-limit",
                data -> data.put("requestedAt", "2026-03-05T09:00:01.000Z"));
        // Due on Thursday 5 March: five workdays end with Thursday the 12th, 16:00 UTC.
        refused("extension-requested", WATER, "ticket-limit", data -> data.put("newDueAt", "2026-03-12T16:00:00.000Z"));
        take("extension-requested", WATER, data -> data.remove("newDueAt"));
        refused("extension-decided", HOTLINE, "ticket-limit", data -> data.put("newDueAt", "2026-03-13T00:00:00.000Z"));
        take("extension-decided", HOTLINE, data -> {
            data.remove("newDueAt");
            data.remove("extension");
        });
        assertThat(kept("dueAt")).isEqualTo("2026-03-10T09:00:00Z");
        refused("extension-requested", WATER, "ticket-limit");
    }

    @Test
    void whatIsAwaitedOfWhomUntilWhen() {
        take("submitted", LETTERS);
        assertThat(current().awaited()).isNull();
        take("dispatched", HOTLINE);
        assertAwaited("sign", "2026-03-02T06:00:00Z", WATER, CITY);
        take("returned", WATER);
        assertAwaited("reply", "2026-03-05T09:00:00Z", HOTLINE);
        take("return-reviewed", HOTLINE, data -> data.put("approved", true).remove("newDueAt"));
        assertAwaited("reply", "2026-03-05T09:00:00Z", HOTLINE);
        take("dispatched", HOTLINE);
        take("signed", WATER);
        assertAwaited("reply", "2026-03-05T09:00:00Z", WATER);
        take("extension-requested", WATER);
        assertAwaited("reply", "2026-03-05T09:00:00Z", WATER);
        take("extension-decided", HOTLINE);
        assertAwaited("reply", "2026-03-10T09:00:00Z", WATER);
        take("replied", WATER);
        assertThat(current().awaited()).isNull();
        take("redispatched", HOTLINE, data -> data.put("dueAt", "2026-03-06T09:00:00.000Z"));
        assertAwaited("sign", "2026-03-05T07:00:00Z", WATER);
        take("merged", HOTLINE);
        assertThat(current().awaited()).isNull();
    }

    @Test
    void anExtensionThatIsNotGrantedMovesNothing() {
        inHand();
        take("extension-requested", WATER);
        take("extension-decided", HOTLINE, data -> data.put("approved", false));
        assertAwaited("reply", "2026-03-05T09:00:00Z", WATER);
    }

    @Test
    void whereNobodyHasToSignTheReplyIsAwaitedFromTheStart() {
        hotline = Hotline.WITHOUT_LIMITS;
        take("dispatched", HOTLINE);
        assertAwaited("reply", "2026-03-05T09:00:00Z", WATER, CITY);
    }

    @Test
    void noTimePassesForATicketThatIsPutOff() {
        putOff(data -> data.remove("until"));
        assertThat(current().awaited()).isNull();

        take("resumed", WATER, data -> data.remove("newDueAt"));

        // Put off from 4 March 05:00 to 18 March 01:00.
        assertAwaited("reply", "2026-03-19T05:00:00Z", WATER);
    }

    @Test
    void aTicketThatIsPutOffIsAwaitedWhenThatEnds() {
        putOff(data -> {});
        assertAwaited("resume", "2026-03-20T09:00:00Z", WATER);
    }

    @Test
    void aSuspensionThatIsNotGrantedStopsNothing() {
        inHand();
        take("suspension-requested", WATER);
        take("suspension-decided", HOTLINE, data -> data.put("approved", false));
        assertAwaited("reply", "2026-03-05T09:00:00Z", WATER);
    }

    @Test
    void whoHandlesATicketDoesNotGiveItselfMoreTimeByResumingIt() {
        putOff(data -> {});
        refused("resumed", WATER, "ticket-limit", data -> data.put("newDueAt", "2026-03-19T05:00:00.001Z"));
        take("resumed", WATER, data -> data.put("newDueAt", "2026-03-18T09:00:00.000Z"));
        assertAwaited("reply", "2026-03-18T09:00:00Z", WATER);
    }

    @Test
    void theCentreMayGiveMoreTimeWithTheResumption() {
        putOff(data -> {});
        take("resumed", HOTLINE, data -> data.put("newDueAt", "2026-03-30T09:00:00.000Z"));
        assertAwaited("reply", "2026-03-30T09:00:00Z", WATER);
    }

    @Test
    void aTicketOlderThanTheStatesIsTakenUpWhereItsNextRecordSaysItStands() {
        state = step("supplemented", HOTLINE, data -> {}).midway();
        assertThat(stage()).isEqualTo("0");
        take("extension-decided", HOTLINE);
        take("replied", WATER);
        assertThat(stage()).isEqualTo("7");
        refused("signed", WATER, "ticket-state");
        refused("revisited", CITY, "ticket-part");
        take("revisited", HOTLINE);
    }

    @Test
    void theSameStateGivesTheSameAnswerAndIsNotChanged() {
        inHand();
        ObjectState before = new ObjectState(
                "5",
                current().aliases(),
                current().facts().deepCopy(),
                current().awaited());
        LifeStep step = step("extension-requested", WATER, data -> {});

        assertThat(step.after(current())).isEqualTo(step.after(current()));
        assertThat(current()).isEqualTo(before);
    }

    @Test
    void nothingElseHasALife() {
        assertThat(TicketStep.of(caseRecord(), Set.of(), Hotline.WITHOUT_LIMITS, WorkdayCalendar.shipped()))
                .isEmpty();
    }

    private static BusinessRecord caseRecord() {
        BusinessRecord ticket = Tickets.record("closed", HOTLINE, data -> {});
        return new BusinessRecord(
                ticket.id(),
                RecordType.parse("case.applied"),
                ticket.subject(),
                Instant.EPOCH,
                ticket.data(),
                null,
                ticket.to(),
                null,
                0,
                null,
                ticket.document(),
                ticket.octets());
    }

    private void putOff(Consumer<ObjectNode> decided) {
        inHand();
        take("suspension-requested", WATER);
        take("suspension-decided", HOTLINE, decided);
        assertThat(stage()).isEqualTo("6");
    }

    private void assertAwaited(String what, String until, PartyId... of) {
        assertThat(current().awaited()).isEqualTo(new Awaited(what, Set.of(of), Instant.parse(until)));
    }

    private void inHand() {
        take("dispatched", HOTLINE);
        take("signed", WATER);
    }

    private void take(String event, PartyId sender) {
        take(event, sender, data -> {});
    }

    private void take(String event, PartyId sender, Consumer<ObjectNode> change) {
        LifeStep step = step(event, sender, change);
        state = state == null ? step.first() : step.after(state);
    }

    private Rejection refused(String event, PartyId sender, String rule) {
        return refused(event, sender, rule, data -> {});
    }

    private Rejection refused(String event, PartyId sender, String rule, Consumer<ObjectNode> change) {
        LifeStep step = step(event, sender, change);
        Rejection refused = assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> {
                    if (state == null) {
                        step.first();
                    } else {
                        step.after(state);
                    }
                })
                .actual();
        assertThat(refused.code()).isEqualTo(ProblemCode.STATE_CONFLICT);
        assertThat(refused.errors()).extracting(FieldError::rule).containsExactly(rule);
        return refused;
    }

    private LifeStep step(String event, PartyId sender, Consumer<ObjectNode> change) {
        return Tickets.step(event, sender, hotline, change);
    }

    private ObjectState current() {
        return requireNonNull(state);
    }

    private String stage() {
        return current().name();
    }

    private String kept(String fact) {
        return current().facts().path(fact).asString("");
    }
}
