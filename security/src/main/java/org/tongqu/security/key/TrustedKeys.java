package org.tongqu.security.key;

import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.KeyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.security.signature.SignatureCheck;
import org.tongqu.security.signature.UnsuitableKey;

/**
 * Which keys of parties are to be trusted now. A verdict is kept with the ready-made verifier of the key, for one site
 * version, at most a minute and never across the beginning or end of a certificate's time. Thread-safe; what it keeps is
 * bounded by the keys of the site.
 */
// A verdict belongs to this very site version and key object: comparing whole sites would cost more than it saves.
@SuppressWarnings("ReferenceEquality")
public final class TrustedKeys {
    private static final Duration VERDICT_HOLDS = Duration.ofMinutes(1);

    private final Clock clock;
    private final CertificatePathCheck paths;
    private volatile @Nullable Generation generation;

    /**
     * @param clock tells now
     * @param provider Bouncy Castle
     */
    public TrustedKeys(Clock clock, Provider provider) {
        this.clock = clock;
        this.paths = new CertificatePathCheck(provider);
    }

    /**
     * The verifier of a key that may seal now.
     *
     * @param site the site version that knows the key, its anchors and revocation lists
     * @param key a key of a party of that site
     * @throws Rejection {@code KEY_NOT_ACCEPTED}: revoked by file or list, out of its time, chain or usage not accepted, or not
     *     of the kind its algorithm needs
     */
    public SignatureCheck require(Site site, PartyKey key) {
        Instant now = clock.instant();
        Instant revokedAt = key.revokedAt();
        if (revokedAt != null && !now.isBefore(revokedAt)) {
            throw refused("key is revoked");
        }
        Map<KeyId, Verdict> verdicts = verdictsOf(site);
        Verdict verdict = verdicts.get(key.kid());
        if (verdict == null || !verdict.holds(key, now)) {
            verdict = judge(site, key, now, verdict);
            verdicts.put(key.kid(), verdict);
        }
        SignatureCheck check = verdict.check();
        if (check == null || verdict.refusal() != null) {
            throw refused(String.valueOf(verdict.refusal()));
        }
        return check;
    }

    private Map<KeyId, Verdict> verdictsOf(Site site) {
        Generation known = generation;
        if (known == null || known.site() != site) {
            known = new Generation(site, new ConcurrentHashMap<>());
            generation = known;
        }
        return known.verdicts();
    }

    private Verdict judge(Site site, PartyKey key, Instant now, @Nullable Verdict earlier) {
        SignatureCheck check = earlier != null && earlier.key() == key ? earlier.check() : null;
        Instant until = holdsUntil(key.chain(), site.trustAnchors(), now);
        if (check == null) {
            try {
                check = new SignatureCheck(key.alg(), key.chain().get(0), key.sm2UserId());
            } catch (UnsuitableKey e) {
                return new Verdict(key, now, until, null, "key does not fit its algorithm: " + e.getMessage());
            }
        }
        return new Verdict(
                key, now, until, check, paths.refusal(key.chain(), site, now).orElse(null));
    }

    private static Instant holdsUntil(List<X509Certificate> chain, List<X509Certificate> anchors, Instant now) {
        // The last moment of a certificate still belongs to it.
        return Stream.concat(chain.stream(), anchors.stream())
                .flatMap(c -> Stream.of(
                        c.getNotBefore().toInstant(),
                        c.getNotAfter().toInstant().plusMillis(1)))
                .filter(now::isBefore)
                .reduce(now.plus(VERDICT_HOLDS), (a, b) -> a.isBefore(b) ? a : b);
    }

    private static Rejection refused(String detail) {
        return new Rejection(ProblemCode.KEY_NOT_ACCEPTED, detail);
    }

    private record Generation(Site site, Map<KeyId, Verdict> verdicts) {}

    private record Verdict(
            PartyKey key, Instant judgedAt, Instant until, @Nullable SignatureCheck check, @Nullable String refusal) {
        boolean holds(PartyKey asked, Instant now) {
            return key == asked && now.isBefore(until) && !now.isBefore(judgedAt);
        }
    }
}
