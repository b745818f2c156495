package org.tongqu.security.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.tongqu.security.TestSite.NOW;
import static org.tongqu.security.TestSite.SITE;
import static org.tongqu.security.TestSite.TAX;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.Site;
import org.tongqu.security.SettableClock;
import org.tongqu.security.TestSite;
import org.tongqu.security.TestSite.Holder;
import org.tongqu.security.key.CertificateAuthority;
import org.tongqu.security.key.TrustedKeys;
import tools.jackson.databind.node.ObjectNode;

class PartyProofVerifierTest {
    private static final CertificateAuthority ROOT = TestSite.authority("Root");
    private static final Holder TAX_OFFICE = TestSite.holder(TAX, SealAlgorithm.SM2SM3, ROOT);
    private static final Holder BANK = TestSite.holder(KeyId.parse("990101.bank#1"), SealAlgorithm.ES256, ROOT);
    private static final Site WHOLE = new TestSite()
            .trusting(ROOT.certificate())
            .with(TAX_OFFICE.partyKey())
            .with(BANK.partyKey())
            .build();
    private static final String TARGET = "/v1/inbox?max=50&wait=30";

    private final SettableClock clock = new SettableClock(NOW);
    private final UsedProofs used = new UsedProofs();
    private final ProofMaker maker = new ProofMaker(TAX_OFFICE.sealingKey(), clock, TestSite.RANDOM);

    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void aProofNamesItsParty(SealAlgorithm algorithm) {
        Holder holder = TestSite.holder(TAX, algorithm, ROOT);
        Site site = new TestSite()
                .trusting(ROOT.certificate())
                .with(holder.partyKey())
                .build();
        String proof = new ProofMaker(holder.sealingKey(), clock, TestSite.RANDOM).proof(SITE, "GET", TARGET);
        assertThat(verifier(site).verify(proof, "GET", TARGET)).isEqualTo(TAX.party());
    }

    @Test
    void aProofCountsOnce() {
        String proof = maker.proof(SITE, "GET", TARGET);
        assertThat(verifier(WHOLE).verify(proof, "GET", TARGET)).isEqualTo(TAX.party());
        assertThat(refusal(proof, "GET", TARGET)).isEqualTo("jti was used before");
        clock.set(NOW.plusSeconds(299));
        assertThat(refusal(proof, "GET", TARGET)).isEqualTo("jti was used before");
        assertThat(verifier(WHOLE).verify(maker.proof(SITE, "GET", TARGET), "GET", TARGET))
                .isNotNull();
    }

    @Test
    void aProofIsRememberedForAsLongAsItCouldBeTaken() {
        verifier(WHOLE).verify(maker.proof(SITE, "GET", TARGET), "GET", TARGET);
        assertThat(used.until.values()).allMatch(until -> until.isAfter(NOW.plusSeconds(300)));
    }

    @Test
    void aProofThatDoesNotHoldUsesNothingUp() {
        refusal(maker.proof(SITE, "GET", TARGET), "PUT", TARGET);
        String proof = maker.proof(SITE, "GET", TARGET);
        refusal(proof.substring(0, proof.length() - 8) + "AAAAAAAA", "GET", TARGET);
        assertThat(used.until).isEmpty();
        assertThat(verifier(WHOLE).verify(proof, "GET", TARGET)).isNotNull();
    }

    @Test
    void aProofIsForOneMethodTargetAndSite() {
        assertThat(refusal(maker.proof(SITE, "GET", TARGET), "HEAD", TARGET)).contains("htm");
        assertThat(refusal(maker.proof(SITE, "GET", TARGET), "GET", "/v1/inbox?max=50"))
                .contains("htu");
        assertThat(refusal(maker.proof(SITE, "GET", TARGET), "GET", TARGET + "0"))
                .contains("htu");
        assertThat(refusal(maker.proof("990102", "GET", TARGET), "GET", TARGET)).contains("aud");
    }

    @Test
    void theTimeMayReachItsLimitsButNotPassThem() {
        for (long ahead : List.of(60L, 0L, -300L)) {
            assertThat(verifier(WHOLE).verify(at(NOW.plusSeconds(ahead)), "GET", TARGET))
                    .isNotNull();
        }
        assertThat(refusal(at(NOW.plusSeconds(61)), "GET", TARGET)).contains("ahead");
        assertThat(refusal(at(NOW.minusSeconds(301)), "GET", TARGET)).contains("old");
        String oldest = at(NOW.minusSeconds(300));
        clock.set(NOW.plusMillis(1));
        assertThat(refusal(oldest, "GET", TARGET)).contains("old");
    }

    @Test
    void aRevokedKeyProvesNothing() {
        Site site = new TestSite()
                .trusting(ROOT.certificate())
                .with(TAX_OFFICE.partyKey(NOW))
                .build();
        Throwable thrown = catchThrowable(() -> verifier(site).verify(maker.proof(SITE, "GET", TARGET), "GET", TARGET));
        assertThat(thrown).isInstanceOf(Rejection.class).hasMessage("key is revoked");
        assertThat(((Rejection) thrown).code()).isEqualTo(ProblemCode.PROOF_INVALID);
    }

    @TestFactory
    Stream<DynamicTest> aProofThatIsNotExactlyTheProfileIsRefused() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String member : List.of("typ", "alg", "kid")) {
            tests.add(refused("header without " + member, h -> h.remove(member), c -> {}));
            tests.add(refused("header " + member + " null", h -> h.putNull(member), c -> {}));
        }
        for (String member : List.of("jku", "x5u", "jwk", "x5c", "crit", "b64", "cty")) {
            tests.add(refused("header with " + member, h -> h.put(member, "x"), c -> {}));
        }
        for (String alg : List.of("none", "ES256", "HS256", "")) {
            tests.add(refused("alg " + alg, h -> h.put("alg", alg), c -> {}));
        }
        tests.add(refused("typ JWT", h -> h.put("typ", "JWT"), c -> {}));
        tests.add(refused("typ of a record", h -> h.put("typ", "tongqu-record"), c -> {}));
        for (String kid : List.of("990101.bank#1", "990101.tax#9", "990101.nobody#1", "tax", "")) {
            tests.add(refused("kid " + kid, h -> h.put("kid", kid), c -> {}));
        }
        for (String member : List.of("iss", "aud", "htm", "htu", "iat", "jti")) {
            tests.add(refused("without " + member, h -> {}, c -> c.remove(member)));
            tests.add(refused(member + " null", h -> {}, c -> c.putNull(member)));
            tests.add(refused(member + " a list", h -> {}, c -> c.putArray(member)));
        }
        for (String member : List.of("exp", "nbf", "sub", "foo")) {
            tests.add(refused("with " + member, h -> {}, c -> c.put(member, NOW.getEpochSecond() + 100)));
        }
        tests.add(refused("iss of another", h -> {}, c -> c.put("iss", "990101.bank")));
        tests.add(refused("iat as text", h -> {}, c -> c.put("iat", "" + NOW.getEpochSecond())));
        tests.add(refused("iat with fraction", h -> {}, c -> c.put("iat", NOW.getEpochSecond() + 0.5)));
        tests.add(refused("iat huge", h -> {}, c -> c.put("iat", Long.MAX_VALUE)));
        tests.add(refused("iat negative", h -> {}, c -> c.put("iat", Long.MIN_VALUE)));
        tests.add(refused("jti empty", h -> {}, c -> c.put("jti", "")));
        tests.add(refused("jti of 65", h -> {}, c -> c.put("jti", "x".repeat(65))));
        return tests.stream();
    }

    private DynamicTest refused(String name, Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
        return dynamicTest(name, () -> {
            ObjectNode h = header();
            ObjectNode c = claims(NOW);
            header.accept(h);
            claims.accept(c);
            assertThat(refusal(maker.compact(h, c), "GET", TARGET)).isNotEmpty();
        });
    }

    @Test
    void theUnchangedProofOfTheTestsAboveIsAccepted() {
        ObjectNode claims = claims(NOW).put("jti", "x".repeat(64));
        assertThat(verifier(WHOLE).verify(maker.compact(header(), claims), "GET", TARGET))
                .isEqualTo(TAX.party());
    }

    @Test
    void garbageIsRefusedAndNeverMoreThanThat() {
        Random random = new Random(42);
        for (int round = 0; round < 3000; round++) {
            StringBuilder proof = new StringBuilder(maker.compact(header(), claims(NOW)));
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(proof.length());
                switch (random.nextInt(3)) {
                    case 0 -> proof.setCharAt(at, (char) (proof.charAt(at) ^ (1 + random.nextInt(127))));
                    case 1 -> proof.delete(at, Math.min(proof.length(), at + 1 + random.nextInt(50)));
                    default -> proof.insert(at, "." + (char) random.nextInt(0x3000));
                }
                if (proof.isEmpty()) {
                    break;
                }
            }
            String garbage = proof.toString();
            assertThat(catchThrowable(() -> verifier(WHOLE).verify(garbage, "GET", TARGET)))
                    .as("round %d: %s", round, garbage)
                    .isInstanceOf(Rejection.class);
        }
        for (String text : List.of("", ".", "..", "...", "a.b.c", " ", "x".repeat(9000), "=.=.=")) {
            assertThat(refusal(text, "GET", TARGET)).isNotEmpty();
        }
    }

    private String at(Instant issuedAt) {
        return maker.compact(header(), claims(issuedAt).put("jti", "t" + issuedAt.getEpochSecond()));
    }

    private static ObjectNode header() {
        return StrictJson.object()
                .put("typ", "tongqu-proof+jwt")
                .put("alg", "SM2SM3")
                .put("kid", TAX.toString());
    }

    private static ObjectNode claims(Instant issuedAt) {
        return StrictJson.object()
                .put("iss", TAX.party().value())
                .put("aud", SITE)
                .put("htm", "GET")
                .put("htu", TARGET)
                .put("iat", issuedAt.getEpochSecond())
                .put("jti", "j1");
    }

    private String refusal(String proof, String method, String target) {
        Throwable thrown = catchThrowable(() -> verifier(WHOLE).verify(proof, method, target));
        assertThat(thrown).isInstanceOf(Rejection.class);
        assertThat(((Rejection) thrown).code()).isEqualTo(ProblemCode.PROOF_INVALID);
        return ((Rejection) thrown).detail();
    }

    private PartyProofVerifier verifier(Site site) {
        return new PartyProofVerifier(() -> site, new TrustedKeys(clock, TestSite.PROVIDER), used, clock);
    }

    /** Remembers in memory what a ledger remembers on disk. */
    private static final class UsedProofs implements ProofLedger {
        @Override
        public boolean useFor(PartyId party, String mark, String about, Instant until) {
            throw new UnsupportedOperationException("proofs count once");
        }

        private final Map<String, Instant> until = new HashMap<>();

        @Override
        public boolean use(PartyId party, String jti, Instant until) {
            return this.until.putIfAbsent(party + " " + jti, until) == null;
        }
    }
}
