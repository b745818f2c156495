package org.tongqu.routes.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.delivery.DeliveryId;
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
 * Submits the notices that are owed. One that fails by a fault of ours is tried again later and holds up none behind it; if many
 * fail one after the other, the fault is not theirs and all wait a while. For one caller at
 * a time.
 */
final class OwedNotices {
    private static final Logger LOG = LoggerFactory.getLogger(OwedNotices.class);
    private static final int MOST = 100;
    private static final int FAILURES_IN_A_ROW = 10;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final DeliveryLedger ledger;
    private final Intake intake;
    private final Sites sites;
    private final Incidents incidents;
    private final Map<Name, Later> failed = new HashMap<>();
    private int inARow;
    private Instant allWaitUntil = Instant.MIN;

    OwedNotices(DeliveryLedger ledger, Intake intake, Sites sites, Incidents incidents) {
        this.ledger = ledger;
        this.intake = intake;
        this.sites = sites;
        this.incidents = incidents;
    }

    /**
     * Submits those that may go now.
     *
     * @return whether there are probably more
     * @throws LedgerUnavailable if the ledger cannot be reached
     * @throws Rejection if nothing is taken now, from nobody
     */
    boolean submit(Instant now) {
        if (now.isBefore(allWaitUntil)) {
            return false;
        }
        List<OwedNotice> owed = ledger.owedNotices(MOST + failed.size());
        Set<Name> names = new HashSet<>();
        owed.forEach(notice -> names.add(Name.of(notice)));
        failed.keySet().retainAll(names);
        int submitted = 0;
        for (OwedNotice notice : owed) {
            Later later = failed.get(Name.of(notice));
            if (later != null && now.isBefore(later.at)) {
                continue;
            }
            if (isSubmitted(notice)) {
                failed.remove(Name.of(notice));
                inARow = 0;
                submitted++;
            } else if (areAllToWait(notice, now)) {
                return false;
            }
        }
        return submitted >= MOST;
    }

    private boolean areAllToWait(OwedNotice notice, Instant now) {
        Later next = failed.merge(
                Name.of(notice),
                new Later(1, now.plus(Sweeper.backoff(1, LONGEST))),
                (before, first) -> new Later(before.times + 1, now.plus(Sweeper.backoff(before.times + 1, LONGEST))));
        LOG.warn("The {} notice of delivery {} failed {} times", notice.kind(), notice.delivery(), next.times);
        inARow++;
        if (inARow <= FAILURES_IN_A_ROW) {
            return false;
        }
        allWaitUntil = now.plus(Sweeper.backoff(inARow - FAILURES_IN_A_ROW, LONGEST));
        return true;
    }

    private boolean isSubmitted(OwedNotice notice) {
        try {
            intake.submitOwn(NoticeRecord.octets(notice, sites.current().gateway()));
        } catch (Rejection rejection) {
            if (rejection.code() == ProblemCode.UNAVAILABLE || rejection.code() == ProblemCode.TOO_FAST) {
                throw rejection;
            }
            if (rejection.code() == ProblemCode.INTERNAL
                    || rejection.retryAfter().isPresent()) {
                return false;
            }
            // Trying the same bytes again cannot help.
            LOG.error(
                    "The {} notice of delivery {} to {} is refused by our own door, {}; given up",
                    notice.kind(),
                    notice.delivery(),
                    notice.sender(),
                    rejection.code());
        } catch (LedgerUnavailable unavailable) {
            throw unavailable;
        } catch (RuntimeException unexpected) {
            String unused = incidents.report("notice of " + notice.delivery(), unexpected);
            return false;
        }
        ledger.noticeSubmitted(notice.delivery(), notice.kind());
        return true;
    }

    private record Name(DeliveryId delivery, String kind) {
        static Name of(OwedNotice notice) {
            return new Name(notice.delivery(), notice.kind());
        }
    }

    private record Later(int times, Instant at) {}
}
