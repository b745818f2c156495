package org.tongqu.security.key;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Reads and writes PEM files (RFC 7468) as OpenSSL 3 does: certificates, revocation lists, unencrypted PKCS#8 private keys
 * with the named curve. What is read belongs to the given provider, so SM2 is understood. Stateless and thread-safe.
 */
public final class PemFiles {
    private final Provider provider;

    /** @param provider Bouncy Castle */
    public PemFiles(Provider provider) {
        this.provider = provider;
    }

    /**
     * The certificates of a file in their order: a chain has the key's own first.
     *
     * @throws KeyFileProblem if it cannot be read, holds something else, or nothing
     */
    public List<X509Certificate> readCertificates(Path file) {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter().setProvider(provider);
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object entry : entries(file)) {
            if (!(entry instanceof X509CertificateHolder holder)) {
                throw new KeyFileProblem(file, "holds something that is not a certificate");
            }
            try {
                certificates.add(converter.getCertificate(holder));
            } catch (GeneralSecurityException e) {
                throw new KeyFileProblem(file, "holds a certificate that cannot be read", e);
            }
        }
        return List.copyOf(certificates);
    }

    /**
     * The revocation lists of a file.
     *
     * @throws KeyFileProblem if it cannot be read, holds something else, or nothing
     */
    public List<X509CRL> readRevocationLists(Path file) {
        JcaX509CRLConverter converter = new JcaX509CRLConverter().setProvider(provider);
        List<X509CRL> lists = new ArrayList<>();
        for (Object entry : entries(file)) {
            if (!(entry instanceof X509CRLHolder holder)) {
                throw new KeyFileProblem(file, "holds something that is not a revocation list");
            }
            try {
                lists.add(converter.getCRL(holder));
            } catch (GeneralSecurityException e) {
                throw new KeyFileProblem(file, "holds a revocation list that cannot be read", e);
            }
        }
        return List.copyOf(lists);
    }

    /**
     * The one unencrypted private key of a file, PKCS#8 or SEC 1.
     *
     * @throws KeyFileProblem if it cannot be read, others than its owner may read it, or it holds something else
     */
    public PrivateKey readPrivateKey(Path file) {
        String text = new String(PrivateFile.read(file), StandardCharsets.UTF_8);
        List<Object> keys = parse(file, text).stream()
                .filter(entry -> entry instanceof PrivateKeyInfo || entry instanceof PEMKeyPair)
                .toList();
        if (keys.size() != 1) {
            throw new KeyFileProblem(file, "does not hold exactly one unencrypted private key");
        }
        PrivateKeyInfo info =
                keys.get(0) instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) keys.get(0);
        try {
            return new JcaPEMKeyConverter().setProvider(provider).getPrivateKey(info);
        } catch (IOException e) {
            throw new KeyFileProblem(file, "holds a private key that cannot be read", e);
        }
    }

    /**
     * Writes a private key as unencrypted PKCS#8, readable by its owner only; replaces the file.
     *
     * @throws KeyFileProblem if it cannot be written
     */
    public void writePrivateKey(Path file, PrivateKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new KeyFileProblem(file, "the key has no encoded form");
        }
        PrivateFile.replace(file, pem("PRIVATE KEY", List.of(encoded)).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Writes certificates in their order; replaces the file.
     *
     * @throws KeyFileProblem if it cannot be written
     */
    public void writeCertificates(Path file, List<X509Certificate> certificates) {
        List<byte[]> encoded = new ArrayList<>();
        try {
            for (X509Certificate certificate : certificates) {
                encoded.add(certificate.getEncoded());
            }
        } catch (GeneralSecurityException e) {
            throw new KeyFileProblem(file, "a certificate has no encoded form", e);
        }
        writePublic(file, pem("CERTIFICATE", encoded));
    }

    /**
     * Writes a revocation list; replaces the file.
     *
     * @throws KeyFileProblem if it cannot be written
     */
    public void writeRevocationList(Path file, X509CRL list) {
        try {
            writePublic(file, pem("X509 CRL", List.of(list.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new KeyFileProblem(file, "the revocation list has no encoded form", e);
        }
    }

    /**
     * Writes a certificate request (PKCS#10); replaces the file.
     *
     * @throws KeyFileProblem if it cannot be written
     */
    public void writeRequest(Path file, byte[] request) {
        writePublic(file, pem("CERTIFICATE REQUEST", List.of(request)));
    }

    private static void writePublic(Path file, String pem) {
        try {
            Files.writeString(file, pem, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new KeyFileProblem(file, "cannot be written", e);
        }
    }

    private static List<Object> entries(Path file) {
        try {
            return parse(file, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new KeyFileProblem(file, "cannot be read", e);
        }
    }

    private static List<Object> parse(Path file, String text) {
        List<Object> entries = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
                entries.add(entry);
            }
        } catch (IOException | RuntimeException e) {
            throw new KeyFileProblem(file, "is not PEM", e);
        }
        if (entries.isEmpty()) {
            throw new KeyFileProblem(file, "holds no PEM block");
        }
        return entries;
    }

    private static String pem(String type, List<byte[]> blocks) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (byte[] block : blocks) {
                writer.writeObject(new PemObject(type, block));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }
}
