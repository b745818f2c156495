package org.tongqu.security.signature;

import java.security.PrivateKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.Pool;

/** Signs with one private key. Thread-safe: keeps a few initialised signers, each used by one thread at a time. */
public final class SignatureMaker {
    private final Pool<Signer> signers;

    /**
     * @param algorithm the algorithm
     * @param key a private key of its kind
     * @param sm2UserId the SM2 user id; unused by other algorithms
     * @throws UnsuitableKey if the key is of another kind
     */
    public SignatureMaker(SealAlgorithm algorithm, PrivateKey key, String sm2UserId) {
        signers = Pool.perProcessor(() -> Recipes.signing(algorithm, key, sm2UserId));
        signers.lend(Signer::hashCode);
    }

    /** The signature over the parts one after the other: raw r‖s for the curves, as RFC 7518 wants it for the others. */
    public byte[] sign(byte[]... parts) {
        return signers.lend(signer -> {
            signer.reset();
            for (byte[] part : parts) {
                signer.update(part, 0, part.length);
            }
            try {
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw new IllegalStateException("cannot sign", e);
            }
        });
    }
}
