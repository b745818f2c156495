package org.tongqu.security.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.tongqu.record.KeyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.signature.KeyAlgorithms;

/**
 * A small certificate authority (证书颁发机构) for demonstrations and tests: a self-signed root that issues certificates to
 * seal with and revocation lists. A real site uses the authority its government prescribes. Immutable and thread-safe.
 */
public final class CertificateAuthority {
    private static final int SERIAL_BITS = 127;

    private final Provider provider;
    private final SecureRandom random;
    private final PrivateKey key;
    private final X509Certificate certificate;

    /**
     * An authority that exists already.
     *
     * @param key its private key
     * @param certificate its certificate
     * @param provider Bouncy Castle
     * @param random where serial numbers come from
     */
    public CertificateAuthority(PrivateKey key, X509Certificate certificate, Provider provider, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.provider = provider;
        this.random = random;
    }

    /**
     * A new authority with a key and a self-signed certificate of its own.
     *
     * @param algorithm of its key
     * @param name its common name
     * @param from when its certificate begins, cut to whole seconds
     * @param until when its certificate ends, cut to whole seconds
     * @param provider Bouncy Castle
     * @param random where serial numbers come from
     */
    public static CertificateAuthority create(
            SealAlgorithm algorithm, String name, Instant from, Instant until, Provider provider, SecureRandom random) {
        KeyPair pair = new KeyPairMaker(provider).make(algorithm);
        X500Name subject = KeyPairMaker.subject(name, name);
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject, serial(random), Date.from(from), Date.from(until), subject, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions.createSubjectKeyIdentifier(pair.getPublic()));
            X509Certificate root = new JcaX509CertificateConverter()
                    .setProvider(provider)
                    .getCertificate(builder.build(signer(pair.getPrivate(), provider)));
            return new CertificateAuthority(pair.getPrivate(), root, provider, random);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make an authority with " + algorithm.wire(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("encoding in memory failed", e);
        }
    }

    /** Its certificate, the trust anchor of what it issues. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Its private key, to be kept where only its owner can read it. */
    public PrivateKey privateKey() {
        return key;
    }

    /**
     * Issues a certificate to seal with: key usage digitalSignature and nonRepudiation, no authority.
     *
     * @param holder whose public key
     * @param kid the key's name, as the common name
     * @param organisation the party's name
     * @param from when it begins, cut to whole seconds
     * @param until when it ends, cut to whole seconds
     */
    public X509Certificate issue(PublicKey holder, KeyId kid, String organisation, Instant from, Instant until) {
        return issue(holder, KeyPairMaker.subject(kid.toString(), organisation), from, until);
    }

    /**
     * Issues a certificate for a request (PKCS#10, DER), with the subject it asks for.
     *
     * @throws IllegalArgumentException if it is no request or not signed by the key it names
     */
    public X509Certificate issue(byte[] request, Instant from, Instant until) {
        try {
            JcaPKCS10CertificationRequest read = new JcaPKCS10CertificationRequest(request).setProvider(provider);
            if (!read.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(provider)
                    .build(read.getPublicKey()))) {
                throw new IllegalArgumentException("certificate request is not signed by its own key");
            }
            return issue(read.getPublicKey(), read.getSubject(), from, until);
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IllegalArgumentException("certificate request cannot be read", e);
        }
    }

    private X509Certificate issue(PublicKey holder, X500Name subject, Instant from, Instant until) {
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    certificate.getSubjectX500Principal(),
                    serial(random),
                    Date.from(from),
                    Date.from(until),
                    new X500Principal(subject.getEncoded()),
                    holder);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(
                            Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation))
                    .addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(holder))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            extensions.createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return new JcaX509CertificateConverter()
                    .setProvider(provider)
                    .getCertificate(builder.build(signer(key, provider)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the authority cannot issue a certificate", e);
        } catch (IOException e) {
            throw new UncheckedIOException("encoding in memory failed", e);
        }
    }

    /**
     * Issues a revocation list.
     *
     * @param at when it is issued and when what it lists is revoked
     * @param next when the next one is due
     * @param revoked the certificates that are revoked, all of them, every time
     */
    public X509CRL revocationList(Instant at, Instant next, Collection<X509Certificate> revoked) {
        try {
            JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(at));
            builder.setNextUpdate(Date.from(next));
            for (X509Certificate one : revoked) {
                builder.addCRLEntry(one.getSerialNumber(), Date.from(at), CRLReason.keyCompromise);
            }
            return new JcaX509CRLConverter().setProvider(provider).getCRL(builder.build(signer(key, provider)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the authority cannot issue a revocation list", e);
        }
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    }

    private static ContentSigner signer(PrivateKey key, Provider provider) throws OperatorCreationException {
        return new JcaContentSignerBuilder(KeyPairMaker.signatureName(KeyAlgorithms.of(key)))
                .setProvider(provider)
                .build(key);
    }

    /** Whose authority, never the key. */
    @Override
    public String toString() {
        return "CertificateAuthority[" + certificate.getSubjectX500Principal().getName() + "]";
    }
}
