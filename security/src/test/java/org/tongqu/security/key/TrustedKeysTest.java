package org.tongqu.security.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.tongqu.security.TestSite.FROM;
import static org.tongqu.security.TestSite.NOW;
import static org.tongqu.security.TestSite.TAX;
import static org.tongqu.security.TestSite.UNTIL;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.security.OddCertificate;
import org.tongqu.security.SettableClock;
import org.tongqu.security.TestSite;
import org.tongqu.security.TestSite.Holder;

class TrustedKeysTest {
    private static final CertificateAuthority ROOT = TestSite.authority("Root");
    private static final CertificateAuthority OTHER = TestSite.authority("Other");
    private static final Holder TAX_OFFICE = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);

    private final SettableClock clock = new SettableClock(NOW);
    private final TrustedKeys keys = new TrustedKeys(clock, TestSite.PROVIDER);

    @Test
    void aKeyOfATrustedAuthorityIsTrusted() {
        assertThat(refusal(site(), TAX_OFFICE.partyKey())).isNull();
    }

    @Test
    void aChainMayNameItsAnchorItself() {
        PartyKey key = TAX_OFFICE
                .withChain(List.of(TAX_OFFICE.chain().get(0), ROOT.certificate()))
                .partyKey();
        assertThat(refusal(site(), key)).isNull();
    }

    @Test
    void aChainToAnotherAuthorityIsRefused() {
        Holder stranger = TestSite.holder(TAX, SealAlgorithm.SM2SM3, OTHER);
        assertThat(refusal(site(), stranger.partyKey())).contains("trust anchor");
        PartyKey withRoot = stranger.withChain(List.of(stranger.chain().get(0), OTHER.certificate()))
                .partyKey();
        assertThat(refusal(site(), withRoot)).contains("trust anchor");
    }

    @Test
    void anAuthorityOfTheSameNameIsAnother() {
        Holder stranger = TestSite.holder(TAX, SealAlgorithm.SM2SM3, TestSite.authority("Root"));
        assertThat(refusal(site(), stranger.partyKey())).contains("trust anchor");
    }

    @Test
    void withoutAnchorsNothingIsTrusted() {
        assertThat(refusal(new TestSite().build(), TAX_OFFICE.partyKey())).contains("trust anchor");
    }

    @Test
    void aCertificateThatIsAnAnchorItselfIsTrusted() {
        Site pinned = new TestSite().trusting(TAX_OFFICE.chain().get(0)).build();
        assertThat(refusal(pinned, TAX_OFFICE.partyKey())).isNull();
        clock.set(UNTIL.plusSeconds(1));
        assertThat(refusal(pinned, TAX_OFFICE.partyKey())).contains("expired");
    }

    @Test
    void aCertificateCountsFromItsFirstToItsLastMoment() {
        clock.set(FROM.minusMillis(1));
        assertThat(refusal(site(), TAX_OFFICE.partyKey())).contains("not valid yet");
        clock.set(FROM);
        assertThat(refusal(site(), TAX_OFFICE.partyKey())).isNull();
        clock.set(UNTIL);
        assertThat(refusal(site(), TAX_OFFICE.partyKey())).isNull();
        clock.set(UNTIL.plusMillis(1));
        assertThat(refusal(site(), TAX_OFFICE.partyKey())).contains("expired");
    }

    @Test
    void aVerdictNeverOutlivesTheCertificate() {
        Site site = site();
        PartyKey key = TAX_OFFICE.partyKey();
        clock.set(FROM.minusMillis(1));
        assertThat(refusal(site, key)).contains("not valid yet");
        clock.set(FROM);
        assertThat(refusal(site, key)).isNull();
        clock.set(UNTIL.minusSeconds(5));
        assertThat(refusal(site, key)).isNull();
        clock.set(UNTIL.plusMillis(1));
        assertThat(refusal(site, key)).contains("expired");
    }

    @Test
    void aVerdictIsKeptAMinuteAndGivenAnewForEachSiteVersion() {
        Site site = site();
        PartyKey key = TAX_OFFICE.partyKey();
        assertThat(keys.require(site, key)).isSameAs(keys.require(site, key));
        Site revoking = new TestSite()
                .trusting(ROOT.certificate())
                .revoking(ROOT.revocationList(
                        NOW,
                        NOW.plus(Duration.ofDays(7)),
                        List.of(TAX_OFFICE.chain().get(0))))
                .build();
        assertThat(refusal(revoking, key)).contains("revoked");
        assertThat(refusal(site, key)).isNull();
    }

    @Test
    void aKeyIsRevokedByThePartyFileFromThatMomentOn() {
        PartyKey key = TAX_OFFICE.partyKey(NOW.plusSeconds(10));
        Site site = site();
        assertThat(refusal(site, key)).isNull();
        clock.set(NOW.plusSeconds(10).minusMillis(1));
        assertThat(refusal(site, key)).isNull();
        clock.set(NOW.plusSeconds(10));
        assertThat(refusal(site, key)).isEqualTo("key is revoked");
    }

    @Test
    void aListThatRevokesAnotherCertificateHarmsNobody() {
        Holder other = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
        X509CRL list = ROOT.revocationList(
                NOW, NOW.plus(Duration.ofDays(7)), List.of(other.chain().get(0)));
        Site site = new TestSite().trusting(ROOT.certificate()).revoking(list).build();
        assertThat(refusal(site, TAX_OFFICE.partyKey())).isNull();
        assertThat(refusal(site, other.partyKey())).contains("revoked");
    }

    @Test
    void aListInAnAuthoritysNameByAnotherKeyIsNotIgnored() {
        X509CRL forged = TestSite.authority("Root").revocationList(NOW, NOW.plus(Duration.ofDays(7)), List.of());
        Site site = new TestSite().trusting(ROOT.certificate()).revoking(forged).build();
        assertThat(refusal(site, TAX_OFFICE.partyKey())).contains("does not verify");
    }

    @Test
    void aCertificateMustBeForSignatures() throws Exception {
        for (int usage : List.of(
                0,
                KeyUsage.keyEncipherment,
                KeyUsage.nonRepudiation,
                KeyUsage.keyAgreement | KeyUsage.dataEncipherment)) {
            assertThat(refusal(site(), with(new OddCertificate(publicKey()).forUsage(usage))))
                    .contains("digitalSignature");
        }
        assertThat(refusal(site(), with(new OddCertificate(publicKey())))).isNull();
    }

    @Test
    void anIntermediateAuthorityMustBeOne() throws Exception {
        KeyPair middle = new KeyPairMaker(TestSite.PROVIDER).make(SealAlgorithm.SM2SM3);
        X509Certificate good = new OddCertificate(middle.getPublic())
                .named("CN=Middle")
                .asAuthority()
                .forUsage(KeyUsage.keyCertSign)
                .issuedBy(ROOT.privateKey(), ROOT.certificate());
        X509Certificate noAuthority = new OddCertificate(middle.getPublic())
                .named("CN=Middle")
                .forUsage(KeyUsage.digitalSignature)
                .issuedBy(ROOT.privateKey(), ROOT.certificate());
        X509Certificate mayNotSign = new OddCertificate(middle.getPublic())
                .named("CN=Middle")
                .asAuthority()
                .forUsage(KeyUsage.digitalSignature)
                .issuedBy(ROOT.privateKey(), ROOT.certificate());
        X509Certificate expired = new OddCertificate(middle.getPublic())
                .named("CN=Middle")
                .asAuthority()
                .forUsage(KeyUsage.keyCertSign)
                .lasting(FROM, NOW.minusSeconds(1))
                .issuedBy(ROOT.privateKey(), ROOT.certificate());
        X509Certificate leaf = new OddCertificate(publicKey()).issuedBy(middle.getPrivate(), good);

        assertThat(refusal(site(), TAX_OFFICE.withChain(List.of(leaf, good)).partyKey()))
                .isNull();
        assertThat(refusal(
                        site(), TAX_OFFICE.withChain(List.of(leaf, noAuthority)).partyKey()))
                .contains("trust anchor");
        assertThat(refusal(
                        site(), TAX_OFFICE.withChain(List.of(leaf, mayNotSign)).partyKey()))
                .contains("trust anchor");
        assertThat(refusal(site(), TAX_OFFICE.withChain(List.of(leaf, expired)).partyKey()))
                .contains("expired");
        assertThat(refusal(site(), TAX_OFFICE.withChain(List.of(leaf)).partyKey()))
                .contains("trust anchor");
        Site revoking = new TestSite()
                .trusting(ROOT.certificate())
                .revoking(ROOT.revocationList(NOW, NOW.plus(Duration.ofDays(7)), List.of(good)))
                .build();
        assertThat(refusal(revoking, TAX_OFFICE.withChain(List.of(leaf, good)).partyKey()))
                .contains("revoked");
    }

    @Test
    void anAnchorThatHasExpiredHoldsNothing() throws Exception {
        KeyPair pair = new KeyPairMaker(TestSite.PROVIDER).make(SealAlgorithm.SM2SM3);
        CertificateAuthority brief = CertificateAuthority.create(
                SealAlgorithm.SM2SM3, "Brief", FROM, NOW.minusSeconds(1), TestSite.PROVIDER, TestSite.RANDOM);
        Holder holder = new Holder(
                TAX, SealAlgorithm.SM2SM3, pair, List.of(brief.issue(pair.getPublic(), TAX, "示范县税务局", FROM, UNTIL)));
        Site site = new TestSite().trusting(brief.certificate()).build();
        assertThat(refusal(site, holder.partyKey())).contains("out of its time");
    }

    @Test
    void aCertificateWithAChangedSignatureIsRefused() throws Exception {
        byte[] changed = TAX_OFFICE.chain().get(0).getEncoded();
        changed[changed.length - 1] ^= 1;
        X509Certificate forged = (X509Certificate) CertificateFactory.getInstance("X.509", TestSite.PROVIDER)
                .generateCertificate(new ByteArrayInputStream(changed));
        assertThat(refusal(site(), TAX_OFFICE.withChain(List.of(forged)).partyKey()))
                .contains("trust anchor");
    }

    private PartyKey with(OddCertificate certificate) throws Exception {
        return TAX_OFFICE
                .withChain(List.of(certificate.issuedBy(ROOT.privateKey(), ROOT.certificate())))
                .partyKey();
    }

    private static PublicKey publicKey() {
        return TAX_OFFICE.pair().getPublic();
    }

    private static Site site() {
        return new TestSite().trusting(ROOT.certificate()).build();
    }

    private @Nullable String refusal(Site site, PartyKey key) {
        Throwable thrown = catchThrowable(() -> keys.require(site, key));
        if (thrown == null) {
            return null;
        }
        assertThat(thrown).isInstanceOf(Rejection.class);
        assertThat(((Rejection) thrown).code()).isEqualTo(ProblemCode.KEY_NOT_ACCEPTED);
        return ((Rejection) thrown).detail();
    }
}
