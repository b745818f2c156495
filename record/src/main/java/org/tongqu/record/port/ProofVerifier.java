package org.tongqu.record.port;

import org.tongqu.record.PartyId;
import org.tongqu.record.failure.Rejection;

/** Verifies who reads: {@code Authorization: Seal <compact JWS>} with typ {@code tongqu-proof+jwt}. Thread-safe. */
public interface ProofVerifier {
    /**
     * The party that this proof names.
     *
     * @param compact the compact JWS
     * @param method the HTTP method, as {@code htm} must say
     * @param target the request target as sent, path and query, as {@code htu} must say
     * @throws Rejection {@code PROOF_INVALID} if it does not hold, is too old or its {@code jti} was used before
     */
    PartyId verify(String compact, String method, String target);
}
