package org.tongqu.ledger.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a {@link GroupCommit} does with a batch in one transaction. Must be repeatable: after a commit whose answer was lost
 * the same batch is run again, and must then recognise what it had done and answer as if for the first time.
 */
public interface GroupWork<I, O> {
    /**
     * Does the batch; the transaction is committed afterwards.
     *
     * @param again whether an earlier run of the same batch may have been committed
     */
    Done<O> run(Connection connection, List<I> batch, boolean again) throws SQLException;

    /**
     * The answer for an entry that found what it needs locked by another node for too long.
     *
     * @throws RuntimeException if there is none but a failure
     */
    O stuck(I input);

    /** How many entries of a batch this one counts for; default 1. */
    default int weight(I input) {
        return 1;
    }

    /**
     * What a batch came to.
     *
     * @param outcomes one per entry, in the same order
     * @param afterwards what is told to others once it is committed
     */
    record Done<O>(List<Outcome<O>> outcomes, AfterCommit afterwards) {}

    /** What became of one entry. */
    sealed interface Outcome<O> {
        /** Answered. */
        record Answer<O>(O value) implements Outcome<O> {}

        /** To be tried again shortly: something it needs is held by another node. */
        record Later<O>() implements Outcome<O> {}
    }
}
