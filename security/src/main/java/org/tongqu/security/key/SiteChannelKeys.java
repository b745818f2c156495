package org.tongqu.security.key;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tongqu.record.KeyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.ChannelKeys;
import org.tongqu.record.port.Sites;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;

/** The keys of the site in force, as far as other standards than ours can sign with them. Thread-safe. */
public final class SiteChannelKeys implements ChannelKeys {
    private static final Set<SealAlgorithm> KINDS = Set.of(SealAlgorithm.PS256, SealAlgorithm.ES256);

    private final Sites sites;
    private final TrustedKeys trusted;
    private final Map<KeyId, SealingKey> opened;

    /**
     * @param sites the site in force
     * @param trusted judges keys
     * @param opened private keys of the gateway
     */
    public SiteChannelKeys(Sites sites, TrustedKeys trusted, Collection<SealingKey> opened) {
        this.sites = sites;
        this.trusted = trusted;
        this.opened = opened.stream().collect(Collectors.toUnmodifiableMap(SealingKey::kid, Function.identity()));
    }

    @Override
    public KeyId ownerOf(X509Certificate certificate) {
        Site site = sites.current();
        PartyKey key = site.parties().values().stream()
                .flatMap(party -> party.keys().stream())
                .filter(one -> KINDS.contains(one.alg()) && one.chain().get(0).equals(certificate))
                .findFirst()
                .orElseThrow(() -> new Rejection(
                        ProblemCode.KEY_NOT_ACCEPTED, "The certificate is none of a party of this site."));
        trusted.require(site, key);
        return key.kid();
    }

    @Override
    public OwnKey own() {
        return sites.current().gatewayKeys().stream()
                .filter(key -> KINDS.contains(key.alg()))
                .flatMap(key -> Optional.ofNullable(opened.get(key.kid())).stream()
                        .map(sealing -> new OwnKey(sealing.privateKey(), key.chain())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the gateway has no RSA or P-256 key"));
    }
}
