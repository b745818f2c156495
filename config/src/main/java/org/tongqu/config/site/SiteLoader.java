package org.tongqu.config.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tongqu.adapters.auth.MutualTls;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.config.dialect.DialectReader;
import org.tongqu.config.files.Names;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlFile;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.HolidayNotice;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;

/**
 * Reads a site's directory — {@code site.yml}, {@code parties/*.yml}, {@code sharing/*.yml}, {@code calendar/*.yml}, {@code hotline.yml}, the site's own
 * {@code dialects/} — into immutable objects. All
 * mistakes are named at once; a site with a mistake is not used at all. Thread-safe; reads, never writes.
 */
public final class SiteLoader {
    private static final Set<String> KNOWN_ENTRIES = Set.of(
            "site.yml", HotlineReader.FILE, "parties", "sharing", "calendar", "keys", SiteDialects.FOLDER, "README.md");

    private static final Pattern PRIVATE_KEY = Pattern.compile("(?m)^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----");
    private static final int MOST_LOOKED_AT = 1 << 20;

    private final Schemas schemas;
    private final Path shippedDialects;

    /** A loader of sites whose parties may speak the shipped dialects. */
    public SiteLoader(Schemas schemas) {
        this(schemas, DialectReader.shipped());
    }

    /**
     * A loader.
     *
     * @param schemas of the record types that rules may name
     * @param shippedDialects where the shipped dialects are; sites may have others of their own
     */
    public SiteLoader(Schemas schemas, Path shippedDialects) {
        this.schemas = schemas;
        this.shippedDialects = shippedDialects;
    }

    /**
     * Reads the site in this directory.
     *
     * @param directory with {@code site.yml}
     * @param data against which relative {@code file:} references to secrets are resolved; the secrets are not read
     * @param version the number to give it, from 1
     * @throws InvalidSite if there is any mistake
     */
    public LoadedSite load(Path directory, Path data, int version) throws InvalidSite {
        Problems problems = new Problems();
        Path root = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            problems.add(
                    new Place(directory.toString(), 0),
                    "不是目录 / not a directory",
                    "给出含 site.yml 的目录 / name a directory with site.yml");
            throw new InvalidSite(problems.sorted());
        }
        LoadedSite site = read(root, data, version, problems);
        if (!problems.isEmpty()) {
            throw new InvalidSite(problems.sorted());
        }
        return site;
    }

    private LoadedSite read(Path root, Path data, int version, Problems problems) {
        refuseUnknownEntries(root, problems);
        refusePrivateKeys(root, problems);
        CertificateFiles certificates = new CertificateFiles(root, problems);
        KeyReader keys = new KeyReader(certificates, problems);
        SiteFileReader.Content content = YamlFile.read(root, root.resolve("site.yml"), problems)
                .map(new SiteFileReader(certificates, keys, data, problems)::read)
                .orElseGet(SiteLoader::nothing);
        Set<PartyId> senders = new TreeSet<>();
        SiteDialects dialects = new SiteDialects(root, shippedDialects, schemas, problems);
        PartyReader reader = new PartyReader(
                keys,
                new ConversationReader(dialects, data, problems),
                new SoapReader(data, problems),
                new FrontDatabaseReader(dialects, data, problems),
                problems);
        Map<PartyId, Party> parties = parties(root, content.gateway(), reader, senders, problems);
        HotlineReader.Content hotline = hotline(root, parties, problems);
        List<SharingRule> rules = rules(
                root,
                "rules",
                new RuleReader(
                        new Vocabulary.Records(schemas), parties, senders, Optional.of(hotline.catalogue()), problems),
                problems);
        List<SharingRule> queries = rules(
                root,
                "queries",
                new RuleReader(new Vocabulary.Questions(schemas), parties, senders, Optional.empty(), problems),
                problems);
        requireRepeatsRecognised(parties, content.limits(), problems);
        requireCallersApart(parties, problems);
        requireDoorForCertificates(parties, content.settings().listen(), problems);
        requireChannelKey(parties, content.gatewayKeys(), problems);
        Site site = new Site(
                content.id(),
                version,
                content.names().zh(),
                content.names().en(),
                content.level(),
                content.gateway(),
                content.gatewayKeys(),
                parties,
                new SharingRules(rules),
                new SharingRules(queries),
                content.limits(),
                content.anchors(),
                content.revocations(),
                calendar(root, problems),
                hotline.hotline());
        return new LoadedSite(site, content.settings(), dialects.fromShipped());
    }

    private Map<PartyId, Party> parties(
            Path root, PartyId gateway, PartyReader reader, Set<PartyId> senders, Problems problems) {
        Map<PartyId, Party> parties = new TreeMap<>();
        List<Path> files = files(root, "parties", problems);
        if (files.isEmpty()) {
            problems.add(
                    new Place("parties", 0),
                    "没有机构文件 / there are no party files",
                    "加入 parties/<名称>.yml / add parties/<name>.yml");
        }
        for (Path file : files) {
            Optional<YamlMap> map = YamlFile.read(root, file, problems);
            Optional<Placed<Party>> party = map.flatMap(reader::read);
            party.ifPresent(found -> {
                PartyId id = found.value().id();
                if (id.equals(gateway)) {
                    problems.add(
                            found.place(), "该标识属于网关自己 / this id is the gateway's own", "换一个标识 / choose another id");
                } else if (parties.putIfAbsent(id, found.value()) != null) {
                    problems.add(
                            found.place(),
                            "机构 " + id + " 已在另一文件中 / party " + id + " stands in another file too",
                            "删除一处 / remove one");
                }
                if (map.get().has("keys")
                        || found.value().calls() != null
                        || found.value().soap() != null
                        || found.value().frontDatabase() != null
                        || found.value().folder() != null) {
                    senders.add(id);
                }
            });
        }
        return parties;
    }

    /** A seal older than the identities are kept would let a repeat in as something new. */
    private static void requireRepeatsRecognised(Map<PartyId, Party> parties, Limits limits, Problems problems) {
        for (Party party : parties.values()) {
            if (party.maxRecordAge().compareTo(limits.identityRetention()) > 0) {
                problems.add(
                        new Place("site.yml", 0),
                        "identity-retention 短于机构 " + party.id()
                                + " 的 max-record-age / identity-retention is shorter than" + " max-record-age of "
                                + party.id(),
                        "调整其一，否则重发会当成新记录 / change one of them, or a repeat would be taken for a new record");
            }
        }
    }

    /** Whoever knows the credentials of one party could speak for another that has the same. */
    private static void requireCallersApart(Map<PartyId, Party> parties, Problems problems) {
        Map<Conversation, PartyId> callers = new HashMap<>();
        for (Party party : parties.values()) {
            if (party.calls() != null) {
                PartyId other = callers.putIfAbsent(party.calls(), party.id());
                if (other != null) {
                    problems.add(
                            new Place("parties", 0),
                            "机构 " + other + " 与 " + party.id() + " 的呼入凭据相同 / " + other + " and " + party.id()
                                    + " call with the same credentials",
                            "各用各的 / give each its own");
                }
            }
        }
    }

    /** Where nobody can show a certificate, whoever is known by one cannot call. */
    private static void requireDoorForCertificates(
            Map<PartyId, Party> parties, SiteSettings.Listen listen, Problems problems) {
        boolean isOpen = listen.tls() != null && !listen.tls().clients().isEmpty();
        for (Party party : parties.values()) {
            if (!isOpen && showsCertificate(party)) {
                problems.add(
                        new Place("site.yml", 0),
                        "机构 " + party.id() + " 以证书呼入，但没有可出示证书的端口 / " + party.id()
                                + " calls with a certificate, and there is no port at which one can be shown",
                        "补上 listen: tls: 及其 clients: / add tls: with clients: to listen:");
            }
        }
    }

    private static boolean showsCertificate(Party party) {
        boolean calls = party.calls() != null
                && party.calls().translator() instanceof Dialect dialect
                && dialect.wire().auth() instanceof MutualTls;
        return calls || party.soap() != null && !party.soap().certificates().isEmpty();
    }

    /** Answers to who signs are signed, and who has asked for that must not find out by an error. */
    private static void requireChannelKey(Map<PartyId, Party> parties, List<PartyKey> gatewayKeys, Problems problems) {
        boolean isThere = gatewayKeys.stream()
                .anyMatch(key -> key.alg() == SealAlgorithm.PS256 || key.alg() == SealAlgorithm.ES256);
        for (Party party : parties.values()) {
            if (!isThere && party.soap() != null && party.soap().signs()) {
                problems.add(
                        new Place("site.yml", 0),
                        "机构 " + party.id() + " 的 SOAP 报文须签名，网关没有可用的 RSA 或 P-256 密钥 / " + party.id()
                                + " signs SOAP calls, and the gateway has no RSA or P-256 key to answer with",
                        "在 gateway: keys: 第二位补上 ES256 或 PS256 密钥 / add an ES256 or PS256 key to keys: of gateway:, as"
                                + " the second");
            }
        }
    }

    private List<SharingRule> rules(Path root, String list, RuleReader reader, Problems problems) {
        Map<String, SharingRule> rules = new LinkedHashMap<>();
        for (Path file : files(root, "sharing", problems)) {
            YamlFile.read(root, file, problems).ifPresent(map -> {
                for (YamlMap entry : map.maps(list)) {
                    reader.read(entry).ifPresent(rule -> {
                        if (rules.putIfAbsent(rule.value().name(), rule.value()) != null) {
                            problems.add(
                                    rule.place(),
                                    "规则名 " + rule.value().name() + " 重复 / rule name "
                                            + rule.value().name() + " stands twice",
                                    "改名 / rename one");
                        }
                    });
                }
                map.has("rules");
                map.has("queries");
                map.refuseUnknown();
            });
        }
        return new ArrayList<>(rules.values());
    }

    /** A year that is shipped too is taken from the site, so that shipping it later breaks no site that was quicker. */
    private static WorkdayCalendar calendar(Path root, Problems problems) {
        CalendarReader reader = new CalendarReader(problems);
        List<HolidayNotice> further = new ArrayList<>();
        for (Path file : files(root, "calendar", problems)) {
            YamlFile.read(root, file, problems).flatMap(reader::read).ifPresent(further::add);
        }
        return WorkdayCalendar.shipped().with(further);
    }

    private static HotlineReader.Content hotline(Path root, Map<PartyId, Party> parties, Problems problems) {
        Path file = root.resolve(HotlineReader.FILE);
        return Files.exists(file)
                ? YamlFile.read(root, file, problems)
                        .map(new HotlineReader(parties, problems)::read)
                        .orElse(HotlineReader.Content.NONE)
                : HotlineReader.Content.NONE;
    }

    private static void refuseUnknownEntries(Path root, Problems problems) {
        for (Path entry : entries(root, problems)) {
            String name = entry.getFileName().toString();
            if (!KNOWN_ENTRIES.contains(name)) {
                problems.add(
                        new Place(name, 0),
                        "站点目录中没有这一项 / nothing of a site has this name",
                        Problems.suggest(name, KNOWN_ENTRIES));
            }
        }
    }

    /** A site's directory is copied, mailed and kept in version control; private keys belong elsewhere. */
    private static void refusePrivateKeys(Path root, Problems problems) {
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(Files::isRegularFile)
                    .filter(SiteLoader::holdsPrivateKey)
                    .forEach(file -> problems.add(
                            new Place(root.relativize(file).toString(), 0),
                            "站点目录中不得存放私钥 / a private key must not lie in the site's directory",
                            "移到数据目录的 secrets/ 下，再写 file:secrets/… / move it below secrets/ in the data directory"
                                    + " and write file:secrets/…"));
        } catch (IOException | UncheckedIOException e) {
            problems.add(
                    new Place(root.getFileName().toString(), 0),
                    "目录无法读取 / the directory cannot be read",
                    "检查权限 / check its permissions");
        }
    }

    private static boolean holdsPrivateKey(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return PRIVATE_KEY
                    .matcher(new String(in.readNBytes(MOST_LOOKED_AT), StandardCharsets.ISO_8859_1))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path root, String folder, Problems problems) {
        Path directory = root.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        for (Path file : entries(directory, problems)) {
            if (file.toString().endsWith(".yml") && Files.isRegularFile(file)) {
                files.add(file);
            } else {
                problems.add(
                        new Place(root.relativize(file).toString(), 0),
                        "只读取 .yml 文件 / only .yml files are read",
                        "改名或移走 / rename it or move it away");
            }
        }
        return files;
    }

    private static List<Path> entries(Path directory, Problems problems) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            problems.add(
                    new Place(directory.getFileName().toString(), 0),
                    "目录无法读取 / the directory cannot be read",
                    "检查权限 / check its permissions");
            return List.of();
        }
    }

    private static SiteFileReader.Content nothing() {
        return new SiteFileReader.Content(
                "000000",
                new Names("", ""),
                "",
                PartyId.gatewayOf("000000"),
                List.of(),
                Limits.DEFAULTS,
                List.of(),
                List.of(),
                new SiteSettings(
                        SiteSettings.Listen.DEFAULTS, List.of(), List.of(), SiteSettings.Storage.DEFAULTS, null));
    }
}
