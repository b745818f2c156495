package org.tongqu.security.signature;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.Signer;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.Pool;

/**
 * Verifies signatures of one public key. The key is validated once, here. Thread-safe: keeps a few initialised verifiers,
 * each used by one thread at a time.
 */
public final class SignatureCheck {
    private final Pool<Signer> verifiers;

    /**
     * @param algorithm the only algorithm
     * @param certificate with a public key of its kind; nothing else of it is looked at
     * @param sm2UserId the SM2 user id; unused by other algorithms
     * @throws UnsuitableKey if the key is of another kind, on another curve or no valid point
     */
    public SignatureCheck(SealAlgorithm algorithm, X509Certificate certificate, String sm2UserId) {
        this(algorithm, publicKey(certificate), sm2UserId);
    }

    SignatureCheck(SealAlgorithm algorithm, SubjectPublicKeyInfo key, String sm2UserId) {
        verifiers = Pool.perProcessor(() -> Recipes.verifying(algorithm, key, sm2UserId));
        verifiers.lend(Signer::hashCode);
    }

    /** Whether this is the key's signature over the parts one after the other; false for anything that is no signature. */
    public boolean holds(byte[] signature, byte[]... parts) {
        return verifiers.lend(verifier -> {
            // A verifier that met an unreadable signature keeps what it was fed: start clean every time.
            verifier.reset();
            for (byte[] part : parts) {
                verifier.update(part, 0, part.length);
            }
            return verifier.verifySignature(signature);
        });
    }

    static SubjectPublicKeyInfo publicKey(X509Certificate certificate) {
        try {
            return Certificate.getInstance(certificate.getEncoded()).getSubjectPublicKeyInfo();
        } catch (CertificateEncodingException | IllegalArgumentException unreadable) {
            throw new UnsuitableKey("certificate cannot be read", unreadable);
        }
    }
}
