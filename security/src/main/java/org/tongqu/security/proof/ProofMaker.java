package org.tongqu.security.proof;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import org.tongqu.record.json.StrictJson;
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.signature.Base64Url;
import org.tongqu.security.signature.SignatureMaker;
import tools.jackson.databind.node.ObjectNode;

/** Proves who reads, for clients: the compact JWS of {@code Authorization: Seal …}. Thread-safe; to be kept. */
public final class ProofMaker {
    static final String TYPE = "tongqu-proof+jwt";
    private static final int JTI_OCTETS = 16;

    private final SealingKey key;
    private final SignatureMaker signatures;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param key the party's
     * @param clock tells {@code iat}
     * @param random where {@code jti} comes from
     */
    public ProofMaker(SealingKey key, Clock clock, SecureRandom random) {
        this.key = key;
        this.signatures = key.signatures();
        this.clock = clock;
        this.random = random;
    }

    /**
     * A proof for one request; a second request needs another.
     *
     * @param site the site id of the gateway
     * @param method the HTTP method
     * @param target the request target as sent: path and query, no host
     */
    public String proof(String site, String method, String target) {
        byte[] jti = new byte[JTI_OCTETS];
        random.nextBytes(jti);
        ObjectNode claims = StrictJson.object()
                .put("iss", key.kid().party().value())
                .put("aud", site)
                .put("htm", method)
                .put("htu", target)
                .put("iat", clock.instant().getEpochSecond())
                .put("jti", Base64Url.encode(jti));
        return compact(
                StrictJson.object()
                        .put("typ", TYPE)
                        .put("alg", key.algorithm().wire())
                        .put("kid", key.kid().toString()),
                claims);
    }

    /** Signs whatever header and claims say: the tests know how to forge. */
    String compact(ObjectNode header, ObjectNode claims) {
        String input = Base64Url.encode(StrictJson.write(header)) + "." + Base64Url.encode(StrictJson.write(claims));
        return input + "." + Base64Url.encode(signatures.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }
}
