package org.tongqu.ledger.admission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Result;

/** Sorts the items of a batch into repeats, conflicts and fresh ones, list by list in order; a fresh one is a step in the life of its object. */
final class Sorting {
    final List<Fresh> fresh = new ArrayList<>();
    private final Map<RecordId, Known> known;
    private final ObjectStates states;
    private final Map<RecordId, Fresh> first = new HashMap<>();

    Sorting(Map<RecordId, Known> known, ObjectStates states) {
        this.known = known;
        this.states = states;
    }

    List<Placed> place(List<Draft> list) {
        Set<BusinessKey> refused = new HashSet<>();
        List<Placed> placed = new ArrayList<>();
        for (Draft draft : list) {
            Placed one = place(draft, refused);
            if (one instanceof Placed.Settled settled && settled.result() instanceof Result.Refused) {
                refused.add(draft.admission().key());
            }
            placed.add(one);
        }
        return placed;
    }

    static Result afterRefused() {
        return new Result.Refused(new Rejection(
                ProblemCode.EARLIER_ITEM_REFUSED, "An earlier item of the same key was refused; send both again."));
    }

    private Placed place(Draft draft, Set<BusinessKey> refused) {
        Known before = known.get(draft.id());
        if (before != null) {
            boolean repeat = !before.attempt().equals(draft.attempt());
            return before.content().isSameAs(draft.admission().content())
                    ? new Placed.Settled(new Result.Committed(new Receipt(before.receipt(), repeat)))
                    : RepeatWork.reused(Placed.Settled::new);
        }
        Fresh same = first.get(draft.id());
        if (same != null) {
            return same.draft.admission().content().isSameAs(draft.admission().content())
                    ? new Placed.Admitted(same, true)
                    : RepeatWork.reused(Placed.Settled::new);
        }
        if (refused.contains(draft.admission().key())) {
            return new Placed.Settled(afterRefused());
        }
        Optional<Rejection> doesNotFit = states.take(draft);
        if (doesNotFit.isPresent()) {
            return new Placed.Settled(new Result.Refused(doesNotFit.get()));
        }
        Fresh item = new Fresh(draft);
        first.put(draft.id(), item);
        fresh.add(item);
        return new Placed.Admitted(item, false);
    }
}
