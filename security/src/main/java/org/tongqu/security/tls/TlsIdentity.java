package org.tongqu.security.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;

/**
 * A private key with its certificates, as it is shown in TLS: RSA, or EC on a curve of NIST; the JDK's TLS speaks no SM2. Immutable and
 * thread-safe; never shows the key.
 */
public final class TlsIdentity {
    private static final char[] NO_PASSWORD = new char[0];
    private static final String NAME = "tls";

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /**
     * Reads one from PEM: an unencrypted private key (PKCS#8, SEC 1 or PKCS#1) and its certificates in any order, but its own before
     * those of its authorities.
     *
     * @throws IllegalArgumentException if it is none; the message says why, and nothing of the key
     */
    public static TlsIdentity ofPem(String pem) {
        @Nullable PrivateKey key = null;
        List<X509Certificate> chain = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            CertificateFactory certificates = CertificateFactory.getInstance("X.509");
            for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
                if (entry instanceof X509CertificateHolder holder) {
                    chain.add((X509Certificate)
                            certificates.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
                } else if (entry instanceof PEMKeyPair pair) {
                    key = key(pair.getPrivateKeyInfo());
                } else if (entry instanceof PrivateKeyInfo info) {
                    key = key(info);
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "it is no PEM with a private key for TLS (RSA or EC) and certificates", e);
        }
        if (key == null) {
            throw new IllegalArgumentException("it holds no unencrypted private key");
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("it holds no certificate");
        }
        if (!areOnePair(key, chain.get(0).getPublicKey())) {
            throw new IllegalArgumentException("its private key is not that of its first certificate");
        }
        return new TlsIdentity(key, chain);
    }

    private static PrivateKey key(PrivateKeyInfo info) throws GeneralSecurityException, IOException {
        ASN1ObjectIdentifier kind = info.getPrivateKeyAlgorithm().getAlgorithm();
        String algorithm = kind.equals(PKCSObjectIdentifiers.rsaEncryption) ? "RSA" : "EC";
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static boolean areOnePair(PrivateKey key, PublicKey publicKey) {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] made = signature.sign();
            signature.initVerify(publicKey);
            signature.update((byte) 1);
            return signature.verify(made);
        } catch (GeneralSecurityException otherPair) {
            return false;
        }
    }

    /** Its certificates, its own first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** A keystore in memory with this key alone, without a password. */
    public KeyStore toKeyStore() {
        KeyStore store = TlsTrust.emptyStore();
        try {
            store.setKeyEntry(NAME, key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("a keystore in memory takes a key", never);
        }
        return store;
    }

    /** Whose, never the key. */
    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal().getName() + "]";
    }
}
