package org.tongqu.security.seal;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.security.signature.Base64Url;
import org.tongqu.security.signature.SignatureCheck;

/** The steps that every verification shares; each refuses with {@code SEAL_INVALID} and names the rule. */
final class SealReading {
    private static final Set<String> EVERYONES = Set.of("alg", "kid", "typ", "aud", "iat", "b64", "crit");
    private static final byte[] DOT = {'.'};

    private SealReading() {}

    /** The header, strictly; for a purpose and a receiver. */
    static SealHeader header(Seal seal, SealType type, String audience) {
        SealHeader header;
        try {
            header = SealHeader.read(seal);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        if (header.typ() != type) {
            throw invalid("typ is " + header.typ().wire() + ", expected " + type.wire());
        }
        if (!header.aud().equals(audience)) {
            throw invalid("aud is not " + audience);
        }
        return header;
    }

    /** Refuses members that only a gateway may write, even empty ones, which the header as a value cannot show. */
    static void requireNoGatewayMembers(Seal seal) {
        for (String member : StrictJson.parse(decoded(seal.protectedHeader(), "protected header"))
                .propertyNames()) {
            if (!EVERYONES.contains(member)) {
                throw invalid("protected header has a member that only the gateway may write");
            }
        }
    }

    static void requireSignature(SignatureCheck key, Seal seal, byte[] octets) {
        byte[] signature = decoded(seal.signature(), "signature");
        if (!key.holds(signature, seal.protectedHeader().getBytes(StandardCharsets.US_ASCII), DOT, octets)) {
            throw invalid("signature does not verify over <protected>.<body octets>");
        }
    }

    private static byte[] decoded(String text, String what) {
        try {
            return Base64Url.decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid(what + " is not canonical base64url without padding");
        }
    }

    static Rejection invalid(String detail) {
        return new Rejection(ProblemCode.SEAL_INVALID, detail);
    }
}
