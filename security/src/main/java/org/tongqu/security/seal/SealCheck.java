package org.tongqu.security.seal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.tongqu.record.KeyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.site.PartyKey;
import org.tongqu.security.signature.SignatureCheck;
import org.tongqu.security.signature.UnsuitableKey;

/**
 * Verifies seals with keys that the caller already trusts: for a party, the gateway's receipts and deliveries; for a test,
 * anything. Judges neither certificates nor time. Thread-safe.
 */
public final class SealCheck {
    private final Map<KeyId, Trusted> keys = new HashMap<>();

    /**
     * @param keys the keys to verify with, such as the gateway's of {@code GET /v1/keys}
     * @throws UnsuitableKey if a certificate does not fit its algorithm
     */
    public SealCheck(Collection<PartyKey> keys) {
        for (PartyKey key : keys) {
            this.keys.put(
                    key.kid(),
                    new Trusted(key, new SignatureCheck(key.alg(), key.chain().get(0), key.sm2UserId())));
        }
    }

    /**
     * Verifies profile, purpose, audience, key and signature; members that only a gateway may write are allowed.
     *
     * @param seal the seal
     * @param octets what was sealed
     * @param type what the seal must be for
     * @param audience for whom it must be: the site id, or the receiving party
     * @return what the header says
     * @throws Rejection {@code SEAL_INVALID} or {@code KEY_NOT_ACCEPTED} if it does not hold
     */
    public SealHeader verify(Seal seal, byte[] octets, SealType type, String audience) {
        SealHeader header = SealReading.header(seal, type, audience);
        Trusted key = keys.get(header.kid());
        if (key == null) {
            throw new Rejection(ProblemCode.KEY_NOT_ACCEPTED, "kid is none of the trusted keys");
        }
        if (header.alg() != key.key().alg()) {
            throw SealReading.invalid("alg differs from the key's");
        }
        SealReading.requireSignature(key.check(), seal, octets);
        return header;
    }

    private record Trusted(PartyKey key, SignatureCheck check) {}
}
