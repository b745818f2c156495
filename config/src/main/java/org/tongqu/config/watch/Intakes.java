package org.tongqu.config.watch;

import java.time.Duration;
import java.util.Optional;
import org.tongqu.config.server.Broker;
import org.tongqu.config.server.Database;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.MachineStatus;

/** Closes the intake while the disk is nearly full, the database is gone, or the broker for too long. Thread-safe. */
public final class Intakes implements IntakeGate, MachineStatus {
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final DiskWatch disk;
    private final Database database;
    private final Broker broker;
    private final ClockWatch clock;

    /** Closed as the first three say; a clock that jumped closes nothing. */
    public Intakes(DiskWatch disk, Database database, Broker broker, ClockWatch clock) {
        this.disk = disk;
        this.database = database;
        this.broker = broker;
        this.clock = clock;
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
        return hasDiskRoom() && isDatabaseUp() && broker.mayTakeRecords();
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

    @Override
    public boolean isClockSteady() {
        return clock.isSteady();
    }
}
