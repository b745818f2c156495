package org.tongqu.routes.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.OperatorWork;
import org.tongqu.routes.step.Incidents;

/**
 * Makes good what was missed: first, once, compares the broker with the ledger and recovers what an unclean end left behind; then every half second, and almost without pause while there
 * is much, goes on with operators' jobs, rings what is due and submits the notices that are owed. One round at a time. An unreachable ledger is waited for; after
 * failures that nobody foresaw the rounds become rarer, to one a minute.
 */
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration BUSY_PAUSE = Duration.ofMillis(20);
    private static final int MOST_BELLS = 1_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Stocktaking stocktaking;
    private final DeliveryLedger ledger;
    private final OperatorWork operators;
    private final OwedNotices notices;
    private final Clock clock;
    private final Incidents incidents;
    private final ScheduledExecutorService scheduler;
    private final Runnable onceRecovered;
    private volatile boolean closed;
    private Instant started = Instant.MIN;
    private boolean compared;
    private boolean recovered;
    private boolean ledgerAway;
    private int incidentsInARow;

    Sweeper(
            Stocktaking stocktaking,
            DeliveryLedger ledger,
            OperatorWork operators,
            OwedNotices notices,
            Clock clock,
            Incidents incidents,
            ScheduledExecutorService scheduler,
            Runnable onceRecovered) {
        this.stocktaking = stocktaking;
        this.ledger = ledger;
        this.operators = operators;
        this.notices = notices;
        this.clock = clock;
        this.incidents = incidents;
        this.scheduler = scheduler;
        this.onceRecovered = onceRecovered;
    }

    void start() {
        started = clock.instant();
        next(Duration.ZERO);
    }

    private void next(Duration pause) {
        try {
            scheduler.schedule(this::round, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("No further sweep, the scheduler stops");
        }
    }

    private synchronized void round() {
        Duration pause = PAUSE;
        try {
            pause = !closed && sweep() ? BUSY_PAUSE : PAUSE;
            ledgerAway = false;
            incidentsInARow = 0;
        } catch (LedgerUnavailable | Rejection notNow) {
            if (!ledgerAway) {
                ledgerAway = true;
                LOG.warn("The sweep waits: {}", notNow.getMessage());
            }
        } catch (RuntimeException | Error unexpected) {
            incidents.report("sweep", unexpected);
            incidentsInARow++;
            pause = backoff(incidentsInARow, LONGEST);
        }
        if (!closed) {
            next(pause);
        }
    }

    private boolean sweep() {
        if (!compared) {
            stocktaking.take(started);
            compared = true;
        }
        if (!recovered) {
            int found = ledger.recover(clock.instant());
            recovered = true;
            LOG.info("Recovered: {} deliveries were in the hands of dead claims", found);
            onceRecovered.run();
        }
        proceedWithJobs();
        int rung = ledger.sweep(clock.instant(), MOST_BELLS);
        boolean moreNotices = notices.submit(clock.instant());
        return rung >= MOST_BELLS || moreNotices;
    }

    /** Whatever is wrong with an operator's job, leases, deadlines and bells do not wait for it. */
    private void proceedWithJobs() {
        try {
            operators.proceed(clock.instant());
        } catch (LedgerUnavailable notNow) {
            throw notNow;
        } catch (RuntimeException unexpected) {
            incidents.report("operators' jobs", unexpected);
        }
    }

    /** 1 s, doubling up to the longest. */
    static Duration backoff(int times, Duration longest) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(times - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    @Override
    public void close() {
        closed = true;
    }
}
