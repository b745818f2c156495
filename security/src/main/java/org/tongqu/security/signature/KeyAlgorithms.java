package org.tongqu.security.signature;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.tongqu.record.seal.SealAlgorithm;

/** Tells which algorithm a key is for: SM2 or P-256 by its curve, Ed25519, RSA. */
public final class KeyAlgorithms {
    private KeyAlgorithms() {}

    /** @throws UnsuitableKey if it is a key of another kind */
    public static SealAlgorithm of(X509Certificate certificate) {
        return of(SignatureCheck.publicKey(certificate).getAlgorithm());
    }

    /** @throws UnsuitableKey if it is a key of another kind */
    public static SealAlgorithm of(PrivateKey key) {
        return of(Recipes.encoded(key).getPrivateKeyAlgorithm());
    }

    private static SealAlgorithm of(AlgorithmIdentifier algorithm) {
        if (NamedCurve.SM2.isOf(algorithm)) {
            return SealAlgorithm.SM2SM3;
        }
        if (NamedCurve.P256.isOf(algorithm)) {
            return SealAlgorithm.ES256;
        }
        if (algorithm.getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
            return SealAlgorithm.EDDSA;
        }
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return SealAlgorithm.PS256;
        }
        throw new UnsuitableKey("key is neither SM2 nor P-256 on a named curve, Ed25519 or RSA");
    }
}
