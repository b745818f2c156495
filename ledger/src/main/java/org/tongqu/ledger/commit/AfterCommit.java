package org.tongqu.ledger.commit;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.port.Bells;
import org.tongqu.record.port.Transitions;

/** Collects what a transaction has to tell, and tells it once it is committed. Used by one thread. */
public final class AfterCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

    private final List<Bell> bells = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final List<Runnable> others = new ArrayList<>();

    public void ring(Bell bell) {
        bells.add(bell);
    }

    public void changed(Transition transition) {
        transitions.add(transition);
    }

    public void then(Runnable other) {
        others.add(other);
    }

    public int rung() {
        return bells.size();
    }

    /** Tells. A listener that fails does not undo what is committed: bells are rung again by the sweep. */
    public void tell(Bells toRing, Transitions toTell) {
        others.forEach(Runnable::run);
        try {
            if (!bells.isEmpty()) {
                toRing.ring(List.copyOf(bells));
            }
            if (!transitions.isEmpty()) {
                toTell.changed(List.copyOf(transitions));
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "{} bells or {} transitions were not taken; the sweep rings again",
                    bells.size(),
                    transitions.size(),
                    e);
        }
    }
}
