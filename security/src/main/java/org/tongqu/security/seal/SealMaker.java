package org.tongqu.security.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.tongqu.record.KeyId;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.signature.Base64Url;
import org.tongqu.security.signature.SignatureMaker;

/** Seals as whoever holds the key: a party, or a client on its behalf. Thread-safe; to be kept, as it keeps signers. */
public final class SealMaker {
    private static final byte[] DOT = {'.'};

    private final SealingKey key;
    private final SignatureMaker signatures;

    /** @param key seals, and decides the algorithm */
    public SealMaker(SealingKey key) {
        this.key = key;
        this.signatures = key.signatures();
    }

    /** Whose key it is. */
    public KeyId kid() {
        return key.kid();
    }

    /**
     * A detached JWS over these exact octets.
     *
     * @param type what it is for
     * @param audience the site id, or the receiving party
     * @param issuedAt cut to whole seconds
     * @param octets what is sealed
     */
    public Seal seal(SealType type, String audience, Instant issuedAt, byte[] octets) {
        return seal(SealHeader.plain(key.algorithm(), key.kid(), type, audience, issuedAt), octets);
    }

    /**
     * A detached JWS with a header made elsewhere, such as a gateway's delivery.
     *
     * @throws IllegalArgumentException if the header names another key or algorithm
     */
    public Seal seal(SealHeader header, byte[] octets) {
        if (!header.kid().equals(key.kid()) || header.alg() != key.algorithm()) {
            throw new IllegalArgumentException("header names another key than the one that seals");
        }
        return seal(header.encode(), octets);
    }

    /** Signs whatever the header says: the tests know how to forge. */
    Seal seal(String protectedHeader, byte[] octets) {
        return new Seal(
                protectedHeader,
                Base64Url.encode(signatures.sign(protectedHeader.getBytes(StandardCharsets.US_ASCII), DOT, octets)));
    }
}
