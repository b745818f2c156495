package org.tongqu.security.signature;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.tongqu.record.seal.SealAlgorithm;

/** For each algorithm the one way to sign and to verify. What is returned is initialised and serves one thread at a time. */
final class Recipes {
    private static final int PSS_SALT = 32;
    private static final int LEAST_RSA_BITS = 2048;
    /** Beyond this one verification costs so much that it could be used to tire the gateway. */
    private static final int MOST_RSA_BITS = 4096;

    private Recipes() {}

    static Signer signing(SealAlgorithm algorithm, PrivateKey key, String sm2UserId) {
        PrivateKeyInfo info = encoded(key);
        SecureRandom random = drbg();
        return switch (algorithm) {
            case SM2SM3 -> Sm2Signer.signing(info, sm2UserId, random);
            case ES256 -> ecdsa(true, new ParametersWithRandom(NamedCurve.P256.privateKey(info), random));
            case EDDSA -> ed25519(true, of(Ed25519PrivateKeyParameters.class, read(info), "Ed25519"));
            case PS256 -> pss(true, new ParametersWithRandom(rsa(read(info)), random));
        };
    }

    static Signer verifying(SealAlgorithm algorithm, SubjectPublicKeyInfo info, String sm2UserId) {
        return switch (algorithm) {
            case SM2SM3 -> Sm2Signer.verifying(info, sm2UserId);
            case ES256 -> ecdsa(false, NamedCurve.P256.publicKey(info));
            case EDDSA -> ed25519(false, of(Ed25519PublicKeyParameters.class, read(info), "Ed25519"));
            case PS256 -> pss(false, rsa(read(info)));
        };
    }

    private static Signer ecdsa(boolean signing, CipherParameters key) {
        Signer signer = new DSADigestSigner(new ECDSASigner(), new SHA256Digest(), PlainDSAEncoding.INSTANCE);
        signer.init(signing, key);
        return signer;
    }

    private static Signer ed25519(boolean signing, CipherParameters key) {
        Signer signer = new Ed25519Signer();
        signer.init(signing, key);
        return signer;
    }

    private static Signer pss(boolean signing, CipherParameters key) {
        Signer signer = new PSSSigner(new RSABlindedEngine(), new SHA256Digest(), PSS_SALT);
        signer.init(signing, key);
        return signer;
    }

    private static RSAKeyParameters rsa(AsymmetricKeyParameter key) {
        RSAKeyParameters rsa = of(RSAKeyParameters.class, key, "RSA");
        int bits = rsa.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw new UnsuitableKey("an RSA key must have " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS + " bits");
        }
        return rsa;
    }

    private static <K> K of(Class<K> type, AsymmetricKeyParameter key, String name) {
        if (!type.isInstance(key)) {
            throw new UnsuitableKey("not a key of the kind " + name);
        }
        return type.cast(key);
    }

    private static AsymmetricKeyParameter read(SubjectPublicKeyInfo info) {
        try {
            return PublicKeyFactory.createKey(info);
        } catch (IOException | RuntimeException unreadable) {
            throw new UnsuitableKey("public key cannot be read", unreadable);
        }
    }

    private static AsymmetricKeyParameter read(PrivateKeyInfo info) {
        try {
            return PrivateKeyFactory.createKey(info);
        } catch (IOException | RuntimeException unreadable) {
            throw new UnsuitableKey("private key cannot be read", unreadable);
        }
    }

    static PrivateKeyInfo encoded(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new UnsuitableKey("private key has no encoded form");
        }
        try {
            return PrivateKeyInfo.getInstance(encoded);
        } catch (IllegalArgumentException notPkcs8) {
            throw new UnsuitableKey("private key is not PKCS#8", notPkcs8);
        }
    }

    private static SecureRandom drbg() {
        try {
            return SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no DRBG", e);
        }
    }
}
