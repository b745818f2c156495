package org.tongqu.security.seal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sites;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.security.key.TrustedKeys;
import org.tongqu.security.signature.SignatureCheck;

/**
 * Verifies seals of parties in the strict profile: exact members, purpose and audience, a key of a party of the site with
 * its own algorithm, trusted now, a time within the window, and last, being dearest, the signature. Thread-safe.
 *
 * <p>{@code iat} may lie at most 60 s ahead; it may be as old as the party's setting says, for questions and answers 5
 * minutes. Both limits are included.
 */
public final class PartySealVerifier implements SealVerifier {
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final Duration CONVERSATION = Duration.ofMinutes(5);

    private final Sites sites;
    private final TrustedKeys trustedKeys;
    private final Clock clock;

    /**
     * @param sites the site in force
     * @param trustedKeys judges keys
     * @param clock tells now
     */
    public PartySealVerifier(Sites sites, TrustedKeys trustedKeys, Clock clock) {
        this.sites = sites;
        this.trustedKeys = trustedKeys;
        this.clock = clock;
    }

    @Override
    public Verified verify(Seal seal, byte[] octets, SealType type) {
        Site site = sites.current();
        SealHeader header = SealReading.header(seal, type, site.id());
        SealReading.requireNoGatewayMembers(seal);
        Party party = site.party(header.kid().party()).orElseThrow(PartySealVerifier::unknownKey);
        PartyKey key = party.key(header.kid()).orElseThrow(PartySealVerifier::unknownKey);
        if (header.alg() != key.alg()) {
            throw SealReading.invalid("alg differs from the key's");
        }
        SignatureCheck check = trustedKeys.require(site, key);
        requireTime(header, party);
        SealReading.requireSignature(check, seal, octets);
        return new Verified(party.id(), header);
    }

    private void requireTime(SealHeader header, Party party) {
        Instant now = clock.instant();
        if (header.issuedAt().isAfter(now.plus(AHEAD))) {
            throw new Rejection(
                    ProblemCode.SEAL_TIME, "iat is more than " + AHEAD.toSeconds() + " s ahead; check the clock");
        }
        Duration oldest =
                switch (header.typ()) {
                    case QUERY, ANSWER -> CONVERSATION;
                    case RECORD, RECEIPT, DELIVERY, ACK -> party.maxRecordAge();
                };
        if (header.issuedAt().isBefore(now.minus(oldest))) {
            throw new Rejection(
                    ProblemCode.SEAL_TIME, "iat is more than " + oldest.toSeconds() + " s old; seal it again");
        }
    }

    private static Rejection unknownKey() {
        return new Rejection(ProblemCode.KEY_NOT_ACCEPTED, "kid is not a key of a party of this site");
    }
}
