package org.tongqu.record.port;

import java.nio.file.Path;
import java.util.List;

/** The only ways to change a running site: a new version, validated, shown as a difference, atomic. Thread-safe. */
public interface SiteControl {
    /**
     * Applies the site in this directory.
     *
     * @param directory with {@code site.yml}
     * @param who who does it, for the record
     */
    Change apply(Path directory, String who);

    /** Goes back to the version before the current one, as a new version. */
    Change rollback(String who);

    /**
     * What a change came to.
     *
     * @param version the version in force now
     * @param errors why nothing was changed; empty if it was
     * @param differences what differs from the version before, one line each
     */
    record Change(int version, List<String> errors, List<String> differences) {}
}
