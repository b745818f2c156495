package org.tongqu.record.port;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.failure.ProblemCode;

/** Is told what happened, changes after they are committed: one log line and the metrics. Thread-safe; must not block or throw. */
public interface Transitions {
    /** A record was accepted, this long after it came to the door. */
    void accepted(RecordId record, RecordType type, int recipients, Duration took);

    /**
     * A request was refused at the door.
     *
     * @param code why
     * @param about the record it is about, or the key that it says sealed it, by id; null if neither could be read
     * @param took how long that took
     */
    void refused(ProblemCode code, @Nullable String about, Duration took);

    /** A rule's condition failed for a record and granted nothing; {@code reason} is a stable word, never a value. */
    void ruleFailed(String rule, String reason);

    /** Deliveries changed state. */
    void changed(List<Transition> transitions);

    /** The broker was compared with the ledger, once after the start. */
    void brokerCompared(BellTally tally);
}
