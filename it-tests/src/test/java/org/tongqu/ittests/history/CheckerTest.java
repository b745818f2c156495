package org.tongqu.ittests.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checker that finds nothing is worthless unless it finds what was planted. */
class CheckerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String TAX = "990101.tax";
    private static final String BANK = "990101.bank";

    private final List<Event> events = new ArrayList<>();
    private final Checker checker = new Checker(Duration.ofSeconds(5));

    @Test
    void aCleanHistoryIsValid() {
        accepted("a", "k1", 1, 10);
        accepted("b", "k1", 2, 20);
        got("a", TAX, "d1", 12);
        got("b", TAX, "d2", 22);

        Verdict verdict = checker.check(events);

        assertThat(verdict.isValid()).isTrue();
        assertThat(verdict.accepted()).isEqualTo(2);
        assertThat(verdict.arrived()).isEqualTo(2);
        assertThat(verdict.findings()).isEmpty();
    }

    @Test
    void anAcceptedRecordThatNeverArrivesIsLost() {
        accepted("a", "k1", 1, 10);

        assertInvalid(checker.check(events), 1, "lost");
        assertThat(checker.check(events).lost()).isEqualTo(1);
    }

    @Test
    void whatTheLedgerCallsDeliveredButNobodyGotIsLost() {
        accepted("a", "k1", 1, 10);
        events.add(new Event.Left(99 * SECOND, "s/a", TAX, "DELIVERED"));

        assertThat(checker.check(events).lost()).isEqualTo(1);
    }

    @Test
    void whatArrivesAtOnePartyOnlyIsLostForTheOther() {
        events.add(new Event.Invoke(9 * SECOND, "s/a", "k1", "sm3:a", Set.of(TAX, BANK)));
        got("a", TAX, "d1", 12);

        Verdict verdict = checker.check(events);

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.recovered()).isEqualTo(1);
    }

    @Test
    void anArrivalWithOtherBytesIsAltered() {
        accepted("a", "k1", 1, 10);
        events.add(new Event.Got(12 * SECOND, TAX, "s/a", "d1", "sm3:other", true));

        assertThat(checker.check(events).altered()).isEqualTo(1);
        assertThat(checker.check(events).isValid()).isFalse();
    }

    @Test
    void whatTheLogSaysWasSentAfterItsConclusionIsDuplicated() {
        accepted("a", "k1", 1, 10);
        got("a", TAX, "d1", 12);
        events.add(new Event.SentAgain(99 * SECOND, "d1"));

        assertInvalid(checker.check(events), 1, "sent again");
        assertThat(checker.check(events).duplicated()).isEqualTo(1);
    }

    @Test
    void twoReceiptsThatDifferAreAltered() {
        accepted("a", "k1", 1, 10);
        events.add(new Event.Ok(13 * SECOND, "s/a", 2));
        got("a", TAX, "d1", 12);

        assertThat(checker.check(events).altered()).isEqualTo(1);
    }

    @Test
    void anArrivalAtAPartyWithoutARuleIsMisrouted() {
        accepted("a", "k1", 1, 10);
        got("a", TAX, "d1", 12);
        got("a", BANK, "d2", 12);

        assertThat(checker.check(events).misrouted()).isEqualTo(1);
        assertThat(checker.check(events).isValid()).isFalse();
    }

    @Test
    void oneDeliveryIdForTwoRecordsIsMisrouted() {
        accepted("a", "k1", 1, 10);
        accepted("b", "k1", 2, 20);
        got("a", TAX, "d1", 22);
        got("b", TAX, "d1", 23);

        assertThat(checker.check(events).misrouted()).isEqualTo(1);
    }

    @Test
    void anArrivalThatNobodySentIsUnexpected() {
        got("x", TAX, "d1", 12);

        assertThat(checker.check(events).unexpected()).isEqualTo(1);
        assertThat(checker.check(events).isValid()).isFalse();
    }

    @Test
    void aRefusedRecordThatArrivesIsUnexpected() {
        events.add(new Event.Invoke(9 * SECOND, "s/a", "k1", "sm3:a", Set.of(TAX)));
        events.add(new Event.Fail(10 * SECOND, "s/a", "422"));
        got("a", TAX, "d1", 12);

        assertThat(checker.check(events).unexpected()).isEqualTo(1);
    }

    @Test
    void aSecondArrivalWithoutAKillIsDuplicated() {
        accepted("a", "k1", 1, 10);
        got("a", TAX, "d1", 12);
        got("a", TAX, "d1", 13);

        assertThat(checker.check(events).duplicated()).isEqualTo(1);
        assertThat(checker.check(events).isValid()).isFalse();
    }

    @Test
    void aSecondArrivalAfterAKillIsInFlightOnlyWithTheSameDeliveryId() {
        accepted("a", "k1", 1, 10);
        accepted("b", "k2", 1, 10);
        got("a", TAX, "d1", 12);
        got("b", TAX, "d2", 12);
        events.add(new Event.Kill(13 * SECOND, 13 * SECOND, "gateway"));
        got("a", TAX, "d1", 20);
        got("b", TAX, "d3", 20);

        Verdict verdict = checker.check(events);

        assertThat(verdict.inFlight()).isEqualTo(1);
        assertThat(verdict.duplicated()).isEqualTo(1);
    }

    @Test
    void aKillLongAfterTheFirstArrivalExcusesNothing() {
        accepted("a", "k1", 1, 10);
        got("a", TAX, "d1", 12);
        events.add(new Event.Kill(30 * SECOND, 30 * SECOND, "gateway"));
        got("a", TAX, "d1", 40);

        assertThat(checker.check(events).duplicated()).isEqualTo(1);
    }

    @Test
    void whatArrivesWhileTheDatabaseIsGoneMayComeAgain() {
        accepted("a", "k1", 1, 10);
        events.add(new Event.Kill(11 * SECOND, 20 * SECOND, "postgres"));
        got("a", TAX, "d1", 12);
        got("a", TAX, "d1", 25);

        assertThat(checker.check(events).isValid()).isTrue();
        assertThat(checker.check(events).inFlight()).isEqualTo(1);
    }

    @Test
    void aSecondArrivalAfterAnUnansweredFirstIsAllowed() {
        accepted("a", "k1", 1, 10);
        events.add(new Event.Got(12 * SECOND, TAX, "s/a", "d1", "sm3:a", false));
        got("a", TAX, "d1", 20);

        assertThat(checker.check(events).isValid()).isTrue();
        assertThat(checker.check(events).inFlight()).isEqualTo(1);
    }

    @Test
    void aLaterNumberThatArrivesFirstIsReordered() {
        events.add(new Event.Invoke(8 * SECOND, "s/a", "k1", "sm3:a", Set.of(TAX)));
        events.add(new Event.Invoke(8 * SECOND, "s/b", "k1", "sm3:b", Set.of(TAX)));
        events.add(new Event.Ok(10 * SECOND, "s/a", 1));
        events.add(new Event.Ok(10 * SECOND, "s/b", 2));
        got("b", TAX, "d2", 12);
        got("a", TAX, "d1", 13);

        assertThat(checker.check(events).reordered()).isEqualTo(1);
        assertThat(checker.check(events).isValid()).isFalse();
    }

    @Test
    void whatWasSentAfterAReceiptMustNotArriveBeforeIt() {
        accepted("a", "k1", 7, 10);
        accepted("b", "k1", 3, 20);
        got("b", TAX, "d2", 22);
        got("a", TAX, "d1", 23);

        assertThat(checker.check(events).reordered()).isEqualTo(1);
    }

    @Test
    void whatComesAgainAfterALaterOneIsReorderedAlthoughAKillExcusesTheRepeat() {
        accepted("a", "k1", 1, 10);
        accepted("b", "k1", 2, 20);
        got("a", TAX, "d1", 21);
        got("b", TAX, "d2", 22);
        events.add(new Event.Kill(23 * SECOND, 24 * SECOND, "gateway"));
        got("a", TAX, "d1", 25);

        Verdict verdict = checker.check(events);

        assertThat(verdict.duplicated()).isZero();
        assertThat(verdict.inFlight()).isEqualTo(1);
        assertThat(verdict.reordered()).isEqualTo(1);
        assertThat(verdict.isValid()).isFalse();
    }

    @Test
    void whatComesAgainBeforeTheNextOfItsKeyIsInOrder() {
        accepted("a", "k1", 1, 10);
        accepted("b", "k1", 2, 20);
        got("a", TAX, "d1", 21);
        events.add(new Event.Kill(23 * SECOND, 24 * SECOND, "gateway"));
        got("a", TAX, "d1", 25);
        got("b", TAX, "d2", 26);

        assertThat(checker.check(events).isValid()).isTrue();
    }

    @Test
    void otherKeysMayOvertake() {
        accepted("a", "k1", 1, 10);
        accepted("b", "k2", 1, 20);
        got("b", TAX, "d2", 22);
        got("a", TAX, "d1", 23);

        assertThat(checker.check(events).isValid()).isTrue();
    }

    @Test
    void whatTheLedgerStillMeansToDeliverAfterTheDrainIsStuck() {
        accepted("a", "k1", 1, 10);
        events.add(new Event.Left(99 * SECOND, "s/a", TAX, "WAITING"));

        Verdict verdict = checker.check(events);

        assertThat(verdict.stuck()).isEqualTo(1);
        assertThat(verdict.lost()).isZero();
        assertThat(verdict.isValid()).isFalse();
    }

    @Test
    void aParkedDeliveryIsAnOperatorsMatterAndNoLoss() {
        accepted("a", "k1", 1, 10);
        events.add(new Event.Left(99 * SECOND, "s/a", TAX, "PARKED"));

        assertThat(checker.check(events).isValid()).isTrue();
        assertThat(checker.check(events).parked()).isEqualTo(1);
    }

    @Test
    void anArrivalWhoseSenderNeverLearnedOfItIsRecovered() {
        events.add(new Event.Invoke(9 * SECOND, "s/a", "k1", "sm3:a", Set.of(TAX)));
        events.add(new Event.Info(10 * SECOND, "s/a", "connection reset"));
        got("a", TAX, "d1", 12);

        assertThat(checker.check(events).isValid()).isTrue();
        assertThat(checker.check(events).recovered()).isEqualTo(1);
    }

    @Test
    void aHistoryReadBackIsTheHistoryThatWasWritten(@TempDir Path folder) {
        accepted("a", "k1", 1, 10);
        events.add(new Event.Info(10 * SECOND, "s/a", "503"));
        events.add(new Event.Fail(10 * SECOND, "s/z", "422"));
        events.add(new Event.Got(12 * SECOND, TAX, "s/a", "d1", null, false));
        events.add(new Event.Kill(13 * SECOND, 13 * SECOND, "gateway"));
        events.add(new Event.Left(14 * SECOND, "s/a", TAX, "SENDING"));
        Path file = folder.resolve("deep/history.jsonl");
        try (History history = new History(file)) {
            events.forEach(history::add);
        }

        assertThat(History.read(file)).containsExactlyElementsOf(events);
    }

    private void accepted(String id, String key, long sequence, long second) {
        events.add(new Event.Invoke((second - 1) * SECOND, "s/" + id, key, "sm3:" + id, Set.of(TAX)));
        events.add(new Event.Ok(second * SECOND, "s/" + id, sequence));
    }

    private void got(String id, String party, String delivery, long second) {
        events.add(new Event.Got(second * SECOND, party, "s/" + id, delivery, "sm3:" + id, true));
    }

    private static void assertInvalid(Verdict verdict, int findings, String word) {
        assertThat(verdict.isValid()).isFalse();
        assertThat(verdict.findings()).hasSize(findings).allMatch(f -> f.startsWith(word));
    }
}
