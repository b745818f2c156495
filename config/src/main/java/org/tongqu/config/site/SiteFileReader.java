package org.tongqu.config.site;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tongqu.config.files.Names;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.PartyKey;

/** Reads {@code site.yml}: which site this is, its own keys, whom it trusts, its bounds, where it listens. */
final class SiteFileReader {
    private static final Pattern DIVISION = Pattern.compile("[0-9]{6}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");
    private static final Pattern IN_DIGITS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F.:]*");
    private static final List<String> LEVELS = List.of("province", "city", "county");

    private final CertificateFiles certificates;
    private final KeyReader keys;
    private final Path data;
    private final Problems problems;

    SiteFileReader(CertificateFiles certificates, KeyReader keys, Path data, Problems problems) {
        this.certificates = certificates;
        this.keys = keys;
        this.data = data;
        this.problems = problems;
    }

    /** What the file says; with mistakes noted the result is not to be used. */
    Content read(YamlMap file) {
        String id = file.requiredText("id")
                .flatMap(text ->
                        text.as(SiteFileReader::division, "六位行政区划代码 / the six digits of the division", problems))
                .map(Placed::value)
                .orElse("000000");
        Names names = Names.read(file);
        Optional<Placed<String>> level = file.requiredText("level");
        level.filter(l -> !LEVELS.contains(l.value()))
                .ifPresent(l -> problems.add(
                        l.place(),
                        "level 不能是 \"" + l.value() + "\" / level cannot be \"" + l.value() + "\"",
                        Problems.suggest(l.value(), LEVELS)));
        PartyId gateway = PartyId.gatewayOf(id);
        GatewayKeys own = file.requiredMap("gateway")
                .map(map -> gatewayKeys(map, gateway))
                .orElse(new GatewayKeys(List.of(), List.of()));
        Optional<YamlMap> trust = file.requiredMap("trust");
        List<X509Certificate> anchors = new ArrayList<>();
        List<X509CRL> revocations = new ArrayList<>();
        List<X509Certificate> servers = new ArrayList<>();
        trust.ifPresent(map -> {
            map.requiredTexts("anchors").forEach(text -> anchors.addAll(certificates.chain(text)));
            map.texts("revocation-lists").forEach(text -> revocations.addAll(certificates.revocations(text)));
            map.texts("servers").forEach(text -> servers.addAll(certificates.chain(text)));
            map.refuseUnknown();
        });
        SiteSettings settings = new SiteSettings(
                file.map("listen").map(this::listen).orElse(SiteSettings.Listen.DEFAULTS),
                own.privateKeys(),
                servers,
                file.map("storage").map(this::storage).orElse(SiteSettings.Storage.DEFAULTS),
                new SharedServersReader(this::secret, problems).read(file));
        Limits limits = file.map("limits").map(this::limits).orElse(Limits.DEFAULTS);
        file.refuseUnknown();
        return new Content(
                id,
                names,
                level.map(Placed::value).orElse(""),
                gateway,
                own.publicKeys(),
                limits,
                anchors,
                revocations,
                settings);
    }

    private GatewayKeys gatewayKeys(YamlMap gateway, PartyId id) {
        List<YamlMap> entries = gateway.maps("keys");
        if (entries.isEmpty()) {
            problems.add(
                    gateway.placeOf("keys"),
                    "网关没有密钥 / the gateway has no keys",
                    "补上 keys:，第一个用于签名 / add keys:, the first one seals");
        }
        List<SiteSettings.PrivateKeyFile> privateKeys = new ArrayList<>();
        for (YamlMap entry : entries) {
            Optional<Path> file = entry.requiredText("private-key").flatMap(this::secretFile);
            Optional<SiteSettings.SecretReference> password = password(entry, file);
            Optional<String> kid = entry.text("id").map(Placed::value);
            if (file.isPresent() && kid.isPresent()) {
                try {
                    privateKeys.add(new SiteSettings.PrivateKeyFile(
                            new KeyId(id, kid.get()), file.get(), password.orElse(null)));
                } catch (IllegalArgumentException e) {
                    // A key id of the wrong shape is named with the certificate below.
                    continue;
                }
            }
        }
        List<PartyKey> publicKeys = keys.read(id, entries);
        gateway.refuseUnknown();
        return new GatewayKeys(publicKeys, privateKeys);
    }

    /** A keystore needs a password, and nothing else has one. */
    private Optional<SiteSettings.SecretReference> password(YamlMap entry, Optional<Path> file) {
        Optional<Placed<String>> text = entry.text("password");
        boolean isKeystore =
                file.filter(path -> path.toString().endsWith(".p12")).isPresent();
        if (file.isPresent() && isKeystore != text.isPresent()) {
            problems.add(
                    entry.placeOf(isKeystore ? "private-key" : "password"),
                    isKeystore
                            ? "密钥库没有口令 / the keystore has no password"
                            : "只有 .p12 密钥库才有口令 / only a .p12 keystore has a password",
                    isKeystore
                            ? "补上 password: file:路径 或 env:变量名 / add password: file:path or env:VARIABLE"
                            : "删去 password / leave it out");
        }
        return text.flatMap(this::secret);
    }

    private SiteSettings.Listen listen(YamlMap map) {
        SiteSettings.Listen defaults = SiteSettings.Listen.DEFAULTS;
        SiteSettings.Listen listen = new SiteSettings.Listen(
                value(map, "address", defaults.address(), SiteFileReader::address, "一个 IP 地址 / an IP address"),
                value(map, "port", defaults.port(), SiteFileReader::port, "0 到 65535 / 0 to 65535"),
                value(map, "admin-port", defaults.adminPort(), bounded(65_535), "1 到 65535 / 1 to 65535"),
                map.map("tls").flatMap(this::tls).orElse(null),
                clearPasswordsFrom(map),
                value(
                        map,
                        "public-address",
                        defaults.publicAddress(),
                        SiteFileReader::publicAddress,
                        "http(s)://主机[:端口][/路径]，末尾没有斜杠 / http(s)://host[:port][/path] without a slash at the end"));
        if (listen.port() == listen.adminPort()) {
            problems.add(
                    map.placeOf("admin-port"),
                    "admin-port 与 port 相同 / admin-port equals port",
                    "换一个端口 / choose another port");
        }
        if (listen.tls() != null
                && (listen.tls().port() == listen.port() || listen.tls().port() == listen.adminPort())) {
            problems.add(
                    map.placeOf("tls"),
                    "tls 的端口已被占用 / the port of tls is one of the others",
                    "换一个端口 / choose another port");
        }
        map.refuseUnknown();
        return listen;
    }

    private static String publicAddress(String text) {
        URI address = URI.create(text);
        boolean isHttp = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!isHttp
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || text.endsWith("/")) {
            throw new IllegalArgumentException("no address of this form");
        }
        return text;
    }

    private Set<InetAddress> clearPasswordsFrom(YamlMap map) {
        Set<InetAddress> addresses = new HashSet<>();
        for (Placed<String> text : map.texts("clear-passwords-from")) {
            text.as(SiteFileReader::inetAddress, "IP 地址的列表 / a list of IP addresses", problems)
                    .ifPresent(one -> addresses.add(one.value()));
        }
        return addresses;
    }

    private Optional<SiteSettings.Tls> tls(YamlMap map) {
        int port = value(map, "port", 8443, bounded(65_535), "1 到 65535 / 1 to 65535");
        Optional<Path> identity = map.requiredText("identity").flatMap(this::secretFile);
        List<X509Certificate> clients = new ArrayList<>();
        map.texts("clients").forEach(text -> clients.addAll(certificates.chain(text)));
        map.refuseUnknown();
        return identity.map(file -> new SiteSettings.Tls(port, file, clients));
    }

    private SiteSettings.Storage storage(YamlMap map) {
        SiteSettings.Storage defaults = SiteSettings.Storage.DEFAULTS;
        SiteSettings.Storage storage = new SiteSettings.Storage(
                map.text("master-key").flatMap(this::secret).orElse(null),
                value(map, "min-free-disk", defaults.minFreeDisk(), Quantities::bytes, Quantities.SIZE));
        map.refuseUnknown();
        return storage;
    }

    private Limits limits(YamlMap map) {
        Limits defaults = Limits.DEFAULTS;
        String whole = "正整数 / a positive whole number";
        Limits limits = new Limits(
                value(map, "max-record-size", defaults.maxRecordSize(), Quantities::intBytes, Quantities.SIZE),
                value(map, "max-batch-size", defaults.maxBatchSize(), Quantities::intBytes, Quantities.SIZE),
                value(map, "max-batch-items", defaults.maxBatchItems(), bounded(500), "1 到 500 / 1 to 500"),
                value(map, "max-material-size", defaults.maxMaterialSize(), Quantities::bytes, Quantities.SIZE),
                value(
                        map,
                        "max-unreferenced-materials",
                        defaults.maxUnreferencedMaterials(),
                        Quantities::bytes,
                        Quantities.SIZE),
                duration(map, "delivery-deadline", defaults.deliveryDeadline()),
                duration(map, "identity-retention", defaults.identityRetention()),
                value(map, "awake-lanes", defaults.awakeLanes(), bounded(200), "1 到 200 / 1 to 200"),
                value(map, "outstanding-bells", defaults.outstandingBells(), bounded(100_000), whole));
        if (limits.maxBatchSize() < limits.maxRecordSize()) {
            problems.add(
                    map.placeOf("max-batch-size"),
                    "max-batch-size 小于 max-record-size / max-batch-size is below max-record-size",
                    "调大 / raise it");
        }
        if (limits.maxUnreferencedMaterials() < limits.maxMaterialSize()) {
            problems.add(
                    map.placeOf("max-unreferenced-materials"),
                    "max-unreferenced-materials 小于 max-material-size / max-unreferenced-materials is below"
                            + " max-material-size",
                    "调大，否则最大的材料传不上来 / raise it, or the largest material can never be uploaded");
        }
        if (limits.identityRetention().compareTo(limits.deliveryDeadline()) < 0) {
            problems.add(
                    map.placeOf("identity-retention"),
                    "identity-retention 短于 delivery-deadline / identity-retention is shorter than delivery-deadline",
                    "调长，否则重发认不出来 / make it longer, or repeats are not recognised");
        }
        map.refuseUnknown();
        return limits;
    }

    private Duration duration(YamlMap map, String key, Duration otherwise) {
        return value(map, key, otherwise, Quantities::duration, Quantities.DURATION);
    }

    /** A private key is in a file; one in the environment could be read by whoever may look at the process. */
    private Optional<Path> secretFile(Placed<String> text) {
        Optional<Path> file = fileOf(text.value());
        if (file.isEmpty()) {
            problems.add(
                    text.place(),
                    "这里只能写私钥文件的路径 / only where the file of the private key is may stand here",
                    "写成 file:路径 / write file:path");
        }
        return file;
    }

    private Optional<Path> fileOf(String reference) {
        return reference.startsWith("file:") && reference.length() > 5
                ? Optional.of(
                        data.resolve(reference.substring(5)).toAbsolutePath().normalize())
                : Optional.empty();
    }

    private Optional<SiteSettings.SecretReference> secret(Placed<String> text) {
        String reference = text.value();
        Optional<Path> file = fileOf(reference);
        if (file.isPresent()) {
            return file.map(SiteSettings.SecretReference.InFile::new);
        }
        if (reference.matches("env:[A-Z][A-Z0-9_]*")) {
            return Optional.of(new SiteSettings.SecretReference.InEnvironment(reference.substring(4)));
        }
        problems.add(
                text.place(),
                "这里只能写密钥的出处 / only where the secret is may stand here",
                "写成 file:路径 或 env:变量名 / write file:path or env:VARIABLE");
        return Optional.empty();
    }

    private <T> T value(YamlMap map, String key, T otherwise, Function<String, T> parse, String expected) {
        return map.text(key)
                .flatMap(text -> text.as(parse, expected, problems))
                .map(Placed::value)
                .orElse(otherwise);
    }

    private static Function<String, Integer> bounded(int most) {
        return text -> {
            int number = Integer.parseInt(text);
            if (number < 1 || number > most) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        };
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("out of range");
        }
        return port;
    }

    private static String address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("not an address");
        }
        return text;
    }

    @SuppressWarnings("AddressSelection") // In digits it is one address.
    private static InetAddress inetAddress(String text) {
        if (!IN_DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException("a name, which would be looked up");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException noAddress) {
            throw new IllegalArgumentException("not an address", noAddress);
        }
    }

    private static String division(String text) {
        if (!DIVISION.matcher(text).matches()) {
            throw new IllegalArgumentException("not a division");
        }
        return text;
    }

    private record GatewayKeys(List<PartyKey> publicKeys, List<SiteSettings.PrivateKeyFile> privateKeys) {}

    /** What {@code site.yml} says. */
    record Content(
            String id,
            Names names,
            String level,
            PartyId gateway,
            List<PartyKey> gatewayKeys,
            Limits limits,
            List<X509Certificate> anchors,
            List<X509CRL> revocations,
            SiteSettings settings) {}
}
