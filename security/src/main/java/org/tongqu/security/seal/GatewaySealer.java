package org.tongqu.security.seal;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tongqu.record.KeyId;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.signature.SignatureCheck;
import org.tongqu.security.signature.UnsuitableKey;

/**
 * Seals with the key that the site names first among the gateway's. Keys rotate with overlap: the new one is opened and put
 * first by a site change, the old one stays in the list, so that what it sealed still verifies. Thread-safe.
 */
public final class GatewaySealer implements Sealer {
    private static final byte[] SAMPLE = {'t', 'o', 'n', 'g', 'q', 'u'};

    private final Sites sites;
    private final Clock clock;
    private final Map<KeyId, SealingKey> opened;
    private final Map<PartyKey, SealMaker> makers = new ConcurrentHashMap<>();

    /**
     * @param sites the site in force
     * @param opened private keys of the gateway; at least the one that the site names first
     * @param clock tells {@code iat}
     */
    public GatewaySealer(Sites sites, Collection<SealingKey> opened, Clock clock) {
        this.sites = sites;
        this.clock = clock;
        this.opened = opened.stream().collect(Collectors.toUnmodifiableMap(SealingKey::kid, Function.identity()));
    }

    /**
     * Makes sure that this gateway can seal under a site, to be asked before the site comes into force.
     *
     * @throws IllegalStateException if the key that the site names first is not opened, or its certificate belongs to another
     *     key; the message is for the operator
     */
    public void requireKeyFor(Site site) {
        makerFor(site);
    }

    @Override
    public Seal receipt(String audience, byte[] octets) {
        return plain(SealType.RECEIPT, sites.current(), audience, octets);
    }

    @Override
    public Seal answer(String audience, byte[] octets) {
        return plain(SealType.ANSWER, sites.current(), audience, octets);
    }

    @Override
    public Seal record(byte[] octets) {
        Site site = sites.current();
        return plain(SealType.RECORD, site, site.id(), octets);
    }

    @Override
    public Seal delivery(String audience, byte[] octets, DeliveryFacts facts) {
        PartyKey key = keyOf(sites.current());
        SealHeader header = new SealHeader(
                key.alg(),
                key.kid(),
                SealType.DELIVERY,
                audience,
                now(),
                facts.origin(),
                facts.delivery(),
                facts.rule(),
                facts.gap(),
                facts.attestation());
        return makerFor(key).seal(header, octets);
    }

    private Seal plain(SealType type, Site site, String audience, byte[] octets) {
        return makerFor(site).seal(type, audience, now(), octets);
    }

    private Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    private SealMaker makerFor(Site site) {
        return makerFor(keyOf(site));
    }

    private SealMaker makerFor(PartyKey key) {
        SealMaker maker = makers.get(key);
        return maker == null ? makers.computeIfAbsent(key, this::open) : maker;
    }

    private static PartyKey keyOf(Site site) {
        if (site.gatewayKeys().isEmpty()) {
            throw new IllegalStateException("the site names no key of the gateway");
        }
        return site.gatewayKeys().get(0);
    }

    private SealMaker open(PartyKey key) {
        SealingKey sealing = opened.get(key.kid());
        if (sealing == null) {
            throw new IllegalStateException("the private key " + key.kid() + " of the gateway is not opened");
        }
        if (sealing.algorithm() != key.alg() || !belongTogether(sealing, key)) {
            throw new IllegalStateException(
                    "certificate, algorithm or SM2 user id of " + key.kid() + " do not fit its private key");
        }
        return new SealMaker(sealing);
    }

    private static boolean belongTogether(SealingKey sealing, PartyKey key) {
        try {
            return new SignatureCheck(key.alg(), key.chain().get(0), key.sm2UserId())
                    .holds(sealing.signatures().sign(SAMPLE), SAMPLE);
        } catch (UnsuitableKey otherKind) {
            return false;
        }
    }
}
