package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.UNSAFE;
import static org.tongqu.ledger.World.WINDOW;
import static org.tongqu.ledger.World.delivered;
import static org.tongqu.ledger.World.sealed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.port.DeliveryLedger.Acknowledged;
import org.tongqu.record.port.DeliveryLedger.HandedIn;
import org.tongqu.record.port.DeliveryLedger.LaneDepth;
import org.tongqu.record.port.DeliveryLedger.OwedNotice;
import org.tongqu.record.port.LedgerStatus.Waiting;

class DeliveryIT {
    private static final int MOST = 1000;
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void onlyTheHeadCanBeClaimedOnceAndItsEndRingsTheNext() {
        world.admit("1", "K", SAFE);
        world.admit("2", "K", SAFE);
        Bell bell = world.bell();
        ClaimedDelivery claim = world.claim(bell);

        assertThat(claim.record().id()).isEqualTo("1");
        assertThat(claim.octets()).asString(StandardCharsets.UTF_8).isEqualTo("body of 1");
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claim.leaseUntil()).isEqualTo(World.START.plus(LEASE));
        assertThat(claim.senderSeal()).isEqualTo(World.seal("seal of 1"));
        assertThat(claim.salt()).hasSize(32);
        assertThat(claim.subject()).isEqualTo("K");
        assertThat(world.ledger.deliveries().claim(List.of(bell), LEASE)).isEmpty();
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.SENDING);

        assertThat(world.conclude(claim, delivered())).isTrue();
        assertThat(world.conclude(claim, delivered())).isFalse();
        ClaimedDelivery second = world.claim(world.bell());
        assertThat(second.record().id()).isEqualTo("2");
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(world.conclude(second, new Conclusion.Sent("OK"))).isTrue();
        assertThat(world.state("2", SAFE)).isEqualTo(DeliveryState.SENT);
        assertThat(Postgres.rows(world.source, "select count(*) from heads")).containsExactly("0");
    }

    @Test
    void aBodyNoLongerAtHandIsReadAndOpened() {
        world.admit("1", "K", SAFE);
        try (PostgresLedger other = world.node("node-2", world.source)) {
            ClaimedDelivery claim =
                    other.deliveries().claim(List.of(world.bell()), LEASE).get(0);
            assertThat(claim.octets()).asString(StandardCharsets.UTF_8).isEqualTo("body of 1");
        }
    }

    @Test
    void retriesGetTheBytesThatWereSentOriginalOrDerived() {
        world.admit("1", "K", SAFE, OTHER);
        for (Bell bell : world.rung()) {
            ClaimedDelivery claim = world.claim(bell);
            boolean whole = bell.lane().equals(SAFE);
            SealedBody body = whole
                    ? World.original(claim)
                    : new SealedBody("derived".getBytes(StandardCharsets.UTF_8), World.seal("d"), null);
            assertThat(claim.sentBefore()).isNull();
            assertThat(world.keepSent(claim.id(), UUID.randomUUID(), body)).isFalse();
            assertThat(world.keepSent(claim.id(), claim.token(), body)).isTrue();
            assertThat(world.conclude(claim, new Conclusion.WithoutReceipt("200 OK")))
                    .isTrue();
        }
        world.clock.pass(Duration.ofSeconds(2));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(2);
        for (Bell bell : world.rung()) {
            ClaimedDelivery again = world.claim(bell);
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(again.withoutReceipt()).isEqualTo(1);
            SealedBody sent = again.sentBefore();
            assertThat(sent).isNotNull();
            boolean whole = bell.lane().equals(SAFE);
            assertThat(sent.octets()).asString(StandardCharsets.UTF_8).isEqualTo(whole ? "body of 1" : "derived");
            assertThat(sent.senderSeal()).isEqualTo(whole ? World.seal("seal of 1") : null);
        }
    }

    @Test
    void aPartyThatIsAwayOpensItsCircuitAndOneProbeGoesAtATime() {
        for (int i = 0; i < 5; i++) {
            world.admit("a" + i, "A" + i, SAFE);
        }
        List<Bell> bells = world.rung();
        ClaimedDelivery first = world.claim(bells.get(0));
        ClaimedDelivery second = world.claim(bells.get(1));
        assertThat(world.conclude(first, new Conclusion.Away("CONNECT", "refused", null)))
                .isTrue();
        assertThat(world.conclude(second, new Conclusion.Away("CONNECT", "refused", null)))
                .isTrue();

        assertThat(world.ledger.status().openCircuits()).singleElement().satisfies(c -> {
            assertThat(c.lane()).isEqualTo(SAFE);
            assertThat(c.failures()).isEqualTo(1);
            assertThat(Duration.between(World.START, c.probeAt()))
                    .isBetween(Duration.ofMillis(800), Duration.ofMillis(1200));
        });
        assertThat(world.state("a0", SAFE)).isEqualTo(DeliveryState.WAITING);
        assertThat(world.ledger.deliveries().claim(List.of(bells.get(2)), LEASE))
                .isEmpty();
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isZero();
        assertThat(world.ledger.deliveries().depths(World.lanes(), MOST)).isEmpty();
        world.admit("late", "late", SAFE);
        assertThat(world.rung()).isEmpty();

        world.clock.pass(Duration.ofMillis(1300));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        Bell probeBell = world.bell();
        ClaimedDelivery probe = world.claim(probeBell);
        assertThat(world.ledger.deliveries().claim(List.of(bells.get(3)), LEASE))
                .isEmpty();
        world.conclude(probe, new Conclusion.Away("CONNECT", "refused", null));
        assertThat(world.ledger.status().openCircuits().get(0).failures()).isEqualTo(2);

        world.clock.pass(Duration.ofMillis(2500));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        assertThat(world.conclude(world.claim(world.bell()), delivered())).isTrue();
        assertThat(world.ledger.status().openCircuits()).isEmpty();
        List<Bell> rest = world.rung();
        assertThat(rest).hasSize(5);
        rest.forEach(b -> world.conclude(world.claim(b), delivered()));
        assertThat(world.ledger.status().waiting()).isEmpty();
    }

    @Test
    void aPartyThatHangsWhereSendingTwiceDoesHarmMakesOneDeliveryUnknownPerProbe() {
        for (int i = 0; i < 4; i++) {
            world.admit("u" + i, "U" + i, UNSAFE);
        }
        List<Bell> bells = world.rung();
        ClaimedDelivery first = world.claim(bells.get(0));
        assertThat(world.conclude(first, new Conclusion.Unclear("TIMEOUT", "no answer")))
                .isTrue();
        assertThat(world.state(first.record().id(), UNSAFE)).isEqualTo(DeliveryState.UNKNOWN);
        assertThat(world.ledger.deliveries().claim(List.of(bells.get(1)), LEASE))
                .isEmpty();
        assertThat(world.ledger.status().openCircuits()).singleElement().satisfies(c -> {
            assertThat(c.lane()).isEqualTo(UNSAFE);
            assertThat(c.failures()).isEqualTo(1);
        });
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isZero();

        world.clock.pass(Duration.ofMillis(1300));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        world.conclude(world.claim(world.bell()), new Conclusion.Unclear("TIMEOUT", "no answer"));
        assertThat(world.ledger.status().openCircuits().get(0).failures()).isEqualTo(2);
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isZero();

        world.clock.pass(Duration.ofMillis(2500));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        world.conclude(world.claim(world.bell()), delivered());
        assertThat(world.ledger.status().openCircuits()).isEmpty();
        assertThat(world.conclude(world.claim(world.bell()), delivered())).isTrue();
    }

    @Test
    void aProbeThatNeverReachedThePartyLeavesItsCircuitOpenAndTheNextGoesAtOnce() {
        for (int i = 0; i < 3; i++) {
            world.admit("p" + i, "P" + i, SAFE);
        }
        List<Bell> bells = world.rung();
        ClaimedDelivery slow = world.claim(bells.get(0));
        world.conclude(world.claim(bells.get(1)), new Conclusion.Away("CONNECT", "refused", null));
        world.conclude(slow, Conclusion.Parked.unanswered("GATEWAY_ERROR", "incident"));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isZero();

        world.clock.pass(Duration.ofMillis(1300));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        ClaimedDelivery probe = world.claim(world.bell());
        world.conclude(probe, Conclusion.Parked.unanswered("GRANT_WITHDRAWN", "no rule any more"));
        assertThat(world.state(probe.record().id(), SAFE)).isEqualTo(DeliveryState.PARKED);
        assertThat(world.rung()).isEmpty();
        assertThat(world.ledger.status().openCircuits()).singleElement().satisfies(c -> assertThat(c.failures())
                .isEqualTo(1));

        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        world.conclude(world.claim(world.bell()), delivered());
        assertThat(world.ledger.status().openCircuits()).isEmpty();
    }

    @Test
    void aDeliveryAtWhichThePartyAlwaysFailsDoesNotKeepTheLaneFromTheOthers() {
        world.admit("bad", "K1", SAFE);
        world.conclude(world.claim(world.bell()), new Conclusion.Away("HTTP_500", "crash", null));
        world.admit("good", "K2", SAFE);

        world.clock.pass(Duration.ofMillis(1300));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        ClaimedDelivery probe = world.claim(world.bell());
        assertThat(probe.record().id()).isEqualTo("good");
        world.conclude(probe, delivered());
        assertThat(world.ledger.status().openCircuits()).isEmpty();
    }

    @Test
    void whatNeverLeftIsNotKeptAndIsMadeAnewByTheGrantOfTheNextAttempt() {
        world.admit("1", "K", UNSAFE);
        ClaimedDelivery claim = world.claim(world.bell());
        world.keepSent(claim.id(), claim.token(), World.original(claim));
        world.conclude(claim, new Conclusion.Away("PARTNER_UNREACHABLE", "no connection", null, true));
        assertThat(Postgres.rows(world.source, "select count(*) from sent_bodies"))
                .containsExactly("0");

        world.clock.pass(Duration.ofMillis(1300));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        ClaimedDelivery again = world.claim(world.bell());
        assertThat(again.sentBefore()).isNull();
        world.keepSent(again.id(), again.token(), World.original(again));
        world.conclude(again, new Conclusion.Away("HTTP_503", "busy", null));
        world.clock.pass(Duration.ofMillis(2600));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.claim(world.bell()).sentBefore()).isNotNull();
    }

    @Test
    void whatGoesToAPartyThatIsCalledNoMoreIsParkedAndItsSenderToldOfIt() {
        world.admit("1", "K", SAFE, OTHER);
        world.admit("2", "K", SAFE);
        world.endpoints.remove(SAFE);
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);

        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.PARKED);
        assertThat(world.state("2", SAFE)).isEqualTo(DeliveryState.HELD);
        assertThat(world.state("1", OTHER)).isEqualTo(DeliveryState.ACCEPTED);
        assertThat(world.ledger.deliveries().owedNotices(MOST))
                .extracting(OwedNotice::code)
                .containsExactly("ENDPOINT_GONE");
    }

    @Test
    void aRefusalParksHoldsTheKeyAndOwesANotice() {
        world.admit("1", "K", SAFE);
        world.admit("2", "K", SAFE);
        ClaimedDelivery claim = world.claim(world.bell());
        world.transitions.clear();
        world.conclude(claim, new Conclusion.Parked("SCHEMA", "字段缺失", sealed("refusal")));

        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.PARKED);
        assertThat(world.state("2", SAFE)).isEqualTo(DeliveryState.HELD);
        assertThat(world.ledger.status().waiting())
                .containsExactly(
                        new Waiting(SAFE, "case.*", DeliveryState.HELD, 1, World.START),
                        new Waiting(SAFE, "case.accepted", DeliveryState.PARKED, 1, World.START));
        assertThat(world.transitions)
                .extracting(Transition::to)
                .containsExactly(DeliveryState.PARKED, DeliveryState.HELD);
        world.admit("3", "K", SAFE);
        assertThat(world.state("3", SAFE)).isEqualTo(DeliveryState.HELD);
        assertThat(world.rung()).isEmpty();

        OwedNotice notice = world.ledger.deliveries().owedNotices(10).get(0);
        assertThat(notice.kind()).isEqualTo("refused");
        assertThat(notice.code()).isEqualTo("SCHEMA");
        assertThat(notice.reason()).isEqualTo("字段缺失");
        assertThat(notice.sender()).isEqualTo(WINDOW);
        assertThat(notice.recordId()).isEqualTo("1");
        world.ledger.deliveries().noticeSubmitted(notice.delivery(), "refused");
        world.ledger.deliveries().noticeSubmitted(notice.delivery(), "refused");
        assertThat(world.ledger.deliveries().owedNotices(10)).isEmpty();
    }

    @Test
    void aNoticeNeverCausesANotice() {
        world.ledger.admissions().admit(List.of(world.admission("n", "N", "notice", "delivery.refused", SAFE)));
        world.conclude(world.claim(world.bell()), new Conclusion.Parked("X", "no", null));
        assertThat(world.ledger.deliveries().owedNotices(10)).isEmpty();
    }

    @Test
    void priorityChoosesBetweenHeadsOnly() {
        Instant deadline = World.START.plus(Duration.ofDays(30));
        world.ledger
                .admissions()
                .admit(List.of(
                        world.full("low", "A", "x", "case.accepted", 0, deadline, Map.of(), PULL),
                        world.full("behind", "A", "x", "case.accepted", 9, deadline, Map.of(), PULL),
                        world.full("high", "B", "x", "case.accepted", 5, deadline, Map.of(), PULL)));
        assertThat(world.ledger.deliveries().lease(PULL, Portion.of(10), LEASE))
                .extracting(c -> c.record().id())
                .containsExactly("high", "low");
    }

    @Test
    void aPullPartyLeasesAnswersAndIsOfferedAgainWhatItDidNotAnswer() {
        world.admit("1", "K", PULL);
        world.admit("2", "K", PULL);
        assertThat(world.bell().lane()).isEqualTo(PULL);
        ClaimedDelivery offered =
                world.ledger.deliveries().lease(PULL, Portion.of(10), LEASE).get(0);
        world.keepSent(offered.id(), offered.token(), World.original(offered));
        assertThat(world.ledger.deliveries().lease(PULL, Portion.of(10), LEASE)).isEmpty();

        world.clock.pass(LEASE);
        ClaimedDelivery again =
                world.ledger.deliveries().lease(PULL, Portion.of(10), LEASE).get(0);
        assertThat(again.id()).isEqualTo(offered.id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.sentBefore()).isNotNull();
        world.clock.pass(LEASE);
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        assertThat(world.bell().lane()).isEqualTo(PULL);
        assertThat(world.state("1", PULL)).isEqualTo(DeliveryState.ACCEPTED);

        Digest digest = offered.digest();
        assertThat(acknowledge(SAFE, offered.id(), digest, true)).isEqualTo(Acknowledged.NOT_YOURS);
        assertThat(acknowledge(PULL, offered.id(), World.digest(new byte[1]), true))
                .isEqualTo(Acknowledged.DIGEST_DIFFERS);
        assertThat(acknowledge(PULL, offered.id(), digest, true)).isEqualTo(Acknowledged.RECORDED);
        assertThat(acknowledge(PULL, offered.id(), digest, true)).isEqualTo(Acknowledged.REPEATED);
        assertThat(acknowledge(PULL, offered.id(), digest, false)).isEqualTo(Acknowledged.OTHER_STANDS);
        assertThat(world.state("1", PULL)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(world.bell().lane()).isEqualTo(PULL);

        ClaimedDelivery next =
                world.ledger.deliveries().lease(PULL, Portion.of(10), LEASE).get(0);
        assertThat(next.record().id()).isEqualTo("2");
        assertThat(acknowledge(PULL, next.id(), next.digest(), false)).isEqualTo(Acknowledged.RECORDED);
        assertThat(acknowledge(PULL, next.id(), next.digest(), false)).isEqualTo(Acknowledged.REPEATED);
        assertThat(acknowledge(PULL, next.id(), next.digest(), true)).isEqualTo(Acknowledged.OTHER_STANDS);
        assertThat(world.state("2", PULL)).isEqualTo(DeliveryState.PARKED);
        assertThat(acknowledge(PULL, DeliveryId.of(UUID.randomUUID()), digest, true))
                .isEqualTo(Acknowledged.NOT_YOURS);
    }

    private Acknowledged acknowledge(PartyId party, DeliveryId delivery, Digest digest, boolean taken) {
        PartyReceipt receipt = new PartyReceipt(
                delivery,
                taken ? PartyReceipt.Outcome.DELIVERED : PartyReceipt.Outcome.REFUSED,
                digest,
                taken ? null : "NO",
                taken ? null : "不收",
                null);
        return world.ledger.deliveries().acknowledge(party, receipt, sealed("ack " + delivery));
    }

    @Test
    void anExpiredClaimIsDecidedByWhatMayBeRepeated() {
        world.admit("1", "K", SAFE, UNSAFE, OTHER);
        List<ClaimedDelivery> claims = world.rung().stream().map(world::claim).toList();
        claims.forEach(c -> assertThat(keepSent(c)).isTrue());
        world.clock.pass(LEASE);
        assertThat(claims).noneMatch(this::keepSent);
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(2);

        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.WAITING);
        assertThat(world.state("1", OTHER)).isEqualTo(DeliveryState.WAITING);
        assertThat(world.state("1", UNSAFE)).isEqualTo(DeliveryState.UNKNOWN);
        assertThat(claims).noneMatch(c -> world.conclude(c, delivered()));
        assertThat(world.ledger.deliveries().owedNotices(10)).isEmpty();
        world.rung().forEach(b -> assertThat(world.conclude(world.claim(b), delivered()))
                .isTrue());
    }

    @Test
    void whatWasNotKeptWasNotSentAndGoesAgainEvenWhereSendingTwiceDoesHarm() {
        world.admit("1", "K", UNSAFE);
        world.claim(world.bell());
        world.clock.pass(LEASE);
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        assertThat(world.claim(world.bell()).attempt()).isEqualTo(2);
    }

    private boolean keepSent(ClaimedDelivery claim) {
        return world.keepSent(claim.id(), claim.token(), World.original(claim));
    }

    @Test
    void noProbeIsRungWhileAnAttemptThatWouldHinderItIsUnderWay() {
        world.admit("1", "K", SAFE);
        world.admit("2", "L", SAFE);
        List<Bell> bells = world.rung();
        ClaimedDelivery slow = world.claim(bells.get(0));
        world.conclude(world.claim(bells.get(1)), new Conclusion.Away("CONNECT", "refused", null));
        world.clock.pass(Duration.ofSeconds(2));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isZero();

        world.conclude(slow, new Conclusion.Away("TIMEOUT", "too slow", null));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        assertThat(world.conclude(world.claim(world.bell()), delivered())).isTrue();
    }

    @Test
    void receiptsHandedInTogetherAreTakenInTheirOrder() {
        world.admit("1", "K", PULL);
        world.admit("2", "L", PULL);
        List<ClaimedDelivery> offered = world.ledger.deliveries().lease(PULL, Portion.of(10), LEASE);
        HandedIn first = handedIn(offered.get(0), PartyReceipt.Outcome.DELIVERED);
        HandedIn second = handedIn(offered.get(1), PartyReceipt.Outcome.REFUSED);
        HandedIn contrary = handedIn(offered.get(1), PartyReceipt.Outcome.DELIVERED);

        assertThat(world.ledger.deliveries().acknowledgeAll(PULL, List.of(first, second, first, contrary, second)))
                .containsExactly(
                        Acknowledged.RECORDED,
                        Acknowledged.RECORDED,
                        Acknowledged.REPEATED,
                        Acknowledged.OTHER_STANDS,
                        Acknowledged.REPEATED);
        assertThat(world.state("1", PULL)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(world.state("2", PULL)).isEqualTo(DeliveryState.PARKED);
        assertThat(Postgres.rows(world.source, "select count(*) from party_receipts"))
                .containsExactly("2");
    }

    @Test
    void thePartysOwnCodeStandsInItsWordsAndOursIsStable() {
        world.admit("1", "K", PULL);
        ClaimedDelivery offered =
                world.ledger.deliveries().lease(PULL, Portion.of(10), LEASE).get(0);
        world.ledger.deliveries().acknowledgeAll(PULL, List.of(handedIn(offered, PartyReceipt.Outcome.REFUSED)));
        OwedNotice notice = world.ledger.deliveries().owedNotices(10).get(0);
        assertThat(notice.code()).isEqualTo("PARTY_REFUSED");
        assertThat(notice.reason()).isEqualTo("缺 件: 不收");
        assertThat(world.transitions)
                .extracting(Transition::code)
                .contains("PARTY_REFUSED")
                .doesNotContain("缺\n件");
    }

    private static HandedIn handedIn(ClaimedDelivery claim, PartyReceipt.Outcome outcome) {
        boolean refused = outcome == PartyReceipt.Outcome.REFUSED;
        PartyReceipt receipt = new PartyReceipt(
                claim.id(), outcome, claim.digest(), refused ? "缺\n件" : null, refused ? "不收" : null, null);
        return new HandedIn(receipt, sealed(outcome + " " + claim.id()));
    }

    @Test
    void aPartyThatIsCalledTakesNothingFromAnInbox() {
        world.admit("1", "K", SAFE);
        assertThat(world.ledger.deliveries().lease(SAFE, Portion.of(10), LEASE)).isEmpty();
        assertThat(world.claim(world.bell()).attempt()).isEqualTo(1);
    }

    @Test
    void aLeaseBringsNoMoreThanAnAnswerCanHoldAndAtLeastOne() {
        for (int i = 0; i < 4; i++) {
            String body = "x".repeat(i == 3 ? 9 << 20 : 3 << 20);
            world.ledger.admissions().admit(List.of(world.admission("" + i, "K" + i, body, "case.accepted", PULL)));
        }
        assertThat(world.ledger.deliveries().lease(PULL, Portion.of(500), LEASE))
                .hasSize(2);
        assertThat(world.ledger.deliveries().lease(PULL, Portion.of(500), LEASE))
                .hasSize(1);
        assertThat(world.ledger.deliveries().lease(PULL, Portion.of(500), LEASE))
                .hasSize(1);
        assertThat(world.ledger.deliveries().lease(PULL, Portion.of(500), LEASE))
                .isEmpty();
    }

    @Test
    void offersThatAreNeverAnsweredDoNotFillTheTimeline() {
        world.admit("1", "K", PULL);
        for (int i = 0; i < 40; i++) {
            assertThat(world.ledger.deliveries().lease(PULL, Portion.of(1), LEASE))
                    .hasSize(1);
            world.clock.pass(LEASE);
        }
        assertThat(Postgres.rows(world.source, "select count(*) from timeline")).containsExactly("10");
    }

    @Test
    void afterTheDeadTheirClaimsAreDecidedAndHeadsRungAnew() {
        world.admit("1", "K", SAFE, UNSAFE, PULL);
        world.admit("2", "L", OTHER);
        List<Bell> bells = world.rung();
        bells.stream()
                .filter(b -> !b.lane().equals(PULL) && !b.lane().equals(OTHER))
                .map(world::claim)
                .forEach(this::keepSent);
        keepSent(world.ledger.deliveries().lease(PULL, Portion.of(1), LEASE).get(0));
        try (PostgresLedger reborn = world.node("node-1b", world.source)) {
            assertThat(reborn.deliveries().recover(world.clock.instant())).isEqualTo(2);
            assertThat(world.state("1", UNSAFE)).isEqualTo(DeliveryState.UNKNOWN);
            assertThat(world.state("1", PULL)).isEqualTo(DeliveryState.SENDING);
            reborn.deliveries().sweep(world.clock.instant(), MOST);
            Bell alone = world.bell();
            assertThat(alone.lane()).isEqualTo(SAFE);
            World.conclude(
                    reborn, reborn.deliveries().claim(List.of(alone), LEASE).get(0), delivered());
            assertThat(reborn.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        }
        assertThat(world.bell().lane()).isEqualTo(OTHER);
    }

    @Test
    void whatWaitsByAClockThatIsSetBackIsTriedAMinuteAfterTheNextStart() {
        world.admit("1", "K", SAFE);
        world.admit("2", "L", OTHER);
        Instant tomorrow = world.clock.instant().plus(Duration.ofDays(1));
        world.rung().stream()
                .map(world::claim)
                .forEach(claim -> world.conclude(claim, new Conclusion.Away("HTTP_503", "busy", tomorrow)));
        try (PostgresLedger reborn = world.node("node-1b", world.source)) {
            reborn.deliveries().recover(world.clock.instant());
            world.clock.pass(Duration.ofSeconds(61));
            reborn.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(world.rung()).extracting(Bell::lane).containsExactlyInAnyOrder(SAFE, OTHER);
        }
    }

    @Test
    void whatWasAcceptedWhileTheClockWasMonthsAheadHoldsUpNothingBehindIt() {
        world.clock.pass(Duration.ofDays(90));
        world.admit("1", "K", SAFE);
        world.clock.pass(Duration.ofDays(-90));
        world.admit("2", "K", SAFE);
        world.conclude(world.claim(world.bell()), delivered());
        world.conclude(world.claim(world.bell()), delivered());
        assertThat(world.state("2", SAFE)).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void whatPassesItsDeadlineExpiresTheKeyGoesOnAndTheNextSaysWhatWasSkipped() {
        Instant soon = World.START.plus(Duration.ofHours(1));
        Instant later = World.START.plus(Duration.ofDays(9));
        world.ledger
                .admissions()
                .admit(List.of(
                        world.full("1", "K", "x", "case.accepted", 0, soon, Map.of(), SAFE),
                        world.full("2", "K", "x", "case.accepted", 0, later, Map.of(), SAFE),
                        world.full("3", "K", "x", "case.accepted", 0, soon, Map.of(), SAFE),
                        world.full("4", "K", "x", "case.accepted", 0, later, Map.of(), SAFE)));
        world.rung();
        world.clock.pass(Duration.ofHours(2));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);

        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.EXPIRED);
        assertThat(world.state("3", SAFE)).isEqualTo(DeliveryState.EXPIRED);
        assertThat(world.ledger.deliveries().owedNotices(10))
                .extracting(n -> n.kind() + n.recordId())
                .containsExactlyInAnyOrder("expired1", "expired3");
        ClaimedDelivery second = world.claim(world.bell());
        assertThat(second.gap()).containsExactly(new RecordId(WINDOW, "1"));
        world.conclude(second, delivered());
        ClaimedDelivery fourth = world.claim(world.bell());
        assertThat(fourth.record().id()).isEqualTo("4");
        assertThat(fourth.gap()).containsExactly(new RecordId(WINDOW, "3"));
        world.conclude(fourth, delivered());
        assertThat(Postgres.rows(world.source, "select count(*) from gaps")).containsExactly("0");
        world.admit("5", "K", SAFE);
        assertThat(world.claim(world.bell()).gap()).isEmpty();
    }

    @Test
    void bellsAreBoundedPerLaneAndLostOnesAreRungAgain() {
        world.outstanding = 3;
        for (int i = 0; i < 5; i++) {
            world.admit("b" + i, "B" + i, SAFE);
        }
        List<Bell> rung = world.rung();
        assertThat(rung).hasSize(3);
        assertThat(world.ledger.deliveries().depths(World.lanes(), MOST))
                .containsExactly(new LaneDepth(SAFE, 5, World.START));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isZero();
        world.clock.pass(Duration.ofSeconds(31));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(3);
        List<Bell> again = world.rung();
        assertThat(world.ledger.deliveries().claim(List.of(rung.get(0)), LEASE)).isEmpty();
        again.forEach(b -> world.conclude(world.claim(b), delivered()));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(2);
    }

    @Test
    void aProofThatWasJudgedByAClockThatIsBehindIsNotForgottenAtOnce() {
        Instant until = World.START.minus(Duration.ofHours(2));
        assertThat(world.ledger.proofs().use(WINDOW, "j1", until)).isTrue();
        world.clock.pass(Duration.ofMinutes(6));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.ledger.proofs().use(WINDOW, "j1", until)).isFalse();
    }

    @Test
    void aProofCountsOnce() {
        Instant until = World.START.plus(Duration.ofMinutes(6));
        assertThat(world.ledger.proofs().use(WINDOW, "j1", until)).isTrue();
        assertThat(world.ledger.proofs().use(WINDOW, "j1", until)).isFalse();
        assertThat(world.ledger.proofs().use(SAFE, "j1", until)).isTrue();
        world.clock.pass(Duration.ofHours(2));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(Postgres.rows(world.source, "select count(*) from proofs")).containsExactly("0");
    }
}
