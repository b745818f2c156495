package org.tongqu.ittests.site;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.tongqu.ittests.process.Program;

/**
 * An authority for TLS and what it issued, made by OpenSSL: {@code <name>.pem} has the private key and the certificate, {@code <name>.p12}
 * the same; all are for the address 127.0.0.1. Thread-safe.
 *
 * @param folder where they lie
 */
public record TlsFiles(Path folder) {
    private static final String PASSWORD = "for-tests";

    /** Makes the authority and one certificate for each name. */
    public static TlsFiles make(Path folder, String... names) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TlsFiles files = new TlsFiles(folder);
        files.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=authority"
                + " -keyout authority.key -out authority.pem");
        for (String name : names) {
            files.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=" + name
                    + " -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE"
                    + " -CA authority.pem -CAkey authority.key -keyout " + name + ".key -out " + name + ".crt");
            files.openssl("pkcs12 -export -inkey " + name + ".key -in " + name + ".crt -out " + name
                    + ".p12 -passout pass:" + PASSWORD);
            files.join(name);
        }
        return files;
    }

    private void join(String name) {
        try {
            Path joined = folder.resolve(name + ".pem");
            Files.writeString(
                    joined,
                    Files.readString(folder.resolve(name + ".key")) + Files.readString(folder.resolve(name + ".crt")));
            Program.run("chmod", "600", joined.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String openssl(String arguments) {
        return Program.run("sh", "-c", "cd '" + folder + "' && openssl " + arguments);
    }

    /** Its certificate, whom others are to trust. */
    public Path authority() {
        return folder.resolve("authority.pem");
    }

    /** The private key and the certificate of this name. */
    public Path identity(String name) {
        return folder.resolve(name + ".pem");
    }

    /** As OpenSSL prints it. */
    public String fingerprint(String name) {
        return openssl("x509 -noout -fingerprint -sha256 -in " + name + ".crt")
                .strip()
                .replaceFirst("^.*=", "");
    }

    /** Connections of who has this certificate, null for nobody, and trusts the authority. */
    public SSLContext context(String name) {
        return context(name, authority());
    }

    /** Connections of who has this certificate, null for nobody, and trusts another authority. */
    public SSLContext context(String name, Path trusted) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (name != null) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(
                        new ByteArrayInputStream(Files.readAllBytes(folder.resolve(name + ".p12"))),
                        PASSWORD.toCharArray());
                keys.init(store, PASSWORD.toCharArray());
            }
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(trusted))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(name == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
