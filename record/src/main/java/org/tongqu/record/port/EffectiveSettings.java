package org.tongqu.record.port;

import java.util.SortedMap;

/** The settings that this process runs with, for operators. Thread-safe. */
public interface EffectiveSettings {
    /**
     * Read from what runs, now: by group, then by name; a name says the unit of its value. Never a secret, nothing of a record.
     */
    SortedMap<String, SortedMap<String, String>> inForce();
}
