package org.tongqu.routes.lane;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.DeliveryLedger.OwedNotice;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.Sites;
import org.tongqu.routes.delivery.NoticeRecord;
import org.tongqu.routes.step.Incidents;

/**
 * Makes good what was missed: first, once, what an unclean end left behind; then every half second, and without pause while there
 * is much, rings what is due and submits the notices that are owed. One round at a time. An unreachable ledger is waited for.
 */
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MOST_BELLS = 1_000;
    private static final int MOST_NOTICES = 100;

    private final DeliveryLedger ledger;
    private final Intake intake;
    private final Sites sites;
    private final Clock clock;
    private final Incidents incidents;
    private final ScheduledExecutorService scheduler;
    private volatile boolean closed;
    private boolean recovered;
    private boolean ledgerAway;

    Sweeper(
            DeliveryLedger ledger,
            Intake intake,
            Sites sites,
            Clock clock,
            Incidents incidents,
            ScheduledExecutorService scheduler) {
        this.ledger = ledger;
        this.intake = intake;
        this.sites = sites;
        this.clock = clock;
        this.incidents = incidents;
        this.scheduler = scheduler;
    }

    void start() {
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
        boolean more = false;
        try {
            more = !closed && sweep();
            ledgerAway = false;
        } catch (LedgerUnavailable | Rejection notNow) {
            if (!ledgerAway) {
                ledgerAway = true;
                LOG.warn("The sweep waits: {}", notNow.getMessage());
            }
        } catch (RuntimeException | Error unexpected) {
            incidents.report("sweep", unexpected);
        }
        if (!closed) {
            next(more ? Duration.ZERO : PAUSE);
        }
    }

    private boolean sweep() {
        if (!recovered) {
            int found = ledger.recover(clock.instant());
            recovered = true;
            LOG.info("Recovered: {} deliveries were in the hands of dead claims", found);
        }
        int rung = ledger.sweep(clock.instant(), MOST_BELLS);
        int noticed = 0;
        for (OwedNotice notice : ledger.owedNotices(MOST_NOTICES)) {
            submit(notice);
            noticed++;
        }
        return rung >= MOST_BELLS || noticed == MOST_NOTICES;
    }

    private void submit(OwedNotice notice) {
        try {
            intake.submitOwn(NoticeRecord.octets(notice, sites.current().gateway()));
        } catch (Rejection rejection) {
            if (rejection.retryAfter().isPresent() || rejection.code() == ProblemCode.INTERNAL) {
                throw rejection;
            }
            // Trying the same bytes again cannot help and would hold up the notices behind it.
            LOG.error(
                    "The {} notice of delivery {} to {} is refused by our own door, {}; given up",
                    notice.kind(),
                    notice.delivery(),
                    notice.sender(),
                    rejection.code());
        }
        ledger.noticeSubmitted(notice.delivery(), notice.kind());
    }

    @Override
    public void close() {
        closed = true;
    }
}
