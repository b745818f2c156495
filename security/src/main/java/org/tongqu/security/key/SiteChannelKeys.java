package org.tongqu.security.key;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.KeyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.ChannelKeys;
import org.tongqu.record.port.Sites;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;

/** The keys of the site in force, as far as other standards than ours can sign with them. Thread-safe. */
// What was looked up belongs to this very site version: comparing whole sites would cost more than it saves.
@SuppressWarnings("ReferenceEquality")
public final class SiteChannelKeys implements ChannelKeys {
    private static final Set<SealAlgorithm> KINDS = Set.of(SealAlgorithm.PS256, SealAlgorithm.ES256);

    private final Sites sites;
    private final TrustedKeys trusted;
    private final Map<KeyId, PrivateKey> opened;
    private volatile @Nullable Generation generation;

    /**
     * @param sites the site in force
     * @param trusted judges keys
     * @param opened private keys of the gateway
     */
    public SiteChannelKeys(Sites sites, TrustedKeys trusted, Collection<SealingKey> opened) {
        this.sites = sites;
        this.trusted = trusted;
        this.opened = opened.stream()
                .filter(key -> KINDS.contains(key.algorithm()))
                .collect(Collectors.toUnmodifiableMap(SealingKey::kid, SiteChannelKeys::ofTheJdk));
    }

    @Override
    public KeyId ownerOf(X509Certificate certificate) {
        Site site = sites.current();
        PartyKey key = keysOf(site).get(encoded(certificate));
        if (key == null) {
            throw new Rejection(ProblemCode.KEY_NOT_ACCEPTED, "The certificate is none of a party of this site.");
        }
        trusted.require(site, key);
        return key.kid();
    }

    private Map<ByteBuffer, PartyKey> keysOf(Site site) {
        Generation current = generation;
        if (current == null || current.site() != site) {
            Map<ByteBuffer, PartyKey> keys = new HashMap<>();
            for (Party party : site.parties().values()) {
                party.keys().stream()
                        .filter(key -> KINDS.contains(key.alg()))
                        .forEach(key -> keys.putIfAbsent(encoded(key.chain().get(0)), key));
            }
            current = new Generation(site, keys);
            generation = current;
        }
        return current.keys();
    }

    /** As the JDK has it: its signatures do not take every key that another provider has read. */
    private static PrivateKey ofTheJdk(SealingKey key) {
        String kind = key.algorithm() == SealAlgorithm.PS256 ? "RSA" : "EC";
        try {
            return KeyFactory.getInstance(kind)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.privateKey().getEncoded()));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("no private key of the kind " + kind + ": " + key.kid(), unusable);
        }
    }

    private static ByteBuffer encoded(X509Certificate certificate) {
        try {
            return ByteBuffer.wrap(certificate.getEncoded());
        } catch (CertificateEncodingException unreadable) {
            throw new IllegalStateException("a certificate that was read has an encoded form", unreadable);
        }
    }

    @Override
    public OwnKey own() {
        return sites.current().gatewayKeys().stream()
                .filter(key -> KINDS.contains(key.alg()))
                .flatMap(key ->
                        Optional.ofNullable(opened.get(key.kid())).stream().map(own -> new OwnKey(own, key.chain())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the gateway has no RSA or P-256 key"));
    }

    /** The keys of one site version by their certificates, so that a site of thousands is not searched for every call. */
    private record Generation(Site site, Map<ByteBuffer, PartyKey> keys) {}
}
