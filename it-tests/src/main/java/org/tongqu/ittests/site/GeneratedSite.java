package org.tongqu.ittests.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.tongqu.ittests.load.PartySealer;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.PartyKey;
import org.tongqu.security.key.CertificateAuthority;
import org.tongqu.security.key.KeyPairMaker;
import org.tongqu.security.key.PemFiles;
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.seal.SealCheck;

/**
 * A complete site directory of county 990101 with fresh SM2 keys: one authority, a certificate for the gateway and for each
 * party. Certificates lie in {@code keys/} of the site; private keys beside the site in {@code private/}, never in it.
 *
 * @param directory for {@code run --site}
 * @param privateKeys {@code <party>.pem} of every party and the gateway
 * @param port where the gateway listens for parties
 * @param adminPort where it answers operators
 */
public record GeneratedSite(Path directory, Path privateKeys, int port, int adminPort) {
    /** The site id. */
    public static final String ID = "990101";

    private static final PartyId GATEWAY = PartyId.gatewayOf(ID);

    /**
     * Writes a site.
     *
     * @param folder in which {@code site} and {@code private} are made
     * @throws UncheckedIOException if it cannot be written
     */
    public static GeneratedSite write(
            Path folder, List<GeneratedParty> parties, List<GeneratedRule> rules, Clock clock) {
        GeneratedSite site = at(folder, ListeningPort.next(), ListeningPort.next());
        try {
            new Writer(site, clock).write(parties, rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return site;
    }

    /** The site that was written into this folder, with these ports. */
    public static GeneratedSite at(Path folder, int port, int adminPort) {
        Path absolute = folder.toAbsolutePath();
        return new GeneratedSite(absolute.resolve("site"), absolute.resolve("private"), port, adminPort);
    }

    /** The same site for another gateway, which listens at other ports of this machine. */
    public GeneratedSite copiedTo(Path copy) {
        GeneratedSite other = new GeneratedSite(
                copy.toAbsolutePath().resolve("site"), privateKeys, ListeningPort.next(), ListeningPort.next());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target =
                        other.directory().resolve(directory.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
            Path yaml = other.directory().resolve("site.yml");
            Files.writeString(
                    yaml,
                    Files.readString(yaml)
                            .replace("port: " + port + ",", "port: " + other.port() + ",")
                            .replace("admin-port: " + adminPort, "admin-port: " + other.adminPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return other;
    }

    /** Writes the sharing rules anew, in place of all there were. */
    public void writeRules(List<GeneratedRule> rules) {
        StringBuilder yaml = new StringBuilder("rules:\n");
        rules.forEach(rule -> yaml.append(rule.yaml()));
        try {
            Files.createDirectories(directory.resolve("sharing"));
            Files.writeString(directory.resolve("sharing/rules.yml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a copy of a file of sharing rules: who gets what, or who may ask whom. */
    public void addSharing(Path rules) {
        copy(rules, "sharing/" + rules.getFileName());
    }

    /** Says how the hotline works by a copy of this file. */
    public void writeHotline(Path hotline) {
        copy(hotline, "hotline.yml");
    }

    private void copy(Path file, String to) {
        try {
            Path target = directory.resolve(to);
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a dialect of the site's own: a copy of this folder, which is named as the family. */
    public void addDialect(Path family) {
        Path copy = directory.resolve("dialects").resolve(family.getFileName());
        try (Stream<Path> files = Files.walk(family)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(family.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens a port for TLS, too.
     *
     * @param identity what the gateway shows there, PEM with its private key
     * @param authority of the clients that are let in and of the servers that are trusted
     */
    public void openTls(int tlsPort, Path identity, Path authority) {
        try {
            Files.copy(authority, directory.resolve("keys/tls-authority.pem"));
            Path file = directory.resolve("site.yml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("trust: {anchors", "trust: {servers: [keys/tls-authority.pem], anchors")
                            .replace(
                                    "listen: {",
                                    "listen: {tls: {port: " + tlsPort + ", identity: \"file:" + identity
                                            + "\", clients: [keys/tls-authority.pem]}, "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a party's file anew; its key stays. */
    public void writeParty(GeneratedParty party) {
        try {
            Files.writeString(directory.resolve("parties/" + party.id() + ".yml"), party.yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The private key with which a party signs SOAP calls, in PEM. */
    public Path channelKey(PartyId party) {
        return privateKeys.resolve(party + ".k2.pem");
    }

    /** The certificate of the key with which a party signs SOAP calls, or the gateway its answers, in PEM. */
    public Path channelCertificate(PartyId party) {
        return directory.resolve("keys/" + party + ".k2.pem");
    }

    /** Seals as this party, with the key that was made for it. */
    public PartySealer sealer(PartyId party, Clock clock) {
        SealingKey key = new SealingKey(
                new KeyId(party, "k1"),
                new PemFiles(new BouncyCastleProvider()).readPrivateKey(privateKeys.resolve(party + ".pem")));
        return new PartySealer(key, ID, clock);
    }

    /** Verifies the seals of this site's gateway. */
    public SealCheck gatewaySeals() {
        PartyKey key = new PartyKey(
                new KeyId(GATEWAY, "k1"),
                SealAlgorithm.SM2SM3,
                new PemFiles(new BouncyCastleProvider())
                        .readCertificates(directory.resolve("keys/" + GATEWAY + ".pem")),
                PartyKey.DEFAULT_SM2_USER_ID,
                null);
        return new SealCheck(List.of(key));
    }

    private static final class Writer {
        private final GeneratedSite site;
        private final PemFiles pem;
        private final KeyPairMaker pairs;
        private final CertificateAuthority authority;
        private final Instant from;
        private final Instant until;

        Writer(GeneratedSite site, Clock clock) {
            Provider provider = new BouncyCastleProvider();
            this.site = site;
            this.pem = new PemFiles(provider);
            this.pairs = new KeyPairMaker(provider);
            this.from = clock.instant().minus(Duration.ofDays(1));
            this.until = from.plus(Duration.ofDays(365));
            this.authority = CertificateAuthority.create(
                    SealAlgorithm.SM2SM3, "Tongqu test authority", from, until, provider, new SecureRandom());
        }

        void write(List<GeneratedParty> parties, List<GeneratedRule> rules) throws IOException {
            Files.createDirectories(site.directory().resolve("keys"));
            Files.createDirectories(site.directory().resolve("parties"));
            Files.createDirectories(site.privateKeys());
            pem.writeCertificates(site.directory().resolve("keys/authority.pem"), List.of(authority.certificate()));
            key(GATEWAY);
            Optional<SealAlgorithm> answersSigned = parties.stream()
                    .flatMap(party -> party.channelKey().stream())
                    .findFirst();
            answersSigned.ifPresent(algorithm -> key(GATEWAY, "k2", algorithm));
            Files.writeString(
                    site.directory().resolve("site.yml"),
                    """
                    id: %s
                    name: {zh: 示范县, en: Demo County}
                    level: county
                    gateway:
                      keys:
                        - {id: k1, algorithm: SM2SM3, certificate: keys/%s.pem, private-key: "file:%s"}%s
                    trust: {anchors: [keys/authority.pem]}
                    listen: {port: %d, admin-port: %d}
                    """
                            .formatted(
                                    ID,
                                    GATEWAY,
                                    site.privateKeys().resolve(GATEWAY + ".pem"),
                                    answersSigned.map(this::channelKey).orElse(""),
                                    site.port(),
                                    site.adminPort()));
            for (GeneratedParty party : parties) {
                key(party.id());
                party.channelKey().ifPresent(algorithm -> key(party.id(), "k2", algorithm));
                site.writeParty(party);
            }
            site.writeRules(rules);
        }

        private String channelKey(SealAlgorithm algorithm) {
            return "\n    - {id: k2, algorithm: " + algorithm + ", certificate: keys/" + GATEWAY
                    + ".k2.pem, private-key: \"file:" + site.privateKeys().resolve(GATEWAY + ".k2.pem") + "\"}";
        }

        private void key(PartyId party) {
            key(party, "k1", SealAlgorithm.SM2SM3);
        }

        private void key(PartyId party, String key, SealAlgorithm algorithm) {
            KeyPair pair = pairs.make(algorithm);
            String file = key.equals("k1") ? party + ".pem" : party + "." + key + ".pem";
            pem.writePrivateKey(site.privateKeys().resolve(file), pair.getPrivate());
            pem.writeCertificates(
                    site.directory().resolve("keys/" + file),
                    List.of(authority.issue(pair.getPublic(), new KeyId(party, key), party.value(), from, until)));
        }
    }
}
