package org.tongqu.ledger.setup;

import java.time.Duration;

/**
 * How the ledger works; each default can be seen in {@link #defaults(String)}.
 *
 * @param node this run of this node; written into claims
 * @param batch most entries of one group commit; default 200
 * @param gather how long a group commit waits for company, from the arrival of its first entry; default 2 ms
 * @param queue most callers that wait for one kind of group commit; default 10,000
 * @param patience how long an entry may find what it needs locked by another node; default 5 s
 * @param callTimeout how long a caller waits at most for anything; default 20 s
 * @param settleWithin how long a commit whose answer was lost is looked up before it is given up; default 5 s
 * @param statementTimeout most time of one statement in the database; the socket waits twice as long; default 10 s
 * @param bellLost after this an unanswered bell of an idle lane is rung again; default 30 s, ten times that for a busy one
 * @param freshBodies most octets of plain bodies kept between admission and claim; default 64 MiB
 * @param monthsAhead how many months of partitions are made ahead; default 3
 * @param sharedBroker whether the broker is shared by several nodes: then bells outlive this process, and others may hold them; default
 *     false
 */
public record LedgerSettings(
        NodeRun node,
        int batch,
        Duration gather,
        int queue,
        Duration patience,
        Duration callTimeout,
        Duration settleWithin,
        Duration statementTimeout,
        Duration bellLost,
        long freshBodies,
        int monthsAhead,
        boolean sharedBroker) {
    /** Most time of one statement, unless told otherwise. */
    public static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException if a bound is not positive */
    public LedgerSettings {
        if (batch < 1 || queue < batch || monthsAhead < 1 || freshBodies < 0) {
            throw new IllegalArgumentException("batch, queue and monthsAhead must be positive, queue at least batch");
        }
    }

    /** The defaults named above. */
    public static LedgerSettings defaults(NodeRun node) {
        return new LedgerSettings(
                node,
                200,
                Duration.ofMillis(2),
                10_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                STATEMENT_TIMEOUT,
                Duration.ofSeconds(30),
                64L << 20,
                3,
                false);
    }

    /** The same with this broker. */
    public LedgerSettings withSharedBroker(boolean shared) {
        return new LedgerSettings(
                node,
                batch,
                gather,
                queue,
                patience,
                callTimeout,
                settleWithin,
                statementTimeout,
                bellLost,
                freshBodies,
                monthsAhead,
                shared);
    }
}
