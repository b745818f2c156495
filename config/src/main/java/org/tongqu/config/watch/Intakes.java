package org.tongqu.config.watch;

import java.time.Duration;
import java.util.Optional;
import org.tongqu.adapters.rest.IntakeGate;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.MachineStatus;

/** Closes the intake while the disk is nearly full or the database or broker is gone. Thread-safe. */
public final class Intakes implements IntakeGate, MachineStatus {
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final DiskWatch disk;
    private final DatabaseWatch database;
    private final BrokerWatch broker;

    /** Closed as these three say. */
    public Intakes(DiskWatch disk, DatabaseWatch database, BrokerWatch broker) {
        this.disk = disk;
        this.database = database;
        this.broker = broker;
    }

    @Override
    public Optional<Rejection> closed() {
        if (!isIntakeOpen()) {
            return Optional.of(Rejection.later(
                    ProblemCode.UNAVAILABLE, "暂停受理，请稍后重发 / intake is closed, send again later", COME_AGAIN));
        }
        return Optional.empty();
    }

    @Override
    public boolean isIntakeOpen() {
        return hasDiskRoom() && isDatabaseUp() && isBrokerUp();
    }

    @Override
    public boolean isDatabaseUp() {
        return database.isUp();
    }

    @Override
    public boolean isBrokerUp() {
        return broker.isUp();
    }

    @Override
    public boolean hasDiskRoom() {
        return !disk.isFull();
    }
}
