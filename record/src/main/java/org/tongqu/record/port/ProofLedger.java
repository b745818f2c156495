package org.tongqu.record.port;

import java.time.Instant;
import org.tongqu.record.PartyId;

/** Remembers used proofs across nodes and restarts, so that each counts once. Thread-safe. */
public interface ProofLedger {
    /**
     * Marks a proof as used.
     *
     * @param until when it may be forgotten
     * @return false if it had been used before
     */
    boolean use(PartyId party, String jti, Instant until);

    /**
     * Marks something that was shown as used for one purpose, such as a signature for one message.
     *
     * @param mark at most 64 characters
     * @param about what it was used for, at most 64 characters
     * @param until when it may be forgotten
     * @return false if it had been used for anything else
     */
    boolean useFor(PartyId party, String mark, String about, Instant until);
}
