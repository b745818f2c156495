package org.tongqu.record.port;

import java.time.Instant;

/** The work that operators' jobs leave to be done, bit by bit. */
public interface OperatorWork {
    /**
     * Does what the rate of each running job allows by now. Safe on several nodes; what is done is committed with the job's
     * progress, so a crash repeats nothing.
     *
     * @param now the time
     * @return whether it came to any delivery
     */
    boolean proceed(Instant now);
}
