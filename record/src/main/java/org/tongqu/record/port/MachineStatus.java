package org.tongqu.record.port;

/** How the machinery below the ledger is, as last seen; for the status page. Thread-safe; does not block. */
public interface MachineStatus {
    /** Whether records are taken at all. */
    boolean isIntakeOpen();

    /** Whether the database's process lives. */
    boolean isDatabaseUp();

    /** Whether the broker works. */
    boolean isBrokerUp();

    /** Whether there is enough free space. */
    boolean hasDiskRoom();

    /** Whether the machine's clock goes on as it did when the gateway started, give or take a minute. */
    boolean isClockSteady();
}
