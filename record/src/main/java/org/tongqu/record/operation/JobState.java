package org.tongqu.record.operation;

/** How a job is. */
public enum JobState {
    /** Under way; survives restarts. */
    RUNNING,
    /** Stopped by an operator, to be resumed or cancelled. */
    PAUSED,
    /** Ended by an operator; what was done stays done. */
    CANCELLED,
    /** Every item was dealt with. */
    DONE;

    /** Whether it goes no further. */
    public boolean isEnded() {
        return this == CANCELLED || this == DONE;
    }
}
