package org.tongqu.record.site;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.dialect.Conversation;

/**
 * Where a party leaves files for the gateway ({@code folder:} in the party file).
 *
 * @param at {@code file:///…} on this machine, or {@code sftp://host:port/…}
 * @param conversation in which dialect the files are, and by which credentials the folder is entered
 * @param keep how long files are kept in its archive and quarantine; default 30 days
 * @param longestPause how long nothing is looked for when there was nothing before; default 30 s
 * @param replies where it is told what became of its files, {@code file:} or at the same server; null for beside them
 */
public record Folder(URI at, Conversation conversation, Duration keep, Duration longestPause, @Nullable URI replies) {
    /** 30 days. */
    public static final Duration DEFAULT_KEEP = Duration.ofDays(30);
    /** 30 s. */
    public static final Duration DEFAULT_LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Whether an address is that of a folder. */
    public static boolean isFolder(URI address) {
        return "file".equals(address.getScheme()) || "sftp".equals(address.getScheme());
    }
}
