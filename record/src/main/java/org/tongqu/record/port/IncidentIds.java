package org.tongqu.record.port;

/** Names for incidents: what a caller is told, and what the log says beside the cause. Thread-safe. */
@FunctionalInterface
public interface IncidentIds {
    /** A name that was not given before. */
    String next();
}
