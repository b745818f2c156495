package org.tongqu.record.port;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.LedgerUnavailable;

/**
 * Which files were left for parties that answer late or never, day by day: what is reconciled with them (对账). Days are those of Beijing.
 * Thread-safe; throws {@link LedgerUnavailable} if the ledger cannot be reached.
 */
public interface LeftFiles {
    /** Remembers that a file was left today; of one that was left before, the first day counts. Remembered as long as identities. */
    void left(PartyId party, Left file);

    /** What was left under this name. */
    Optional<Left> named(PartyId party, String name);

    /** The days before this one of which the party has not been told yet: those with files, and the last one in any case. */
    List<LocalDate> untold(PartyId party, LocalDate before);

    /** All that was left on a day, by name. */
    List<Left> of(PartyId party, LocalDate day);

    /** Remembers that the party was told of a day; repeatable. */
    void told(PartyId party, LocalDate day);

    /**
     * A file.
     *
     * @param name without a path
     * @param digest of its content
     * @param size in octets
     */
    record Left(String name, Digest digest, long size) {}
}
