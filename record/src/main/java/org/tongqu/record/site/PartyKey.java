package org.tongqu.record.site;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.KeyId;
import org.tongqu.record.seal.SealAlgorithm;

/**
 * A party's public key with its certificate chain. Several may be valid at once, so that keys rotate with overlap.
 *
 * @param kid which key
 * @param alg the only algorithm this key may be used with
 * @param chain its certificate first, then intermediates; never empty
 * @param sm2UserId the SM2 user id (distinguishing identifier); default {@link #DEFAULT_SM2_USER_ID}; unused by other algorithms
 * @param revokedAt from when on it is refused at the door; null while it is not revoked by the party's file
 */
public record PartyKey(
        KeyId kid, SealAlgorithm alg, List<X509Certificate> chain, String sm2UserId, @Nullable Instant revokedAt) {
    /** The user id of GM/T 0009. */
    public static final String DEFAULT_SM2_USER_ID = "1234567812345678";

    /** Copies the chain. */
    public PartyKey {
        chain = List.copyOf(chain);
    }
}
