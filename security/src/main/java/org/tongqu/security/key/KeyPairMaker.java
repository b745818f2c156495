package org.tongqu.security.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.tongqu.record.KeyId;
import org.tongqu.record.seal.SealAlgorithm;

/** Makes key pairs and certificate requests (PKCS#10) for them. Stateless and thread-safe. */
public final class KeyPairMaker {
    private static final int RSA_BITS = 3072;

    private final Provider provider;

    /** @param provider Bouncy Castle */
    public KeyPairMaker(Provider provider) {
        this.provider = provider;
    }

    /** A new key pair for this algorithm: on the named curve of SM2 or P-256, Ed25519, or RSA of 3072 bits. */
    public KeyPair make(SealAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case SM2SM3 -> onCurve("sm2p256v1");
                case ES256 -> onCurve("secp256r1");
                case EDDSA -> KeyPairGenerator.getInstance("Ed25519", provider).generateKeyPair();
                case PS256 -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
                    generator.initialize(RSA_BITS);
                    yield generator.generateKeyPair();
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider makes no keys for " + algorithm.wire(), e);
        }
    }

    /**
     * A certificate request, DER, signed by the key itself; the subject is {@code CN=<kid>, O=<organisation>}.
     *
     * @param organisation the party's name, as it is to stand in the certificate
     */
    public byte[] request(KeyPair pair, SealAlgorithm algorithm, KeyId kid, String organisation) {
        try {
            ContentSigner signer = new JcaContentSignerBuilder(signatureName(algorithm))
                    .setProvider(provider)
                    .build(pair.getPrivate());
            return new JcaPKCS10CertificationRequestBuilder(subject(kid.toString(), organisation), pair.getPublic())
                    .build(signer)
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the provider cannot sign with " + algorithm.wire(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("encoding in memory failed", e);
        }
    }

    private KeyPair onCurve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec(name));
        return generator.generateKeyPair();
    }

    static X500Name subject(String commonName, String organisation) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, organisation)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    static String signatureName(SealAlgorithm algorithm) {
        return switch (algorithm) {
            case SM2SM3 -> "SM3WITHSM2";
            case ES256 -> "SHA256WITHECDSA";
            case EDDSA -> "Ed25519";
            case PS256 -> "SHA256WITHRSA";
        };
    }
}
