package org.tongqu.security;

import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.security.key.CertificateAuthority;
import org.tongqu.security.key.KeyPairMaker;
import org.tongqu.security.key.SealingKey;

/** Builds sites of made-up parties with real keys and certificates. */
public final class TestSite {
    public static final Provider PROVIDER = new BouncyCastleProvider();
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final Instant NOW = Instant.parse("2026-07-01T08:00:00Z");
    public static final Instant FROM = NOW.minus(Duration.ofDays(100));
    public static final Instant UNTIL = NOW.plus(Duration.ofDays(100));
    public static final String SITE = "990101";
    public static final KeyId TAX = KeyId.parse("990101.tax#2026-1");
    public static final KeyId GATEWAY = KeyId.parse("990101.gateway#2026-1");

    private final Map<PartyId, List<PartyKey>> keys = new TreeMap<>();
    private final List<PartyKey> gatewayKeys = new ArrayList<>();
    private final List<X509Certificate> anchors = new ArrayList<>();
    private final List<X509CRL> lists = new ArrayList<>();
    private Duration maxRecordAge = Party.DEFAULT_MAX_RECORD_AGE;

    public static CertificateAuthority authority(String name) {
        return CertificateAuthority.create(
                SealAlgorithm.SM2SM3,
                name,
                NOW.minus(Duration.ofDays(1000)),
                NOW.plus(Duration.ofDays(1000)),
                PROVIDER,
                RANDOM);
    }

    /** A new key pair; for RSA always the same one, as making it takes seconds. */
    public static KeyPair pair(SealAlgorithm algorithm) {
        return algorithm == SealAlgorithm.PS256 ? Rsa.PAIR : new KeyPairMaker(PROVIDER).make(algorithm);
    }

    private static final class Rsa {
        private static final KeyPair PAIR = new KeyPairMaker(PROVIDER).make(SealAlgorithm.PS256);
    }

    /** A key pair with a certificate of this authority. */
    public static Holder holder(KeyId kid, SealAlgorithm algorithm, CertificateAuthority authority) {
        KeyPair pair = pair(algorithm);
        return new Holder(kid, algorithm, pair, List.of(authority.issue(pair.getPublic(), kid, "示范县税务局", FROM, UNTIL)));
    }

    public TestSite trusting(X509Certificate anchor) {
        anchors.add(anchor);
        return this;
    }

    public TestSite with(PartyKey key) {
        keys.computeIfAbsent(key.kid().party(), k -> new ArrayList<>()).add(key);
        return this;
    }

    public TestSite sealedBy(PartyKey key) {
        gatewayKeys.add(key);
        return this;
    }

    public TestSite revoking(X509CRL list) {
        lists.add(list);
        return this;
    }

    public TestSite withMaxRecordAge(Duration age) {
        maxRecordAge = age;
        return this;
    }

    public Site build() {
        Map<PartyId, Party> parties = new TreeMap<>();
        keys.forEach((id, partyKeys) -> parties.put(
                id,
                new Party(
                        id,
                        "示范县税务局",
                        "Tax bureau",
                        "county",
                        "tax",
                        partyKeys,
                        new Endpoint.Pull(),
                        false,
                        maxRecordAge,
                        Party.DEFAULT_MAX_RECORD_SIZE)));
        return new Site(
                SITE,
                1,
                "示范县",
                "Demo county",
                "county",
                PartyId.gatewayOf(SITE),
                gatewayKeys,
                parties,
                new SharingRules(List.of()),
                Limits.DEFAULTS,
                anchors,
                lists,
                WorkdayCalendar.shipped());
    }

    /** Somebody with a key. */
    public record Holder(KeyId kid, SealAlgorithm algorithm, KeyPair pair, List<X509Certificate> chain) {
        public SealingKey sealingKey() {
            return new SealingKey(kid, pair.getPrivate());
        }

        public PartyKey partyKey() {
            return partyKey(null);
        }

        public PartyKey partyKey(@Nullable Instant revokedAt) {
            return new PartyKey(kid, algorithm, chain, PartyKey.DEFAULT_SM2_USER_ID, revokedAt);
        }

        public Holder withChain(List<X509Certificate> other) {
            return new Holder(kid, algorithm, pair, other);
        }

        public Holder withAlgorithm(SealAlgorithm other) {
            return new Holder(kid, other, pair, chain);
        }
    }
}
