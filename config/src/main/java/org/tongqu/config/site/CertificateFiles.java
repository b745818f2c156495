package org.tongqu.config.site;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.record.seal.SealAlgorithm;

/** Reads certificates and revocation lists in PEM, by path relative to the site's directory, never outside of it. */
final class CertificateFiles {
    private final Path root;
    private final Problems problems;
    private final CertificateFactory factory;

    CertificateFiles(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
        try {
            this.factory = CertificateFactory.getInstance("X.509", new BouncyCastleProvider());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("X.509 is always there", e);
        }
    }

    /** The certificates of a file, in order; empty, with a problem noted, if there are none to be had. */
    List<X509Certificate> chain(Placed<String> reference) {
        return read(reference, in -> factory.generateCertificates(in).stream()
                .map(X509Certificate.class::cast)
                .toList());
    }

    /** The revocation lists of a file; empty, with a problem noted, if there are none to be had. */
    List<X509CRL> revocations(Placed<String> reference) {
        return read(
                reference,
                in -> factory.generateCRLs(in).stream().map(X509CRL.class::cast).toList());
    }

    /** The one seal algorithm this certificate's key may be used with; empty if it is none of ours. */
    static Optional<SealAlgorithm> algorithmOf(X509Certificate certificate) {
        AlgorithmIdentifier key = SubjectPublicKeyInfo.getInstance(
                        certificate.getPublicKey().getEncoded())
                .getAlgorithm();
        ASN1ObjectIdentifier kind = key.getAlgorithm();
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            if (GMObjectIdentifiers.sm2p256v1.equals(key.getParameters())) {
                return Optional.of(SealAlgorithm.SM2SM3);
            }
            return SECObjectIdentifiers.secp256r1.equals(key.getParameters())
                    ? Optional.of(SealAlgorithm.ES256)
                    : Optional.empty();
        }
        if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return Optional.of(SealAlgorithm.EDDSA);
        }
        return kind.equals(PKCSObjectIdentifiers.rsaEncryption) || kind.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
                ? Optional.of(SealAlgorithm.PS256)
                : Optional.empty();
    }

    private <T> List<T> read(Placed<String> reference, Parser<T> parser) {
        Path file = root.resolve(reference.value()).normalize();
        if (!file.startsWith(root)) {
            problems.add(
                    reference.place(),
                    "路径在站点目录之外 / path outside of the site's directory",
                    "把文件放进站点目录 / put the file into the site's directory");
            return List.of();
        }
        if (!Files.isRegularFile(file)) {
            problems.add(
                    reference.place(),
                    "文件 " + reference.value() + " 不存在 / file " + reference.value() + " does not exist",
                    "放入 PEM 文件或改正路径 / put the PEM file there or mend the path");
            return List.of();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            List<T> parsed = parser.parse(in);
            if (!parsed.isEmpty()) {
                return parsed;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The parser throws what it likes for what is no PEM; the file is named below in any case.
        }
        problems.add(
                reference.place(),
                "文件 " + reference.value() + " 中没有可读的证书 / nothing readable in " + reference.value(),
                "用 PEM 格式 / use PEM (-----BEGIN CERTIFICATE-----)");
        return List.of();
    }

    private interface Parser<T> {
        List<T> parse(InputStream in) throws GeneralSecurityException;
    }
}
