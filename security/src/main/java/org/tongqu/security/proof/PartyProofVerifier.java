package org.tongqu.security.proof;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.ProofVerifier;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.security.key.TrustedKeys;
import org.tongqu.security.signature.Base64Url;
import org.tongqu.security.signature.SignatureCheck;
import tools.jackson.databind.JsonNode;

/**
 * Verifies a compact JWS (RFC 7515) whose header is exactly {@code typ alg kid} and whose claims are exactly {@code iss aud
 * htm htu iat jti}; {@code iat} at most 300 s old and 60 s ahead, limits included. The {@code jti} is used up only by a proof
 * that holds otherwise, so nobody can use up another's. Thread-safe.
 */
public final class PartyProofVerifier implements ProofVerifier {
    private static final Duration OLD = Duration.ofMinutes(5);
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final int LONGEST_PROOF = 8192;
    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final int LONGEST_JTI = 64;
    private static final Set<String> HEADER = Set.of("typ", "alg", "kid");
    private static final Set<String> CLAIMS = Set.of("iss", "aud", "htm", "htu", "iat", "jti");

    private final Sites sites;
    private final TrustedKeys trustedKeys;
    private final ProofLedger ledger;
    private final Clock clock;

    /**
     * @param sites the site in force
     * @param trustedKeys judges keys
     * @param ledger remembers each {@code jti}
     * @param clock tells now
     */
    public PartyProofVerifier(Sites sites, TrustedKeys trustedKeys, ProofLedger ledger, Clock clock) {
        this.sites = sites;
        this.trustedKeys = trustedKeys;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public PartyId verify(String compact, String method, String target) {
        String[] parts = compact.length() > LONGEST_PROOF ? new String[0] : compact.split("\\.", -1);
        if (parts.length != 3) {
            throw invalid("not a compact JWS of at most " + LONGEST_PROOF + " characters");
        }
        Site site = sites.current();
        JsonNode header = object(parts[0], HEADER, "header");
        JsonNode claims = object(parts[1], CLAIMS, "claims");
        require(ProofMaker.TYPE.equals(text(header, "typ")), "typ is not " + ProofMaker.TYPE);
        KeyId kid = kid(header);
        Party party = site.party(kid.party()).orElseThrow(PartyProofVerifier::unknownKey);
        PartyKey key = party.key(kid).orElseThrow(PartyProofVerifier::unknownKey);
        require(key.alg().wire().equals(text(header, "alg")), "alg differs from the key's");
        require(party.id().value().equals(text(claims, "iss")), "iss is not the party of kid");
        require(site.id().equals(text(claims, "aud")), "aud is not " + site.id());
        require(method.equals(text(claims, "htm")), "htm is not the method of the request");
        require(target.equals(text(claims, "htu")), "htu is not the request target as sent, path and query");
        String jti = text(claims, "jti");
        require(!jti.isEmpty() && jti.length() <= LONGEST_JTI, "jti must have 1 to " + LONGEST_JTI + " characters");
        Instant issuedAt = issuedAt(claims);
        SignatureCheck check = trusted(site, key);
        require(
                check.holds(
                        decoded(parts[2], "signature"),
                        (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII)),
                "signature does not verify");
        // As long as another node whose clock is behind could still take it.
        require(ledger.use(party.id(), jti, issuedAt.plus(OLD).plus(AHEAD)), "jti was used before");
        return party.id();
    }

    private Instant issuedAt(JsonNode claims) {
        JsonNode iat = claims.path("iat");
        require(
                iat.isIntegralNumber()
                        && iat.canConvertToLong()
                        && iat.longValue() >= 0
                        && iat.longValue() <= LAST_SECOND,
                "iat must be whole seconds since 1970");
        Instant issuedAt = Instant.ofEpochSecond(iat.longValue());
        Instant now = clock.instant();
        require(!issuedAt.isAfter(now.plus(AHEAD)), "iat is more than 60 s ahead; check the clock");
        require(!issuedAt.isBefore(now.minus(OLD)), "iat is more than 300 s old");
        return issuedAt;
    }

    private SignatureCheck trusted(Site site, PartyKey key) {
        try {
            return trustedKeys.require(site, key);
        } catch (Rejection notTrusted) {
            throw invalid(notTrusted.detail());
        }
    }

    private static KeyId kid(JsonNode header) {
        try {
            return KeyId.parse(text(header, "kid"));
        } catch (IllegalArgumentException e) {
            throw invalid("kid is not <party-id>#<key-id>");
        }
    }

    private static JsonNode object(String part, Set<String> members, String what) {
        JsonNode node;
        try {
            node = StrictJson.parse(decoded(part, what));
        } catch (MalformedJson e) {
            throw invalid(what + " is not JSON: " + e.rule());
        }
        require(
                node.isObject() && Set.copyOf(node.propertyNames()).equals(members),
                what + " must have exactly these members: "
                        + String.join(" ", members.stream().sorted().toList()));
        return node;
    }

    private static byte[] decoded(String part, String what) {
        try {
            return Base64Url.decode(part);
        } catch (IllegalArgumentException e) {
            throw invalid(what + " is not canonical base64url without padding");
        }
    }

    private static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        require(value.isString(), member + " must be a string");
        return value.stringValue();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw invalid(otherwise);
        }
    }

    private static Rejection unknownKey() {
        return invalid("kid is not a key of a party of this site");
    }

    private static Rejection invalid(String detail) {
        return new Rejection(ProblemCode.PROOF_INVALID, detail);
    }
}
