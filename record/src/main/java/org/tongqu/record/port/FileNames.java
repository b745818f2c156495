package org.tongqu.record.port;

import java.util.Optional;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.LedgerUnavailable;

/** Which content the names of files stand for that parties leave (同名不同内容). Across nodes and restarts. Thread-safe. */
public interface FileNames {
    /**
     * Whether a name stands for this content, now or since it came first; remembered as long as the identities of records.
     *
     * @param name of a file of this party's, without a path
     * @return false if it came before with other content; then nothing is changed
     * @throws LedgerUnavailable if the ledger cannot be reached
     */
    boolean isNameOf(PartyId party, String name, Digest digest);

    /**
     * Which content a name stands for.
     *
     * @return empty if no such file came
     * @throws LedgerUnavailable if the ledger cannot be reached
     */
    Optional<Digest> contentOf(PartyId party, String name);
}
