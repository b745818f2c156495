package org.tongqu.security.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tongqu.security.TestSite.FROM;
import static org.tongqu.security.TestSite.NOW;
import static org.tongqu.security.TestSite.PROVIDER;
import static org.tongqu.security.TestSite.TAX;
import static org.tongqu.security.TestSite.UNTIL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongqu.record.KeyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.PartyKey;
import org.tongqu.security.TestSite;
import org.tongqu.security.TestSite.Holder;
import org.tongqu.security.signature.KeyAlgorithms;
import org.tongqu.security.signature.SignatureCheck;

class KeyFilesTest {
    private static final CertificateAuthority ROOT = TestSite.authority("Root");
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final byte[] SAMPLE = {1, 2, 3};

    @TempDir
    Path directory;

    private final PemFiles pem = new PemFiles(PROVIDER);

    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void aKeyComesBackFromItsKeystoreWithItsCertificate(SealAlgorithm algorithm) {
        Holder holder = TestSite.holder(TAX, algorithm, ROOT);
        Path file = directory.resolve("keys/tax.p12");
        Keystore.write(
                file,
                PASSWORD,
                TAX,
                holder.pair().getPrivate(),
                List.of(holder.chain().get(0), ROOT.certificate()),
                PROVIDER);

        Keystore opened = Keystore.open(file, PASSWORD, PROVIDER);

        assertThat(opened.names()).containsExactly(TAX);
        assertThat(opened.chain(TAX)).containsExactly(holder.chain().get(0), ROOT.certificate());
        assertThat(opened.key(TAX).algorithm()).isEqualTo(algorithm);
        SignatureCheck check = new SignatureCheck(algorithm, opened.chain(TAX).get(0), PartyKey.DEFAULT_SM2_USER_ID);
        assertThat(check.holds(opened.key(TAX).signatures().sign(SAMPLE), SAMPLE))
                .isTrue();
        assertThat(KeyAlgorithms.of(opened.chain(TAX).get(0))).isEqualTo(algorithm);
    }

    @Test
    void aKeystoreOpensWithItsPasswordOnlyAndForItsOwnerOnly() throws Exception {
        Holder holder = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
        Path file = directory.resolve("tax.p12");
        Keystore.write(file, PASSWORD, TAX, holder.pair().getPrivate(), holder.chain(), PROVIDER);

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThatThrownBy(() -> Keystore.open(file, "wrong".toCharArray(), PROVIDER))
                .isInstanceOf(KeyFileProblem.class)
                .hasMessageContaining("tax.p12")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> Keystore.open(file, PASSWORD, PROVIDER).key(KeyId.parse("990101.tax#other")))
                .isInstanceOf(KeyFileProblem.class);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Keystore.open(file, PASSWORD, PROVIDER))
                .isInstanceOf(KeyFileProblem.class)
                .hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void aPrivateKeyComesBackFromPem(SealAlgorithm algorithm) {
        KeyPair pair = TestSite.pair(algorithm);
        Path file = directory.resolve("key.pem");
        pem.writePrivateKey(file, pair.getPrivate());

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(pem.readPrivateKey(file).getEncoded())
                .isEqualTo(pair.getPrivate().getEncoded());
    }

    @Test
    void certificatesAndRevocationListsComeBackFromPem() {
        Holder holder = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
        List<X509Certificate> chain = List.of(holder.chain().get(0), ROOT.certificate());
        X509CRL list = ROOT.revocationList(NOW, UNTIL, holder.chain());
        pem.writeCertificates(directory.resolve("chain.pem"), chain);
        pem.writeRevocationList(directory.resolve("list.pem"), list);

        assertThat(pem.readCertificates(directory.resolve("chain.pem"))).isEqualTo(chain);
        assertThat(pem.readRevocationLists(directory.resolve("list.pem"))).containsExactly(list);
        assertThatThrownBy(() -> pem.readCertificates(directory.resolve("list.pem")))
                .isInstanceOf(KeyFileProblem.class);
        assertThatThrownBy(() -> pem.readRevocationLists(directory.resolve("chain.pem")))
                .isInstanceOf(KeyFileProblem.class);
    }

    @Test
    void whatIsNoPemIsRefusedByName() throws Exception {
        Path file = directory.resolve("broken.pem");
        for (String text : List.of(
                "",
                "hello",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n!\n",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n")) {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> pem.readCertificates(file))
                    .isInstanceOf(KeyFileProblem.class)
                    .hasMessageContaining("broken.pem");
            assertThatThrownBy(() -> pem.readPrivateKey(file)).isInstanceOf(KeyFileProblem.class);
            assertThatThrownBy(() -> Keystore.open(file, PASSWORD, PROVIDER)).isInstanceOf(KeyFileProblem.class);
        }
    }

    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void aRequestLeadsToACertificateForItsKey(SealAlgorithm algorithm) throws Exception {
        KeyPairMaker maker = new KeyPairMaker(PROVIDER);
        KeyPair pair = TestSite.pair(algorithm);
        byte[] request = maker.request(pair, algorithm, TAX, "示范县税务局");

        X509Certificate issued = ROOT.issue(request, FROM, UNTIL);

        assertThat(issued.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(issued.getSubjectX500Principal().getName()).contains("CN=990101.tax\\#2026-1", "示范县税务局");
        issued.verify(ROOT.certificate().getPublicKey(), PROVIDER);
        request[request.length - 1] ^= 1;
        assertThatIllegalArgumentException().isThrownBy(() -> ROOT.issue(request, FROM, UNTIL));
    }

    @Test
    void aSecretIsMadeOnceAndKept() throws Exception {
        Path file = directory.resolve("keys/master.key");
        byte[] made = PrivateFile.openOrCreateSecret(file, 16, TestSite.RANDOM);

        assertThat(made).hasSize(16);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.resolveSibling(""))).isEqualTo("rwx------");
        assertThat(PrivateFile.openOrCreateSecret(file, 16, TestSite.RANDOM)).isEqualTo(made);
        assertThatThrownBy(() -> PrivateFile.openOrCreateSecret(file, 32, TestSite.RANDOM))
                .isInstanceOf(KeyFileProblem.class);
        PrivateFile.replace(file, "zz".repeat(16).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> PrivateFile.openOrCreateSecret(file, 16, TestSite.RANDOM))
                .isInstanceOf(KeyFileProblem.class)
                .hasMessageNotContaining("zz");
    }

    @Test
    void nothingShowsAKey() {
        Holder holder = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
        Path file = directory.resolve("tax.p12");
        Keystore.write(file, PASSWORD, TAX, holder.pair().getPrivate(), holder.chain(), PROVIDER);
        Keystore opened = Keystore.open(file, PASSWORD, PROVIDER);
        assertThat(opened).hasToString("Keystore[990101.tax#2026-1]");
        assertThat(opened.key(TAX)).hasToString("SealingKey[990101.tax#2026-1 SM2SM3]");
        assertThat(ROOT.toString()).startsWith("CertificateAuthority[CN=Root");
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
