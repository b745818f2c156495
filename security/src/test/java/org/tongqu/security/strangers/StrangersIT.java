package org.tongqu.security.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tongqu.security.TestSite.FROM;
import static org.tongqu.security.TestSite.NOW;
import static org.tongqu.security.TestSite.PROVIDER;
import static org.tongqu.security.TestSite.SITE;
import static org.tongqu.security.TestSite.TAX;
import static org.tongqu.security.TestSite.UNTIL;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.security.SettableClock;
import org.tongqu.security.TestSite;
import org.tongqu.security.TestSite.Holder;
import org.tongqu.security.digest.Sm3;
import org.tongqu.security.key.CertificateAuthority;
import org.tongqu.security.key.KeyPairMaker;
import org.tongqu.security.key.Keystore;
import org.tongqu.security.key.PemFiles;
import org.tongqu.security.key.TrustedKeys;
import org.tongqu.security.seal.PartySealVerifier;
import org.tongqu.security.seal.SealMaker;
import org.tongqu.security.strangers.Stranger.Answer;

class StrangersIT {
    private static final CertificateAuthority ROOT = TestSite.authority("Root");
    private static final String DISTID = "distid:" + PartyKey.DEFAULT_SM2_USER_ID;
    private static final BigInteger N = GMNamedCurves.getByName("sm2p256v1").getN();
    private static final byte[] BODY =
            "{\"specversion\":\"1.0\",\"事项\":\"企业开办\"}\n".repeat(40).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final PemFiles pem = new PemFiles(PROVIDER);

    @BeforeEach
    void writeBody() throws Exception {
        Files.write(directory.resolve("body"), BODY);
    }

    @Test
    void openSslSealsWithAKeyOfItsOwnAndWeVerify() throws Exception {
        openssl("genpkey", "-algorithm", "SM2", "-out", "own.pem");
        openssl(
                "req",
                "-new",
                "-sm3",
                "-sigopt",
                DISTID,
                "-key",
                "own.pem",
                "-subj",
                "/CN=tax",
                "-outform",
                "DER",
                "-out",
                "own.csr");
        X509Certificate issued = ROOT.issue(Files.readAllBytes(directory.resolve("own.csr")), FROM, UNTIL);

        assertVerifies(sealByOpenSsl("own.pem"), issued);
    }

    @Test
    void openSslSealsWithAKeyOfOursAndWeVerify() throws Exception {
        Holder holder = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
        pem.writePrivateKey(directory.resolve("ours.pem"), holder.pair().getPrivate());

        assertThat(openssl("pkey", "-in", "ours.pem", "-noout", "-text").text()).contains("SM2");
        assertVerifies(sealByOpenSsl("ours.pem"), holder.chain().get(0));
    }

    @Test
    void weSealAndOpenSslVerifies() throws Exception {
        Holder holder = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
        pem.writeCertificates(directory.resolve("tax.pem"), holder.chain());
        Files.writeString(
                directory.resolve("tax.pub"),
                openssl("x509", "-in", "tax.pem", "-pubkey", "-noout").text());
        Seal seal = new SealMaker(holder.sealingKey()).seal(SealType.RECORD, SITE, NOW, BODY);
        Files.write(directory.resolve("input"), Seal.signingInput(seal.protectedHeader(), BODY));
        Files.write(directory.resolve("signature"), der(Base64.getUrlDecoder().decode(seal.signature())));

        assertThat(verifyByOpenSsl().text()).contains("Signature Verified Successfully");

        Files.write(directory.resolve("input"), Seal.signingInput(seal.protectedHeader(), new byte[0]));
        assertThat(verifyByOpenSsl().status()).isNotZero();
    }

    @Test
    void openSslAcceptsOurCertificatesRequestsListsAndKeystores() throws Exception {
        KeyPairMaker maker = new KeyPairMaker(PROVIDER);
        KeyPair pair = maker.make(SealAlgorithm.SM2SM3);
        pem.writeRequest(directory.resolve("tax.csr"), maker.request(pair, SealAlgorithm.SM2SM3, TAX, "示范县税务局"));
        X509Certificate issued = ROOT.issue(pair.getPublic(), TAX, "示范县税务局", FROM, UNTIL);
        pem.writeCertificates(directory.resolve("tax.pem"), List.of(issued));
        pem.writeCertificates(directory.resolve("root.pem"), List.of(ROOT.certificate()));
        pem.writeRevocationList(directory.resolve("list.pem"), ROOT.revocationList(NOW, UNTIL, List.of(issued)));
        Keystore.write(
                directory.resolve("tax.p12"),
                "secret".toCharArray(),
                TAX,
                pair.getPrivate(),
                List.of(issued, ROOT.certificate()),
                PROVIDER);

        assertThat(openssl("req", "-in", "tax.csr", "-noout", "-verify", "-vfyopt", DISTID)
                        .text())
                .contains("verify OK");
        assertThat(openssl(
                                "verify",
                                "-attime",
                                "" + NOW.getEpochSecond(),
                                "-vfyopt",
                                DISTID,
                                "-CAfile",
                                "root.pem",
                                "tax.pem")
                        .text())
                .contains("tax.pem: OK");
        assertThat(openssl("crl", "-in", "list.pem", "-noout", "-text").text().toLowerCase(Locale.ROOT))
                .contains("serial number: " + issued.getSerialNumber().toString(16));
        assertThat(openssl("pkcs12", "-in", "tax.p12", "-passin", "pass:secret", "-nodes")
                        .text())
                .contains("BEGIN PRIVATE KEY", "BEGIN CERTIFICATE");
    }

    @Test
    void aKeystorePackedByOpenSslOpens() throws Exception {
        KeyPair pair = new KeyPairMaker(PROVIDER).make(SealAlgorithm.SM2SM3);
        X509Certificate issued = ROOT.issue(pair.getPublic(), TAX, "示范县税务局", FROM, UNTIL);
        pem.writePrivateKey(directory.resolve("tax.key.pem"), pair.getPrivate());
        pem.writeCertificates(directory.resolve("tax.pem"), List.of(issued));
        openssl(
                "pkcs12",
                "-export",
                "-inkey",
                "tax.key.pem",
                "-in",
                "tax.pem",
                "-name",
                TAX.toString(),
                "-passout",
                "pass:secret",
                "-out",
                "tax.p12");

        Keystore opened = Keystore.open(directory.resolve("tax.p12"), "secret".toCharArray(), PROVIDER);

        assertThat(opened.names()).containsExactly(TAX);
        assertThat(opened.chain(TAX)).containsExactly(issued);
    }

    @Test
    void openSslMakesTheSameDigests() throws Exception {
        for (int length : List.of(0, 1, 55, 56, 63, 64, 65, 1000)) {
            byte[] content = new byte[length];
            TestSite.RANDOM.nextBytes(content);
            Files.write(directory.resolve("content"), content);
            assertThat(openssl("dgst", "-sm3", "-r", "content").text())
                    .startsWith(new Sm3().sm3(content).value().substring("sm3:".length()));
        }
    }

    @Test
    void smCryptoSealsAndWeVerify() throws Exception {
        for (int round = 0; round < 5; round++) {
            Holder holder = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
            Answer answer = Stranger.sealJs(
                    directory,
                    "seal",
                    privateHex(holder.pair()),
                    TAX.toString(),
                    SITE,
                    "" + NOW.getEpochSecond(),
                    "body");
            assertThat(answer.status()).as(answer.text()).isZero();
            assertVerifies(Seal.parse(answer.text().strip()), holder.chain().get(0));
        }
    }

    @Test
    void weSealAndSmCryptoVerifies() throws Exception {
        Holder holder = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
        String publicHex = HexFormat.of()
                .formatHex(SubjectPublicKeyInfo.getInstance(
                                holder.pair().getPublic().getEncoded())
                        .getPublicKeyData()
                        .getBytes());
        SealMaker maker = new SealMaker(holder.sealingKey());
        for (int round = 0; round < 5; round++) {
            String seal = maker.seal(SealType.RECORD, SITE, NOW, BODY).text();
            assertThat(Stranger.sealJs(directory, "verify", publicHex, seal, "body")
                            .text()
                            .strip())
                    .isEqualTo("true");
        }
        String other = maker.seal(SealType.RECORD, SITE, NOW, new byte[] {1}).text();
        assertThat(Stranger.sealJs(directory, "verify", publicHex, other, "body")
                        .text()
                        .strip())
                .isEqualTo("false");
    }

    private Seal sealByOpenSsl(String key) throws Exception {
        String header = SealHeader.plain(SealAlgorithm.SM2SM3, TAX, SealType.RECORD, SITE, NOW)
                .encode();
        Files.write(directory.resolve("input"), Seal.signingInput(header, BODY));
        openssl(
                "pkeyutl",
                "-sign",
                "-rawin",
                "-digest",
                "sm3",
                "-pkeyopt",
                DISTID,
                "-inkey",
                key,
                "-in",
                "input",
                "-out",
                "signature");
        byte[] raw = raw(Files.readAllBytes(directory.resolve("signature")));
        return new Seal(header, Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
    }

    private Answer verifyByOpenSsl() throws Exception {
        return Stranger.openssl(
                directory,
                "pkeyutl",
                "-verify",
                "-rawin",
                "-digest",
                "sm3",
                "-pkeyopt",
                DISTID,
                "-pubin",
                "-inkey",
                "tax.pub",
                "-in",
                "input",
                "-sigfile",
                "signature");
    }

    private Answer openssl(String... arguments) throws Exception {
        Answer answer = Stranger.openssl(directory, arguments);
        assertThat(answer.status()).as(answer.text()).isZero();
        return answer;
    }

    private static void assertVerifies(Seal seal, X509Certificate certificate) {
        PartyKey key =
                new PartyKey(TAX, SealAlgorithm.SM2SM3, List.of(certificate), PartyKey.DEFAULT_SM2_USER_ID, null);
        Site site = new TestSite().trusting(ROOT.certificate()).with(key).build();
        SettableClock clock = new SettableClock(NOW);
        SealVerifier verifier = new PartySealVerifier(() -> site, new TrustedKeys(clock, PROVIDER), clock);
        assertThat(verifier.verify(seal, BODY, SealType.RECORD).party()).isEqualTo(TAX.party());
        assertThatThrownBy(() -> verifier.verify(seal, Arrays.copyOf(BODY, BODY.length - 1), SealType.RECORD))
                .isInstanceOf(Rejection.class);
    }

    private static String privateHex(KeyPair pair) throws Exception {
        BigInteger scalar = ECPrivateKey.getInstance(
                        PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                                .parsePrivateKey())
                .getKey();
        return HexFormat.of().formatHex(BigIntegers.asUnsignedByteArray(32, scalar));
    }

    private static byte[] raw(byte[] der) throws Exception {
        BigInteger[] numbers = StandardDSAEncoding.INSTANCE.decode(N, der);
        return PlainDSAEncoding.INSTANCE.encode(N, numbers[0], numbers[1]);
    }

    private static byte[] der(byte[] raw) throws Exception {
        BigInteger[] numbers = PlainDSAEncoding.INSTANCE.decode(N, raw);
        return StandardDSAEncoding.INSTANCE.encode(N, numbers[0], numbers[1]);
    }
}
