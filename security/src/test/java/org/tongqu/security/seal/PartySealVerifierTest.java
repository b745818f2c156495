package org.tongqu.security.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.tongqu.security.TestSite.NOW;
import static org.tongqu.security.TestSite.SITE;
import static org.tongqu.security.TestSite.TAX;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongqu.record.KeyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.seal.Origin;
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
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.key.TrustedKeys;
import tools.jackson.databind.node.ObjectNode;

class PartySealVerifierTest {
    private static final byte[] BODY = "{\"id\":\"1\",\"名\":\"值\"}\n".getBytes(StandardCharsets.UTF_8);
    private static final CertificateAuthority ROOT = TestSite.authority("Root");
    private static final Holder TAX_OFFICE = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);

    private final SettableClock clock = new SettableClock(NOW);
    private final SealMaker maker = new SealMaker(TAX_OFFICE.sealingKey());

    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void aSealOfEveryAlgorithmIsAccepted(SealAlgorithm algorithm) {
        Holder holder = TestSite.holder(TAX, algorithm, ROOT);
        Seal seal = new SealMaker(holder.sealingKey()).seal(SealType.RECORD, SITE, NOW, BODY);

        SealVerifier.Verified verified = verifier(site(holder.partyKey())).verify(seal, BODY, SealType.RECORD);

        assertThat(verified.party()).isEqualTo(TAX.party());
        assertThat(verified.header()).isEqualTo(SealHeader.plain(algorithm, TAX, SealType.RECORD, SITE, NOW));
    }

    @ParameterizedTest
    @EnumSource(SealType.class)
    void aSealHoldsForItsPurposeOnly(SealType type) {
        Seal seal = maker.seal(type, SITE, NOW, BODY);
        PartySealVerifier verifier = verifier();
        assertThat(verifier.verify(seal, BODY, type).header().typ()).isEqualTo(type);
        for (SealType other : SealType.values()) {
            if (other != type) {
                assertThat(refusal(verifier, seal, BODY, other)).hasMessageContaining("typ is " + type.wire());
            }
        }
    }

    @Test
    void anyChangedBitOfBodyHeaderOrSignatureIsFound() {
        Seal seal = maker.seal(SealType.RECORD, SITE, NOW, BODY);
        PartySealVerifier verifier = verifier();
        for (int i = 0; i < BODY.length; i++) {
            byte[] changed = BODY.clone();
            changed[i] ^= 1;
            assertThat(refusal(verifier, seal, changed, SealType.RECORD).code()).isEqualTo(ProblemCode.SEAL_INVALID);
        }
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            boolean header = random.nextBoolean();
            StringBuilder text = new StringBuilder(header ? seal.protectedHeader() : seal.signature());
            int at = random.nextInt(text.length());
            char other = "ABCDwxyz0189-_".charAt(random.nextInt(14));
            if (text.charAt(at) == other) {
                continue;
            }
            text.setCharAt(at, other);
            Seal changed = header
                    ? new Seal(text.toString(), seal.signature())
                    : new Seal(seal.protectedHeader(), text.toString());
            assertThat(refusal(verifier, changed, BODY, SealType.RECORD).code().status())
                    .isEqualTo(401);
        }
        assertThat(verifier.verify(seal, BODY, SealType.RECORD)).isNotNull();
    }

    @TestFactory
    Stream<DynamicTest> aHeaderThatIsNotExactlyTheProfileIsRefused() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String member : List.of("alg", "kid", "typ", "aud", "iat", "b64", "crit")) {
            tests.add(refused("without " + member, h -> h.remove(member)));
            tests.add(refused(member + " null", h -> h.putNull(member)));
            tests.add(refused(member + " an object", h -> h.putObject(member)));
            tests.add(refused(
                    member + " in another case", h -> h.set(member.toUpperCase(Locale.ROOT), h.remove(member))));
        }
        for (String member : List.of("jku", "x5u", "jwk", "x5c", "x5t", "cty", "nbf", "exp", "foo", "")) {
            tests.add(refused("with " + member, h -> h.put(member, "https://evil.example/")));
        }
        tests.add(refused("with dlv", h -> h.put("dlv", "0".repeat(32))));
        tests.add(refused("with rule", h -> h.put("rule", "r")));
        tests.add(refused("with att", h -> h.put("att", "channel")));
        tests.add(refused("with an empty gap", h -> h.putArray("gap")));
        tests.add(refused("with gap", h -> h.putArray("gap").add("1")));
        tests.add(refused("with org", h -> h.putObject("org")
                .put("sender", TAX.party().value())
                .put("id", "1")
                .put("digest", "sm3:" + "0".repeat(64))));
        tests.add(refused("b64 true", h -> h.put("b64", true)));
        tests.add(refused("b64 as text", h -> h.put("b64", "false")));
        tests.add(refused("crit empty", h -> h.putArray("crit")));
        tests.add(refused("crit as text", h -> h.put("crit", "b64")));
        tests.add(refused("crit twice", h -> h.putArray("crit").add("b64").add("b64")));
        tests.add(refused("crit more", h -> h.putArray("crit").add("b64").add("exp")));
        tests.add(refused("crit other", h -> h.putArray("crit").add("exp")));
        tests.add(refused("crit number", h -> h.putArray("crit").add(1)));
        for (String alg :
                List.of("none", "None", "", "ES256", "EdDSA", "PS256", "HS256", "RS256", "sm2sm3", "SM2SM3 ")) {
            tests.add(refused("alg '" + alg + "'", h -> h.put("alg", alg)));
        }
        for (String typ : List.of("tongqu-receipt", "tongqu-delivery", "tongqu-ack", "JWT", "tongqu-proof+jwt", "")) {
            tests.add(refused("typ '" + typ + "'", h -> h.put("typ", typ)));
        }
        for (String aud : List.of("990102", "990101 ", "", "990101.gateway", "*")) {
            tests.add(refused("aud '" + aud + "'", h -> h.put("aud", aud)));
        }
        tests.add(refused("aud a list", h -> h.putArray("aud").add(SITE)));
        for (String kid : List.of(
                "990101.tax#other",
                "990101.bank#2026-1",
                "990101.tax",
                "#2026-1",
                "../990101.tax#2026-1",
                "990101.tax#2026-1#2026-1",
                "990101.gateway#2026-1",
                "")) {
            tests.add(refused("kid '" + kid + "'", h -> h.put("kid", kid)));
        }
        tests.add(refused("iat as text", h -> h.put("iat", "1")));
        tests.add(refused("iat with a fraction", h -> h.put("iat", NOW.getEpochSecond() + 0.5)));
        tests.add(refused("iat negative", h -> h.put("iat", -1)));
        tests.add(refused("iat beyond a long", h -> h.put("iat", new BigInteger("99999999999999999999"))));
        tests.add(refused("iat the greatest long", h -> h.put("iat", Long.MAX_VALUE)));
        return tests.stream();
    }

    private DynamicTest refused(String name, Consumer<ObjectNode> change) {
        return dynamicTest(name, () -> {
            ObjectNode header = goodHeader();
            change.accept(header);
            Seal seal = maker.seal(base64(StrictJson.writeText(header)), BODY);
            assertThat(refusal(verifier(), seal, BODY, SealType.RECORD).code().status())
                    .isEqualTo(401);
        });
    }

    @Test
    void theUnchangedHeaderOfTheTestsAboveIsAccepted() {
        Seal seal = maker.seal(base64(StrictJson.writeText(goodHeader())), BODY);
        assertThat(verifier().verify(seal, BODY, SealType.RECORD)).isNotNull();
    }

    @Test
    void aHeaderThatTwoReadersCouldUnderstandDifferentlyIsRefused() {
        String good = StrictJson.writeText(goodHeader());
        String inside = good.substring(1);
        for (String text : List.of(
                "{\"alg\":\"none\"," + inside,
                "{\"kid\":\"990101.tax#2026-1\"," + inside,
                "{\"\\u0061lg\":\"SM2SM3\"," + inside,
                good + "{}",
                "[" + good + "]",
                "\uFEFF" + good,
                good.substring(0, good.length() - 1),
                good.replace("}", ",}"),
                "null",
                "\"x\"",
                "[]",
                "{}",
                "[".repeat(2000))) {
            Seal seal = maker.seal(base64(text), BODY);
            assertThat(refusal(verifier(), seal, BODY, SealType.RECORD).code()).isEqualTo(ProblemCode.SEAL_INVALID);
        }
    }

    @Test
    void aSignatureHasOneTextOnly() {
        Seal seal = maker.seal(SealType.RECORD, SITE, NOW, BODY);
        String signature = seal.signature();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(signature.charAt(signature.length() - 1));
        // 64 octets leave four unused bits in the last character.
        assertThat(last & 0x0F).isZero();
        for (int unused = 1; unused < 16; unused++) {
            String other = signature.substring(0, signature.length() - 1) + alphabet.charAt(last | unused);
            assertThat(Base64.getUrlDecoder().decode(other))
                    .isEqualTo(Base64.getUrlDecoder().decode(signature));
            assertThat(refusal(verifier(), new Seal(seal.protectedHeader(), other), BODY, SealType.RECORD))
                    .hasMessageContaining("canonical");
        }
    }

    @Test
    void aProtectedHeaderHasOneTextOnly() {
        String header = base64(StrictJson.writeText(goodHeader()) + " ");
        assertThat(header.length() % 4).as("there are unused bits").isNotZero();
        assertThat(verifier().verify(maker.seal(header, BODY), BODY, SealType.RECORD))
                .isNotNull();
        String other = header.substring(0, header.length() - 1) + (char) (header.charAt(header.length() - 1) + 1);
        assertThat(Base64.getUrlDecoder().decode(other))
                .isEqualTo(Base64.getUrlDecoder().decode(header));
        assertThat(refusal(verifier(), maker.seal(other, BODY), BODY, SealType.RECORD))
                .hasMessageContaining("canonical");
    }

    @Test
    void theTimeMayReachItsLimitsButNotPassThem() {
        PartySealVerifier verifier = verifier();
        Duration month = Duration.ofDays(30);
        for (SealType type : List.of(SealType.RECORD, SealType.ACK)) {
            assertThat(accepts(verifier, type, NOW.plusSeconds(60))).isTrue();
            assertThat(accepts(verifier, type, NOW.plusSeconds(61))).isFalse();
            assertThat(accepts(verifier, type, NOW.minus(month))).isTrue();
            assertThat(accepts(verifier, type, NOW.minus(month).minusSeconds(1)))
                    .isFalse();
        }
        assertThat(accepts(verifier, SealType.QUERY, NOW.plusSeconds(60))).isTrue();
        assertThat(accepts(verifier, SealType.QUERY, NOW.plusSeconds(61))).isFalse();
        assertThat(accepts(verifier, SealType.QUERY, NOW.minusSeconds(300))).isTrue();
        assertThat(accepts(verifier, SealType.QUERY, NOW.minusSeconds(301))).isFalse();
        clock.set(NOW.plusMillis(1));
        assertThat(accepts(verifier, SealType.QUERY, NOW.minusSeconds(300))).isFalse();
        clock.set(NOW.minusMillis(1));
        assertThat(accepts(verifier, SealType.QUERY, NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void aTimeOutsideIsToldAsSuch() {
        Rejection ahead = refusal(
                verifier(), maker.seal(SealType.RECORD, SITE, NOW.plusSeconds(61), BODY), BODY, SealType.RECORD);
        assertThat(ahead.code()).isEqualTo(ProblemCode.SEAL_TIME);
        assertThat(ahead.detail()).isEqualTo("iat is more than 60 s ahead; check the clock");
    }

    @Test
    void aPartyMaySetHowOldItsRecordsMayBe() {
        Site site = new TestSite()
                .trusting(ROOT.certificate())
                .with(TAX_OFFICE.partyKey())
                .withMaxRecordAge(Duration.ofHours(1))
                .build();
        PartySealVerifier verifier = verifier(site);
        assertThat(accepts(verifier, SealType.RECORD, NOW.minusSeconds(3600))).isTrue();
        assertThat(accepts(verifier, SealType.RECORD, NOW.minusSeconds(3601))).isFalse();
    }

    @Test
    void theUserIdOfThePartyFileCounts() {
        PartyKey own = new PartyKey(TAX, SealAlgorithm.SM2SM3, TAX_OFFICE.chain(), "tax@990101", null);
        Seal usual = maker.seal(SealType.RECORD, SITE, NOW, BODY);
        Seal special = new SealMaker(new SealingKey(TAX, TAX_OFFICE.pair().getPrivate(), "tax@990101"))
                .seal(SealType.RECORD, SITE, NOW, BODY);
        assertThat(verifier(site(own)).verify(special, BODY, SealType.RECORD)).isNotNull();
        assertThat(refusal(verifier(site(own)), usual, BODY, SealType.RECORD)).hasMessageContaining("signature");
        assertThat(refusal(verifier(), special, BODY, SealType.RECORD)).hasMessageContaining("signature");
    }

    @Test
    void anotherPartysKeyDoesNotSealForThisOne() {
        Holder bank = TestSite.holder(KeyId.parse("990101.bank#2026-1"), SealAlgorithm.SM2SM3, ROOT);
        Seal forged =
                new SealMaker(new SealingKey(TAX, bank.pair().getPrivate())).seal(SealType.RECORD, SITE, NOW, BODY);
        Site site = site(TAX_OFFICE.partyKey(), bank.partyKey());
        assertThat(refusal(verifier(site), forged, BODY, SealType.RECORD).code())
                .isEqualTo(ProblemCode.SEAL_INVALID);
    }

    @Test
    void aP256KeyLabelledSm2IsRefusedAsAKey() {
        Holder labelled = TestSite.holder(TAX, SealAlgorithm.ES256, ROOT).withAlgorithm(SealAlgorithm.SM2SM3);
        Seal seal = maker.seal(SealType.RECORD, SITE, NOW, BODY);
        Rejection refusal = refusal(verifier(site(labelled.partyKey())), seal, BODY, SealType.RECORD);
        assertThat(refusal.code()).isEqualTo(ProblemCode.KEY_NOT_ACCEPTED);
        assertThat(refusal.detail()).contains("1.2.156.10197.1.301");
    }

    @Test
    void theAlgorithmIsTheKeysAndNeverTheMessages() {
        Holder p256 = TestSite.holder(TAX, SealAlgorithm.ES256, ROOT);
        Seal seal = new SealMaker(p256.sealingKey()).seal(SealType.RECORD, SITE, NOW, BODY);
        assertThat(refusal(verifier(), seal, BODY, SealType.RECORD)).hasMessage("alg differs from the key's");
    }

    @Test
    void keysRotateWithOverlap() {
        Holder next = TestSite.holder(KeyId.parse("990101.tax#2026-2"), SealAlgorithm.SM2SM3, ROOT);
        PartySealVerifier both = verifier(site(next.partyKey(), TAX_OFFICE.partyKey()));
        assertThat(both.verify(maker.seal(SealType.RECORD, SITE, NOW, BODY), BODY, SealType.RECORD))
                .isNotNull();
        assertThat(both.verify(
                        new SealMaker(next.sealingKey()).seal(SealType.RECORD, SITE, NOW, BODY), BODY, SealType.RECORD))
                .isNotNull();
        PartySealVerifier onlyNext = verifier(site(next.partyKey()));
        assertThat(refusal(onlyNext, maker.seal(SealType.RECORD, SITE, NOW, BODY), BODY, SealType.RECORD)
                        .code())
                .isEqualTo(ProblemCode.KEY_NOT_ACCEPTED);
    }

    @Test
    void garbageIsRefusedAndNeverMoreThanThat() {
        PartySealVerifier verifier = verifier();
        Random random = new Random(20260701);
        String good = StrictJson.writeText(goodHeader());
        String signature = maker.seal(SealType.RECORD, SITE, NOW, BODY).signature();
        for (int round = 0; round < 5000; round++) {
            byte[] header =
                    switch (random.nextInt(3)) {
                        case 0 -> randomBytes(random, 1 + random.nextInt(300));
                        case 1 -> mutated(random, good.getBytes(StandardCharsets.UTF_8));
                        default -> mutated(random, spliced(random, good).getBytes(StandardCharsets.UTF_8));
                    };
            String protectedHeader = Base64.getUrlEncoder().withoutPadding().encodeToString(header);
            String sealed = random.nextBoolean()
                    ? signature
                    : Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(randomBytes(random, 1 + random.nextInt(200)));
            if (protectedHeader.isEmpty() || protectedHeader.length() > 4096) {
                continue;
            }
            Seal seal = new Seal(protectedHeader, sealed);
            Throwable thrown = catchThrowable(() -> verifier.verify(seal, BODY, SealType.RECORD));
            assertThat(thrown).as("round %d", round).isInstanceOf(Rejection.class);
        }
    }

    @Test
    void whatTheGatewaySealsIsVerifiedWithItsCertificatesOnly() {
        Holder gateway = TestSite.holder(TestSite.GATEWAY, SealAlgorithm.SM2SM3, ROOT);
        Holder next = TestSite.holder(KeyId.parse("990101.gateway#2026-2"), SealAlgorithm.SM2SM3, ROOT);
        Site before = new TestSite().sealedBy(gateway.partyKey()).build();
        Site after = new TestSite()
                .sealedBy(next.partyKey())
                .sealedBy(gateway.partyKey())
                .build();
        Site[] current = {before};
        GatewaySealer sealer =
                new GatewaySealer(() -> current[0], List.of(gateway.sealingKey(), next.sealingKey()), clock);
        SealCheck check = new SealCheck(List.of(gateway.partyKey(), next.partyKey()));
        Origin origin = new Origin(new RecordId(TAX.party(), "1"), TAX.toString(), new Sm3().sm3(BODY), null);

        Seal receipt = sealer.receipt("990101.tax", BODY);
        current[0] = after;
        Seal delivery = sealer.delivery(
                "990101.bank",
                BODY,
                new Sealer.DeliveryFacts("0".repeat(32), "tax-to-bank", origin, List.of("7"), null));
        Seal own = sealer.record(BODY);

        assertThat(check.verify(receipt, BODY, SealType.RECEIPT, "990101.tax").kid())
                .isEqualTo(gateway.kid());
        SealHeader header = check.verify(delivery, BODY, SealType.DELIVERY, "990101.bank");
        assertThat(header.kid()).isEqualTo(next.kid());
        assertThat(header.org()).isEqualTo(origin);
        assertThat(header.gap()).containsExactly("7");
        assertThat(header.rule()).isEqualTo("tax-to-bank");
        assertThat(check.verify(own, BODY, SealType.RECORD, SITE).aud()).isEqualTo(SITE);
        for (Runnable wrong : List.<Runnable>of(
                () -> check.verify(delivery, BODY, SealType.DELIVERY, "990101.tax"),
                () -> check.verify(delivery, BODY, SealType.RECEIPT, "990101.bank"),
                () -> check.verify(delivery, new byte[0], SealType.DELIVERY, "990101.bank"),
                () -> new SealCheck(List.of(gateway.partyKey()))
                        .verify(delivery, BODY, SealType.DELIVERY, "990101.bank"))) {
            assertThat(catchThrowable(wrong::run)).isInstanceOf(Rejection.class);
        }
    }

    @Test
    void aGatewayWithoutTheRightPrivateKeySaysSoBeforeItSeals() {
        Holder gateway = TestSite.holder(TestSite.GATEWAY, SealAlgorithm.SM2SM3, ROOT);
        Holder other = TestSite.holder(TestSite.GATEWAY, SealAlgorithm.SM2SM3, ROOT);
        Holder p256 = TestSite.holder(TestSite.GATEWAY, SealAlgorithm.ES256, ROOT);
        Site site = new TestSite().sealedBy(gateway.partyKey()).build();
        Sites sites = () -> site;
        new GatewaySealer(sites, List.of(gateway.sealingKey()), clock).requireKeyFor(site);
        for (List<SealingKey> opened :
                List.of(List.<SealingKey>of(), List.of(other.sealingKey()), List.of(p256.sealingKey()))) {
            assertThat(catchThrowable(() -> new GatewaySealer(sites, opened, clock).requireKeyFor(site)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("990101.gateway#2026-1");
        }
        assertThat(catchThrowable(
                        () -> new GatewaySealer(sites, List.of(), clock).requireKeyFor(new TestSite().build())))
                .isInstanceOf(IllegalStateException.class);
    }

    private boolean accepts(PartySealVerifier verifier, SealType type, Instant issuedAt) {
        Seal seal = maker.seal(type, SITE, issuedAt, BODY);
        Throwable thrown = catchThrowable(() -> verifier.verify(seal, BODY, type));
        if (thrown == null) {
            return true;
        }
        assertThat(thrown).isInstanceOfSatisfying(Rejection.class, r -> assertThat(r.code())
                .isEqualTo(ProblemCode.SEAL_TIME));
        return false;
    }

    private static Rejection refusal(PartySealVerifier verifier, Seal seal, byte[] body, SealType type) {
        @Nullable Throwable thrown = catchThrowable(() -> verifier.verify(seal, body, type));
        assertThat(thrown).isInstanceOf(Rejection.class);
        return (Rejection) Objects.requireNonNull(thrown);
    }

    private PartySealVerifier verifier() {
        return verifier(site(TAX_OFFICE.partyKey()));
    }

    private PartySealVerifier verifier(Site site) {
        return new PartySealVerifier(() -> site, new TrustedKeys(clock, TestSite.PROVIDER), clock);
    }

    private static Site site(PartyKey... keys) {
        TestSite site = new TestSite().trusting(ROOT.certificate());
        Stream.of(keys).forEach(site::with);
        return site.build();
    }

    private static ObjectNode goodHeader() {
        ObjectNode header = StrictJson.object()
                .put("alg", "SM2SM3")
                .put("kid", TAX.toString())
                .put("typ", "tongqu-record")
                .put("aud", SITE)
                .put("iat", NOW.getEpochSecond())
                .put("b64", false);
        header.putArray("crit").add("b64");
        return header;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] randomBytes(Random random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] mutated(Random random, byte[] octets) {
        byte[] changed = octets.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
        }
        return changed;
    }

    private static String spliced(Random random, String text) {
        int from = random.nextInt(text.length());
        int to = from + random.nextInt(text.length() - from);
        return text.substring(0, from) + text.substring(from, to).repeat(random.nextInt(3)) + text.substring(to) + " ";
    }
}
