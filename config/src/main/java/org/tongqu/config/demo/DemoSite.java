package org.tongqu.config.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.key.CertificateAuthority;
import org.tongqu.security.key.KeyPairMaker;
import org.tongqu.security.key.Keystore;
import org.tongqu.security.key.PemFiles;
import org.tongqu.security.key.PrivateFile;

/**
 * The demo site with keys of its own, made at the first start in the data directory: the site in {@code site/}, the parties'
 * private keys in {@code keys/<party>.pem}, the gateway's as a keystore in {@code secrets/}; all private ones 0600. What is there
 * stays.
 *
 * @param data the data directory
 */
public record DemoSite(Path data) {
    /** Every party of the demo. The tax bureau has a P-256 key, all others SM2. */
    static final List<PartyId> PARTIES = List.of(
            new PartyId("990101.window"),
            new PartyId("990101.market"),
            new PartyId("990101.tax"),
            new PartyId("990101.housing"),
            new PartyId("990101.water"),
            new PartyId("990101.hotline"),
            new PartyId("990101.urban"),
            new PartyId("990100.hotline"),
            new PartyId("990100.platform"),
            new PartyId("990000.platform"));

    private static final String KEY = "k1";
    private static final int PASSWORD_OCTETS = 16;
    private static final PartyId GATEWAY = PartyId.gatewayOf("990101");
    private static final PartyId TAX = new PartyId("990101.tax");
    /** The parties that speak dialects, with the families; what they have is copied into the site. */
    static final Map<PartyId, String> SPEAKING = new TreeMap<>(Map.of(
            new PartyId("990000.cases"), "guizhou-rest",
            new PartyId("990100.approval"), "approvedatainfo-xml",
            new PartyId("990000.national"), "national-rest",
            new PartyId("990100.exchange"), "approvedatainfo-json",
            new PartyId("990100.hotline"), "ataf-soap"));

    /** The parties whose systems answer questions, with the families in which they are asked. */
    static final Map<PartyId, String> ANSWERING = new TreeMap<>(Map.of(
            new PartyId("990101.window"), "plain-query",
            new PartyId("990101.market"), "certificate-sharing"));

    /** The family of those that have a front-end database. */
    static final String OF_TABLES = "inspur-pre";

    private static final String SITE = "/org/tongqu/config/sites/demo/";
    private static final String DIALECTS = "/org/tongqu/config/dialects/";

    /** Where the site is. */
    public Path directory() {
        return data.resolve("site");
    }

    /** The private key of a party. */
    public Path privateKey(PartyId party) {
        return data.resolve("keys").resolve(party + ".pem");
    }

    /**
     * Makes what is not there yet. Safe to repeat after a crash: the last file written says that all are there.
     *
     * @throws IOException if it cannot be written, or was made by an earlier version, which had fewer parties or doors
     */
    public void prepare(Clock clock) throws IOException {
        Path complete = data.resolve("keys/complete");
        if (Files.exists(complete)) {
            requireAllParties();
            return;
        }
        copy(SITE, "", directory());
        for (Map<PartyId, String> families : List.of(SPEAKING, ANSWERING)) {
            for (String family : families.values()) {
                copy(DIALECTS, family + "/", directory().resolve("dialects"));
            }
        }
        copy(DIALECTS, OF_TABLES + "/", directory().resolve("dialects"));
        makeSecrets();
        makeKeys(clock.instant());
        Files.writeString(complete, "");
    }

    private void requireAllParties() throws IOException {
        requireThere(new Exchange(data).password(), OF_TABLES);
        for (PartyId party : PARTIES) {
            requireThere(privateKey(party), party);
            if (ANSWERING.containsKey(party)) {
                requireThere(answersSecret(party), party);
            }
        }
    }

    private void requireThere(Path file, Object whose) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(
                    "演示数据 " + data + " 由较早的版本生成，" + whose + " 不全：请删除该目录，或用 --data 另指定一个 / the demo data " + data
                            + " was made by an earlier version and lacks things of " + whose
                            + ": delete the directory, or name another with --data");
        }
    }

    /** All that is on the class path under {@code root + below} goes where it stands under {@code root}. */
    private static void copy(String root, String below, Path to) throws IOException {
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath:" + root + below + "**")) {
            String url = file.getURL().toString();
            String name = url.substring(url.indexOf(root) + root.length());
            if (!name.isEmpty() && !name.endsWith("/") && file.isReadable()) {
                Path target = to.resolve(name);
                Files.createDirectories(target.getParent());
                try (InputStream in = file.getInputStream()) {
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private Path answersSecret(PartyId party) {
        return data.resolve("secrets").resolve(party + ".answers.secret");
    }

    private void makeSecrets() {
        for (PartyId party : SPEAKING.keySet()) {
            for (String name : List.of("out.secret", "out.key", "in.secret", "in.key")) {
                password(data.resolve("secrets").resolve(party + "." + name));
            }
        }
        ANSWERING.keySet().forEach(party -> password(answersSecret(party)));
        password(new Exchange(data).password());
    }

    /**
     * Makes the database through which two departments exchange rows, and starts the PostgreSQL in which it is.
     *
     * @throws StartRefused if that does not come up
     */
    public void prepareExchange() throws StartRefused, IOException {
        new Exchange(data).prepare();
    }

    private void makeKeys(Instant now) throws IOException {
        Provider provider = new BouncyCastleProvider();
        PemFiles pem = new PemFiles(provider);
        KeyPairMaker pairs = new KeyPairMaker(provider);
        Instant from = now.minus(Duration.ofDays(1));
        Instant until = now.plus(Duration.ofDays(3650));
        CertificateAuthority authority = CertificateAuthority.create(
                SealAlgorithm.SM2SM3, "示范根证书 Tongqu demo authority", from, until, provider, new SecureRandom());
        Path certificates = Files.createDirectories(directory().resolve("keys"));
        pem.writeCertificates(certificates.resolve("ca.pem"), List.of(authority.certificate()));
        pem.writeRevocationList(certificates.resolve("ca.crl"), authority.revocationList(now, until, List.of()));
        Files.createDirectories(data.resolve("secrets"));
        KeyPair own = pairs.make(SealAlgorithm.SM2SM3);
        X509Certificate certificate = certify(authority, pem, GATEWAY, own, from, until);
        Keystore.write(
                data.resolve("secrets/990101.gateway.p12"),
                password(data.resolve("secrets/990101.gateway.password")),
                new KeyId(GATEWAY, KEY),
                own.getPrivate(),
                List.of(certificate),
                provider);
        Files.createDirectories(data.resolve("keys"));
        for (PartyId party : PARTIES) {
            KeyPair pair = pairs.make(party.equals(TAX) ? SealAlgorithm.ES256 : SealAlgorithm.SM2SM3);
            pem.writePrivateKey(privateKey(party), pair.getPrivate());
            certify(authority, pem, party, pair, from, until);
        }
    }

    private X509Certificate certify(
            CertificateAuthority authority, PemFiles pem, PartyId party, KeyPair pair, Instant from, Instant until) {
        X509Certificate certificate =
                authority.issue(pair.getPublic(), new KeyId(party, KEY), party.value(), from, until);
        pem.writeCertificates(directory().resolve("keys").resolve(party + ".pem"), List.of(certificate));
        return certificate;
    }

    private static char[] password(Path file) {
        byte[] octets = new byte[PASSWORD_OCTETS];
        new SecureRandom().nextBytes(octets);
        String password = HexFormat.of().formatHex(octets);
        PrivateFile.replace(file, password.getBytes(StandardCharsets.US_ASCII));
        return password.toCharArray();
    }
}
