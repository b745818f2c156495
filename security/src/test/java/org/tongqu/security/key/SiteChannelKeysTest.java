package org.tongqu.security.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.tongqu.security.TestSite.NOW;
import static org.tongqu.security.TestSite.SITE;
import static org.tongqu.security.TestSite.TAX;
import static org.tongqu.security.TestSite.UNTIL;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.Site;
import org.tongqu.security.SettableClock;
import org.tongqu.security.TestSite;
import org.tongqu.security.TestSite.Holder;

class SiteChannelKeysTest {
    private static final CertificateAuthority ROOT = TestSite.authority("Root");

    private final SettableClock clock = new SettableClock(NOW);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"PS256", "ES256"})
    void whoseCertificateItIsIsKnownWhoeverHasReadIt(SealAlgorithm algorithm) throws CertificateException {
        Holder tax = TestSite.holder(TAX, algorithm, ROOT);
        Site site = site().with(tax.partyKey()).build();

        assertThat(keys(site).ownerOf(asTheJdkReadsIt(tax))).isEqualTo(TAX);
    }

    @ParameterizedTest
    @EnumSource(names = {"SM2SM3", "EDDSA"})
    void aKeyOfAnotherKindIsNone(SealAlgorithm algorithm) {
        Holder tax = TestSite.holder(TAX, algorithm, ROOT);

        assertThat(refusal(site().with(tax.partyKey()).build(), tax)).isEqualTo(ProblemCode.KEY_NOT_ACCEPTED);
    }

    @Test
    void anotherCertificateOfTheSameKeyOrOneThatIsNotTrustedNowIsNone() {
        Holder tax = TestSite.holder(TAX, SealAlgorithm.ES256, ROOT);
        Holder stranger = TestSite.holder(TAX, SealAlgorithm.ES256, ROOT);
        Site site = site().with(tax.partyKey()).build();

        assertThat(refusal(site, stranger)).isEqualTo(ProblemCode.KEY_NOT_ACCEPTED);
        assertThat(refusal(site().with(tax.partyKey(NOW.minusSeconds(1))).build(), tax))
                .as("revoked")
                .isEqualTo(ProblemCode.KEY_NOT_ACCEPTED);
        clock.set(UNTIL.plus(Duration.ofDays(1)));
        assertThat(refusal(site, tax)).as("expired").isEqualTo(ProblemCode.KEY_NOT_ACCEPTED);
    }

    @Test
    void theGatewayAnswersWithItsFirstKeyThatOthersCanVerify() {
        Holder seals = TestSite.holder(ofGateway("k1"), SealAlgorithm.SM2SM3, ROOT);
        Holder channel = TestSite.holder(ofGateway("k2"), SealAlgorithm.ES256, ROOT);
        Site site =
                site().sealedBy(seals.partyKey()).sealedBy(channel.partyKey()).build();

        assertThat(keys(site, channel.sealingKey()).own().chain()).isEqualTo(channel.chain());
        assertThat(keys(site, channel.sealingKey()).own().toString()).isEqualTo("OwnKey");
        assertThatThrownBy(() -> keys(site, seals.sealingKey()).own()).isInstanceOf(IllegalStateException.class);
    }

    /** What reads PEM calls a key on a curve ECDSA, and that is a name which the JDK's signatures refuse. */
    @ParameterizedTest
    @CsvSource({"PS256, SHA256withRSA, SunRsaSign", "ES256, SHA256withECDSA, SunEC"})
    void theJdkSignsWithTheGatewaysKeyWhoeverHasReadIt(SealAlgorithm algorithm, String signature, String provider)
            throws GeneralSecurityException {
        Holder made = TestSite.holder(ofGateway("k1"), algorithm, ROOT);
        Path file = folder.resolve("key.pem");
        PemFiles pem = new PemFiles(new BouncyCastleProvider());
        pem.writePrivateKey(file, made.pair().getPrivate());
        SealingKey read = new SealingKey(ofGateway("k1"), pem.readPrivateKey(file));
        PrivateKey own =
                keys(site().sealedBy(made.partyKey()).build(), read).own().key();

        Signature signing = Signature.getInstance(signature, provider);
        signing.initSign(own);
        signing.update(new byte[] {1, 2, 3});
        byte[] signed = signing.sign();

        Signature verifying = Signature.getInstance(signature);
        verifying.initVerify(asTheJdkReadsIt(made));
        verifying.update(new byte[] {1, 2, 3});
        assertThat(verifying.verify(signed)).isTrue();
    }

    private static KeyId ofGateway(String key) {
        return new KeyId(PartyId.gatewayOf(SITE), key);
    }

    private static X509Certificate asTheJdkReadsIt(Holder holder) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(holder.chain().get(0).getEncoded()));
    }

    private ProblemCode refusal(Site site, Holder shown) {
        return catchThrowableOfType(
                        Rejection.class, () -> keys(site).ownerOf(shown.chain().get(0)))
                .code();
    }

    private SiteChannelKeys keys(Site site, SealingKey... opened) {
        return new SiteChannelKeys(() -> site, new TrustedKeys(clock, TestSite.PROVIDER), List.of(opened));
    }

    private static TestSite site() {
        return new TestSite().trusting(ROOT.certificate());
    }
}
