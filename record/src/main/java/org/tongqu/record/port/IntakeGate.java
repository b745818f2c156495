package org.tongqu.record.port;

import java.util.Optional;
import org.tongqu.record.failure.Rejection;

/**
 * Whether records are taken at all: closed while the disk is nearly full or the database is gone. Only intake closes;
 * deliveries, receipts and reads go on. Thread-safe, asked at every request, so it must not block.
 */
@FunctionalInterface
public interface IntakeGate {
    /** Why nothing is taken now, {@code UNAVAILABLE} with the time to come again; empty while intake is open. */
    Optional<Rejection> closed();
}
