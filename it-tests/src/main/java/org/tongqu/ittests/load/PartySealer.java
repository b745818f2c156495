package org.tongqu.ittests.load;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.proof.ProofMaker;
import org.tongqu.security.seal.SealMaker;

/** Seals (签名) and proves as one party towards one site. Thread-safe. */
public final class PartySealer {
    private final PartyId party;
    private final String site;
    private final Clock clock;
    private final SealMaker seals;
    private final ProofMaker proofs;

    /**
     * Seals with this key.
     *
     * @param key the party's
     * @param site the site id, audience of all it seals
     * @param clock tells when it seals
     */
    public PartySealer(SealingKey key, String site, Clock clock) {
        this.party = key.kid().party();
        this.site = site;
        this.clock = clock;
        this.seals = new SealMaker(key);
        this.proofs = new ProofMaker(key, clock, new SecureRandom());
    }

    /** Whose seals these are. */
    public PartyId party() {
        return party;
    }

    /** A seal over the octets. */
    public Seal seal(byte[] octets, SealType type) {
        return seals.seal(type, site, clock.instant(), octets);
    }

    /** The text with a seal over its UTF-8 octets. */
    public SealedText sealed(String payload, SealType type) {
        return new SealedText(payload, seal(payload.getBytes(StandardCharsets.UTF_8), type));
    }

    /** The header with which one read proves who asks; the next read needs another. */
    public Map<String, String> proof(String method, String target) {
        return Map.of("Authorization", "Seal " + proofs.proof(site, method, target));
    }
}
