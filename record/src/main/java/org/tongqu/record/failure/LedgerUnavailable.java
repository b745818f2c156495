package org.tongqu.record.failure;

/**
 * The ledger cannot be reached: nothing was decided. Intake answers 503; a lane gives its bell back to the broker. The only
 * failure that rolls a JMS transaction back.
 */
public final class LedgerUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what the ledger's driver said, for the log. */
    public LedgerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
