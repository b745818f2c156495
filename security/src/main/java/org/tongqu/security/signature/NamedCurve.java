package org.tongqu.security.signature;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * A curve pinned by its object identifier. A key that spells out parameters of its own is refused, whatever they are. The
 * domain is one object for the life of the process: Bouncy Castle keeps the tables of the base point with it, and its custom
 * curve classes are several times faster than the generic ones.
 *
 * @param name for messages
 * @param oid what a key must name
 * @param domain the parameters, always these
 */
record NamedCurve(String name, ASN1ObjectIdentifier oid, ECDomainParameters domain) {
    /** The curve of SM2 (GB/T 32918.5), 1.2.156.10197.1.301. */
    static final NamedCurve SM2 = of("SM2", GMObjectIdentifiers.sm2p256v1);
    /** P-256, 1.2.840.10045.3.1.7. */
    static final NamedCurve P256 = of("P-256", SECObjectIdentifiers.secp256r1);

    private static NamedCurve of(String name, ASN1ObjectIdentifier oid) {
        return new NamedCurve(name, oid, new ECNamedDomainParameters(oid, CustomNamedCurves.getByOID(oid)));
    }

    boolean isOf(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey) && oid.equals(parameters);
    }

    /** The validated point. */
    ECPublicKeyParameters publicKey(SubjectPublicKeyInfo info) {
        requireNamed(info.getAlgorithm());
        try {
            return new ECPublicKeyParameters(
                    domain.getCurve().decodePoint(info.getPublicKeyData().getBytes()), domain);
        } catch (IllegalArgumentException notOnTheCurve) {
            throw new UnsuitableKey("public key is not a point of the curve " + name, notOnTheCurve);
        }
    }

    ECPrivateKeyParameters privateKey(PrivateKeyInfo info) {
        requireNamed(info.getPrivateKeyAlgorithm());
        BigInteger scalar;
        try {
            scalar = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new UnsuitableKey("private key of the curve " + name + " cannot be read", unreadable);
        }
        // n - 1 is no private key of SM2: 1 + d would have no inverse.
        if (scalar.signum() <= 0 || scalar.compareTo(domain.getN().subtract(BigInteger.ONE)) >= 0) {
            throw new UnsuitableKey("private key is out of the range of the curve " + name);
        }
        return new ECPrivateKeyParameters(scalar, domain);
    }

    private void requireNamed(AlgorithmIdentifier algorithm) {
        if (!isOf(algorithm)) {
            throw new UnsuitableKey("not a key on the named curve " + name + " (" + oid + ")");
        }
    }
}
