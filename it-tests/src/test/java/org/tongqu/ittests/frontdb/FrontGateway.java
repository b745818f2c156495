package org.tongqu.ittests.frontdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** A packaged gateway of a county whose parties have front-end databases at one server, and one of them folders. */
public final class FrontGateway implements AutoCloseable {
    /** Leaves rows PRE_*. */
    public static final String COUNTY = "990101.county-approval";
    /** Finds rows PRE_*, and leaves none. */
    public static final String TOWN = "990101.town-approval";
    /** Finds rows up_*, and leaves rows dn_*. */
    public static final String PROVINCE = "990000.library";
    /** Leaves rows up_*, and finds rows dn_*. */
    public static final String REPORTER = "990101.reporter";
    /** Leaves rows PRE_*, with the files of its materials in them. */
    public static final String BUREAU = "990101.bureau";
    /** Seals what it sends, and fetches. */
    public static final String DESK = "990101.desk";
    /** Fetches what the others leave. */
    public static final String ARCHIVE = "990101.archive";

    /** Leaves files in {@link #left}, and finds ours in {@link #given}. */
    public static final String WATERWORKS = "990101.waterworks";

    private static final List<String> WHOLE_CASE =
            List.of("case.applied", "case.accepted", "case.step-done", "case.completed");
    private static final List<String> OF_FILES = List.of("case.applied", "case.accepted", "case.completed");
    private static final List<String> REPORTED = WHOLE_CASE.subList(1, 4);

    /** The shipped dialects, beside what the build makes of the application. */
    public static final Path DIALECTS =
            PackagedApplication.jar().resolve("../../../dialects").normalize();

    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final Clock clock = Clock.systemUTC();
    private final Path folder;
    private final GeneratedSite site;
    private final GatewayProcess process;

    /** Starts one; spaces of the server are named as the parties, without division and dash. */
    public FrontGateway(Path folder, FrontServer server) {
        this.folder = folder;
        List<GeneratedParty> parties = parties(server);
        parties.add(files());
        site = GeneratedSite.write(folder, parties, rules(), clock);
        writeDialectOfTheBureau();
        copyDriver();
        process = GatewayProcess.start(new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                data(),
                folder.resolve("gateway.log"),
                site.adminPort(),
                List.of("-Xmx256m", "-Dtongqu.dialects=" + DIALECTS)));
        process.awaitReady(Duration.ofSeconds(90));
    }

    /** Makes a space with its tables for each party. */
    public static void makeSpaces(FrontServer server) throws SQLException, IOException {
        server.with(space(COUNTY), "inspur-pre.sql")
                .with(space(TOWN), "inspur-pre.sql")
                .with(space(BUREAU), "inspur-pre.sql")
                .with(space(PROVINCE), "national.sql")
                .with(space(REPORTER), "national.sql");
        server.run(space(BUREAU), "alter table PRE_ATTR add FILE_BODY " + server.fileType());
    }

    /** A site's own variant of a shipped dialect: one line says in which column a file lies. */
    private void writeDialectOfTheBureau() {
        try {
            Path own = site.directory().resolve("dialects/pre-with-files");
            Files.createDirectories(own);
            Files.writeString(
                    own.resolve("dialect.yml"), "name: {zh: 带附件的浪潮前置库, en: Inspur with files}\nlike: inspur-pre\n");
            Files.writeString(
                    own.resolve("case.applied.yml"),
                    Files.readString(DIALECTS.resolve("inspur-pre/case.applied.yml"))
                                    .stripTrailing()
                            + "\n      - {partner: FILE_BODY, canonical: /digest, attachment: url}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder that is not there yet, below that of the build. */
    public static Path freshFolder() {
        try {
            Path target = Path.of("target/whole").toAbsolutePath();
            Files.createDirectories(target);
            return Files.createTempDirectory(target, "front-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of a party's space. */
    public static String space(String party) {
        return party.substring(7).replace("-", "");
    }

    private static List<GeneratedParty> parties(FrontServer server) {
        List<GeneratedParty> parties =
                new ArrayList<>(List.of(GeneratedParty.fetching(DESK), GeneratedParty.fetching(ARCHIVE)));
        parties.add(tables(server, COUNTY, "inspur-pre", false));
        parties.add(tables(server, TOWN, "inspur-pre", true));
        parties.add(tables(server, BUREAU, "pre-with-files", false));
        parties.add(tables(server, PROVINCE, "national-tables", true));
        parties.add(tables(server, REPORTER, "national-tables", false));
        return parties;
    }

    private static GeneratedParty tables(FrontServer server, String party, String dialect, boolean isTold) {
        return new GeneratedParty(
                new PartyId(party),
                "platform",
                new GeneratedParty.Reached.HasTables(server.yaml(space(party), dialect), isTold));
    }

    private GeneratedParty files() {
        try {
            Files.createDirectories(left());
            Files.createDirectories(given());
            Files.createDirectories(replies());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GeneratedParty(
                new PartyId(WATERWORKS),
                "utility",
                new GeneratedParty.Reached.HasFolders(
                        "at: " + left() + ", dialect: case-csv, longest-pause: 500ms",
                        "at: " + given()
                                + ", dialect: case-csv, timeout: 5s, repeat: by-query, receipt: channel, replies: "
                                + replies() + ", daily: true"));
    }

    /** Where {@link #WATERWORKS} leaves files. */
    public Path left() {
        return folder.resolve("exchange/left");
    }

    /** Where it finds ours. */
    public Path given() {
        return folder.resolve("exchange/given");
    }

    /** Where it says what became of them. */
    public Path replies() {
        return folder.resolve("exchange/replies");
    }

    private static List<GeneratedRule> rules() {
        return List.of(
                whole("county-to-archive", WHOLE_CASE, COUNTY, ARCHIVE),
                whole("bureau-to-archive", WHOLE_CASE, BUREAU, ARCHIVE),
                whole("county-to-province", REPORTED, COUNTY, PROVINCE),
                whole("desk-to-town", WHOLE_CASE, DESK, TOWN),
                whole("desk-to-province", List.of("case.step-done"), DESK, PROVINCE),
                whole("reporter-to-archive", REPORTED, REPORTER, ARCHIVE),
                whole("waterworks-to-archive", OF_FILES, WATERWORKS, ARCHIVE),
                whole("desk-to-waterworks", OF_FILES, DESK, WATERWORKS),
                whole("reporter-to-town", REPORTED, REPORTER, TOWN),
                whole("evaluations-to-archive", List.of("case.evaluated"), DESK, ARCHIVE));
    }

    private static GeneratedRule whole(String name, List<String> types, String from, String to) {
        return new GeneratedRule(name, types, List.of(from), List.of(to), List.of());
    }

    /** Where operators put what vendors do not let others pass on. */
    private void copyDriver() {
        try {
            Path jar = Path.of(org.mariadb.jdbc.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath());
            Files.createDirectories(data().resolve("lib"));
            Files.copy(jar, data().resolve("lib").resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where everything of it lies. */
    public Path folder() {
        return folder;
    }

    /** Its data directory, with the drivers in {@code lib/}. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Its process. */
    public GatewayProcess process() {
        return process;
    }

    /** Submits a record of the desk's; the status of the answer. */
    public int submit(byte[] record) throws IOException {
        try (Submission submission = new Submission(
                new HttpConnection(site.port(), TIMEOUT), site.sealer(new PartyId(DESK), clock), site.gatewaySeals())) {
            return submission.submit(record).status();
        }
    }

    /** The state of the delivery of a record of the desk's to a party; "none" if there is no such delivery. */
    public String state(String id, String recipient) throws IOException {
        String target = "/v1/records/" + DESK + "/" + id;
        try (HttpConnection connection = new HttpConnection(site.port(), TIMEOUT)) {
            HttpMessage answer = connection.exchange(
                    "GET", target, site.sealer(new PartyId(DESK), clock).proof("GET", target), new byte[0]);
            for (JsonNode delivery : StrictJson.parse(answer.body()).path("deliveries")) {
                if (delivery.path("recipient").asString().equals(recipient)) {
                    return delivery.path("state").asString("none");
                }
            }
        }
        return "none";
    }

    /** A read on the operators' port by somebody who has the token. */
    public JsonNode admin(String target) throws IOException {
        String token = Files.readString(data().resolve("admin-token")).strip();
        try (HttpConnection connection = new HttpConnection(site.adminPort(), TIMEOUT)) {
            return StrictJson.parse(connection
                    .exchange("GET", target, Map.of("Authorization", "Bearer " + token), new byte[0])
                    .body());
        }
    }

    /** What a fetching party gets until this many events about one case are there. */
    public List<JsonNode> fetched(String party, String subject, int howMany) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        try (FetchingParty inbox = new FetchingParty(
                new HttpConnection(site.port(), TIMEOUT), site.sealer(new PartyId(party), clock), clock)) {
            long end = System.nanoTime() + TIMEOUT.toNanos();
            while (events.size() < howMany && System.nanoTime() < end) {
                for (FetchingParty.Fetched fetched : inbox.fetch(100, 1, 10)) {
                    inbox.confirm(List.of(fetched));
                    JsonNode event =
                            StrictJson.parse(fetched.content().payload().getBytes(StandardCharsets.UTF_8));
                    if (event.path("subject").asString().equals(subject)) {
                        events.add(event);
                    }
                }
            }
        }
        return events;
    }

    /** The octets of a material that a party was given. */
    public byte[] material(String party, String digest) throws IOException {
        String target = "/v1/materials/" + digest;
        try (HttpConnection connection = new HttpConnection(site.port(), TIMEOUT)) {
            return connection
                    .exchange(
                            "GET",
                            target,
                            site.sealer(new PartyId(party), clock).proof("GET", target),
                            new byte[0])
                    .body();
        }
    }

    /** How many records the ledger holds. */
    public long records() {
        try {
            return process.ledger().records();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
