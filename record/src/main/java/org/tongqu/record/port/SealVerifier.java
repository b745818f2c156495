package org.tongqu.record.port;

import org.tongqu.record.PartyId;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;

/** Verifies what parties seal. Thread-safe; reads the site version in force at each call. */
public interface SealVerifier {
    /**
     * Verifies a seal made by a party for this gateway: profile, purpose, audience, time window, key (known, its algorithm,
     * chain, usage, validity, revocation) and signature over the exact octets.
     *
     * @param seal the seal
     * @param octets what was sealed
     * @param type what the seal must be for
     * @return who sealed it and what the header says
     * @throws Rejection {@code SEAL_INVALID}, {@code KEY_NOT_ACCEPTED} or {@code SEAL_TIME}, never telling more than a caller
     *     may know
     */
    Verified verify(Seal seal, byte[] octets, SealType type);

    /**
     * A seal that holds.
     *
     * @param party who sealed
     * @param header what the seal says
     */
    record Verified(PartyId party, SealHeader header) {}
}
