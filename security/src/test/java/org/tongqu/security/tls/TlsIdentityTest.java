package org.tongqu.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.key.CertificateAuthority;
import org.tongqu.security.key.KeyPairMaker;
import org.tongqu.security.key.PemFiles;

class TlsIdentityTest {
    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant UNTIL = FROM.plus(Duration.ofDays(365));

    @TempDir
    Path folder;

    @Test
    void aKeyWithItsCertificateIsOneInAnyOrder() throws Exception {
        Made made = made(SealAlgorithm.ES256, "a");

        assertThat(TlsIdentity.ofPem(made.key() + made.certificate()).chain())
                .extracting(X509Certificate::getSerialNumber)
                .hasSize(1);
        assertThat(TlsIdentity.ofPem(made.certificate() + made.key())
                        .toKeyStore()
                        .isKeyEntry("tls"))
                .isTrue();
    }

    @Test
    void whatIsNoneIsNamedAndShowsNoKey() throws Exception {
        Made made = made(SealAlgorithm.ES256, "a");
        Made other = made(SealAlgorithm.ES256, "b");
        Made sm2 = made(SealAlgorithm.SM2SM3, "c");

        refused(made.certificate(), "holds no unencrypted private key");
        refused(made.key(), "holds no certificate");
        refused(made.key() + other.certificate(), "not that of its first certificate");
        refused(sm2.key() + sm2.certificate(), "RSA or EC");
        refused("", "holds no unencrypted private key");
        refused(made.key().substring(0, made.key().length() / 2), "no PEM");
        assertThat(TlsIdentity.ofPem(made.key() + made.certificate()).toString())
                .doesNotContain(made.key().lines().skip(1).findFirst().orElseThrow());
    }

    private static void refused(String pem, String why) {
        assertThatThrownBy(() -> TlsIdentity.ofPem(pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private Made made(SealAlgorithm algorithm, String name) throws Exception {
        CertificateAuthority authority =
                CertificateAuthority.create(algorithm, name, FROM, UNTIL, PROVIDER, new SecureRandom());
        KeyPair pair = new KeyPairMaker(PROVIDER).make(algorithm);
        PemFiles pem = new PemFiles(PROVIDER);
        Path key = folder.resolve(name + ".key");
        Path certificate = folder.resolve(name + ".pem");
        pem.writePrivateKey(key, pair.getPrivate());
        pem.writeCertificates(
                certificate,
                List.of(authority.issue(
                        pair.getPublic(), new KeyId(new PartyId("990101." + name), "k1"), name, FROM, UNTIL)));
        return new Made(Files.readString(key), Files.readString(certificate));
    }

    private record Made(String key, String certificate) {}
}
