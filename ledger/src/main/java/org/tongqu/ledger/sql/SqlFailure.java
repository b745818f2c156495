package org.tongqu.ledger.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What an error of the database means for those who wait. Messages of the driver may quote rows and are never passed on. */
public enum SqlFailure {
    /** The connection is gone; what was being committed may or may not be. */
    LOST,
    /** Nothing was done and the same may succeed at once: deadlock, serialisation. */
    AGAIN,
    /** Somebody else holds a lock for too long. */
    LOCKED,
    /** The database refuses this content: one entry of the batch is at fault. */
    REFUSED,
    /** The database cannot work: disk full, no connections left, read-only, too slow. */
    UNAVAILABLE;

    public static SqlFailure of(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || state.startsWith("08") || state.startsWith("57P")) {
            return LOST;
        }
        return switch (state) {
            case "40001", "40P01" -> AGAIN;
            case "55P03" -> LOCKED;
            // 54: this content is beyond what an index or a row can hold.
            default ->
                state.startsWith("22") || state.startsWith("23") || state.startsWith("54") ? REFUSED : UNAVAILABLE;
        };
    }

    /** The failure without the driver's message, which may quote values of a row. */
    public static IllegalStateException withoutValues(String what, @Nullable SQLException failure) {
        return new IllegalStateException(what + " (SQL state " + (failure == null ? "?" : failure.getSQLState()) + ")");
    }
}
