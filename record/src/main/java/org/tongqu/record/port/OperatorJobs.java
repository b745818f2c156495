package org.tongqu.record.port;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.operation.Job;
import org.tongqu.record.operation.JobEvent;
import org.tongqu.record.operation.JobItem;
import org.tongqu.record.operation.JobOrder;
import org.tongqu.record.operation.JobPreview;
import org.tongqu.record.operation.JobState;

/**
 * The jobs that operators order. What a job is about is fixed when it is made; each delivery is judged again when its turn comes,
 * under the lock of its key, so that two jobs, or a job and an answer that comes late, never both decide. Thread-safe; every call
 * throws {@link org.tongqu.record.failure.LedgerUnavailable} if the ledger cannot be reached, and then nothing was done.
 */
public interface OperatorJobs {
    /** What the job would be about now. Changes nothing. */
    JobPreview preview(JobOrder order);

    /** Makes the job; if one of this id is there already, that one, unchanged, whatever was ordered now. */
    Job order(JobOrder order);

    /** The job of this id. */
    Optional<Job> find(UUID job);

    /** The latest jobs first, at most this many. */
    List<Job> latest(int most);

    /** Its items in order, from after this number, at most this many. */
    List<JobItem> items(UUID job, long after, int most);

    /** What jobs did to these deliveries, oldest first; a delivery to which none came is not in it. */
    Map<DeliveryId, List<JobEvent>> history(Collection<DeliveryId> deliveries);

    /**
     * Pauses, resumes or cancels it, on behalf of {@code who}. An ended job stays as it is.
     *
     * @param state {@code PAUSED}, {@code RUNNING} or {@code CANCELLED}
     * @return the job as it stands then; empty if there is none of this id
     */
    Optional<Job> change(UUID job, JobState state, String who);
}
