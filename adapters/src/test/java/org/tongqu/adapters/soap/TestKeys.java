package org.tongqu.adapters.soap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys with self-signed certificates, made by the JDK's own keytool. */
record TestKeys(PrivateKey key, X509Certificate certificate) {
    private static final String PASSWORD = "for tests only";

    static TestKeys rsa(String name) {
        return make(name, List.of("-keyalg", "RSA", "-keysize", "2048"));
    }

    static TestKeys ec(String name) {
        return make(name, List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }

    private static TestKeys make(String name, List<String> kind) {
        try {
            Path folder = Files.createTempDirectory("keys");
            Path file = folder.resolve("keys.p12");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    name,
                    "-dname",
                    "CN=" + name,
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    file.toString()));
            command.addAll(kind);
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool made no key");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            Files.delete(file);
            Files.delete(folder);
            return new TestKeys((PrivateKey) store.getKey(name, PASSWORD.toCharArray()), (X509Certificate)
                    store.getCertificate(name));
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
