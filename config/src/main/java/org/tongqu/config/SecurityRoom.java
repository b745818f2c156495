package org.tongqu.config;

import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.Secrets;
import org.tongqu.config.site.SiteSettings.SecretReference;
import org.tongqu.config.version.SiteVersions;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.BodyCipher;
import org.tongqu.record.port.ChannelKeys;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.ProofVerifier;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.WrappedKeys;
import org.tongqu.security.cipher.DataKeys;
import org.tongqu.security.cipher.MasterKey;
import org.tongqu.security.cipher.Sm4BodyCipher;
import org.tongqu.security.digest.HmacSm3BlindIndex;
import org.tongqu.security.digest.Sm3;
import org.tongqu.security.key.PrivateFile;
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.key.SiteChannelKeys;
import org.tongqu.security.key.TrustedKeys;
import org.tongqu.security.proof.ExpiringFileAddresses;
import org.tongqu.security.proof.PartyProofVerifier;
import org.tongqu.security.seal.GatewaySealer;
import org.tongqu.security.seal.PartySealVerifier;

/** Seals, proofs, digests and ciphers. */
@Configuration(proxyBeanMethods = false)
class SecurityRoom {
    private static final int BLIND_KEY_OCTETS = 32;

    @Bean
    Provider bouncyCastle() {
        return new BouncyCastleProvider();
    }

    @Bean
    Digests digests() {
        return new Sm3();
    }

    @Bean
    TrustedKeys trustedKeys(Clock clock, Provider bouncyCastle) {
        return new TrustedKeys(clock, bouncyCastle);
    }

    @Bean
    SealVerifier sealVerifier(Sites sites, TrustedKeys keys, Clock clock) {
        return new PartySealVerifier(sites, keys, clock);
    }

    @Bean
    ProofVerifier proofVerifier(Sites sites, TrustedKeys keys, ProofLedger ledger, Clock clock) {
        return new PartyProofVerifier(sites, keys, ledger, clock);
    }

    @Bean
    OpenedKeys openedKeys(SiteVersions versions, Provider bouncyCastle) throws StartRefused {
        return new OpenedKeys(GatewayKeys.open(versions.loaded(), bouncyCastle));
    }

    @Bean
    ChannelKeys channelKeys(Sites sites, TrustedKeys trusted, OpenedKeys opened) {
        return new SiteChannelKeys(sites, trusted, opened.keys());
    }

    @Bean
    GatewaySealer sealer(SiteVersions versions, OpenedKeys opened, Clock clock) throws StartRefused {
        GatewaySealer sealer = new GatewaySealer(versions, opened.keys(), clock);
        try {
            sealer.requireKeyFor(versions.current());
        } catch (IllegalStateException e) {
            throw new StartRefused("网关无法签名 / the gateway cannot seal: " + e.getMessage(), e);
        }
        versions.require(site -> {
            try {
                sealer.requireKeyFor(site);
                return Optional.empty();
            } catch (IllegalStateException e) {
                return Optional.of("网关无法以新密钥签名，新私钥须重启后生效 / the gateway cannot seal with the new key, a new private key"
                        + " needs a restart: " + e.getMessage());
            }
        });
        return sealer;
    }

    @Bean
    MasterKey masterKey(GatewayOptions options, SecureRandom random) throws StartRefused {
        SecretReference reference =
                options.versions().loaded().settings().storage().masterKey();
        return new MasterKey(masterKey(reference, options.path("secrets/master.key"), random), random);
    }

    @Bean
    BodyCipher bodyCipher(WrappedKeys kept, MasterKey master, Clock clock, SecureRandom random) {
        return new Sm4BodyCipher(DataKeys.open(kept, master, clock, random));
    }

    @Bean
    BlindIndex blindIndex(WrappedKeys kept, MasterKey master) {
        return new HmacSm3BlindIndex(master.openOrMake(kept, "blind", BLIND_KEY_OCTETS));
    }

    @Bean
    FileAddresses fileAddresses(WrappedKeys kept, MasterKey master, Clock clock) {
        byte[] key = master.openOrMake(kept, "file-addresses", BLIND_KEY_OCTETS);
        return new ExpiringFileAddresses(new HmacSm3BlindIndex(key), clock);
    }

    /**
     * The gateway's private keys, read once.
     *
     * @param keys at least the one that seals
     */
    record OpenedKeys(List<SealingKey> keys) {}

    private static byte[] masterKey(@Nullable SecretReference reference, Path otherwise, SecureRandom random)
            throws StartRefused {
        try {
            if (reference instanceof SecretReference.InEnvironment environment) {
                return HexFormat.of().parseHex(Secrets.inEnvironment(environment));
            }
            Path file = reference instanceof SecretReference.InFile inFile ? inFile.path() : otherwise;
            return PrivateFile.openOrCreateSecret(file, MasterKey.OCTETS, random);
        } catch (IllegalArgumentException e) {
            throw new StartRefused("主密钥须为 32 位十六进制 / the master key must be 32 hex digits", e);
        }
    }
}
