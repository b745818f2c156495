package org.tongqu.ledger.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.commit.GroupWork;
import org.tongqu.ledger.delivery.BellDesk;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.vault.FreshBodies;
import org.tongqu.record.RecordId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.seal.SealedText;

/**
 * Admits the records of several callers in one transaction. What is locked, and in which order: the identities (tried, never
 * waited for), the states of what records are about, the counters of the keys in their natural order, the heads by lane and key. Number order is commit order
 * because a counter stays locked until the commit.
 */
final class AdmissionWork implements GroupWork<List<Draft>, List<Result>> {
    private static final Duration COME_AGAIN = Duration.ofSeconds(1);

    private final LedgerCollaborators with;
    private final NewDeliveries deliveries;
    private final FreshBodies bodies;

    AdmissionWork(LedgerCollaborators with, BellDesk desk, FreshBodies bodies) {
        this.with = with;
        this.deliveries = new NewDeliveries(desk);
        this.bodies = bodies;
    }

    @Override
    public Done<List<Result>> run(Connection connection, List<List<Draft>> lists, boolean again) throws SQLException {
        AfterCommit after = new AfterCommit();
        Set<RecordId> locked = Identities.lock(connection, lists);
        Map<RecordId, Known> known = Identities.known(connection, locked);
        ObjectStates states = ObjectStates.of(connection, undecided(lists, locked, known));
        Sorting sorting = new Sorting(known, states);
        List<@Nullable List<Placed>> placed = new ArrayList<>();
        for (List<Draft> list : lists) {
            placed.add(mayGo(list, locked) ? sorting.place(list) : null);
        }
        if (!sorting.fresh.isEmpty()) {
            write(connection, sorting.fresh, states, after);
        }
        List<Outcome<List<Result>>> outcomes = new ArrayList<>();
        for (List<Placed> items : placed) {
            outcomes.add(
                    items == null
                            ? new Outcome.Later<>()
                            : new Outcome.Answer<>(
                                    items.stream().map(Placed::result).toList()));
        }
        return new Done<>(outcomes, after);
    }

    private static boolean mayGo(List<Draft> list, Set<RecordId> locked) {
        return list.stream().allMatch(d -> locked.contains(d.id()));
    }

    /** Those that may be new: a repeat is answered whatever the state. */
    private static List<Draft> undecided(List<List<Draft>> lists, Set<RecordId> locked, Map<RecordId, Known> known) {
        return lists.stream()
                .filter(list -> mayGo(list, locked))
                .flatMap(List::stream)
                .filter(draft -> !known.containsKey(draft.id()))
                .toList();
    }

    @Override
    public List<Result> stuck(List<Draft> list) {
        Result refused = new Result.Refused(Rejection.later(
                ProblemCode.STILL_PROCESSING,
                "A request with this id is being processed by another node; ask again.",
                COME_AGAIN));
        return list.stream().map(d -> refused).toList();
    }

    @Override
    public int weight(List<Draft> list) {
        return list.size();
    }

    private void write(Connection connection, List<Fresh> fresh, ObjectStates states, AfterCommit after)
            throws SQLException {
        Instant now = with.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        KeyCounters.number(connection, fresh, now);
        states.write(connection, now);
        fresh.parallelStream().forEach(f -> f.receipt = issue(f));
        Identities.insert(connection, fresh);
        NewRecords.insert(connection, fresh);
        deliveries.insert(connection, fresh, after);
        after.then(() -> fresh.forEach(f -> bodies.keep(
                f.recordNo,
                f.draft.admission().record().octets(),
                f.draft.admission().recipients().size())));
    }

    private SealedText issue(Fresh item) {
        Admission admission = item.draft.admission();
        return with.receipts()
                .issue(
                        admission.record().id(),
                        admission.content().digest(),
                        item.acceptedAt,
                        item.number,
                        admission.recipients().stream().map(r -> r.party()).toList());
    }
}
