package org.tongqu.ittests.whole;

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

/** A packaged gateway of a county whose parties have front-end databases at one server. */
final class FrontGateway implements AutoCloseable {
    /** Leaves rows PRE_*. */
    static final String COUNTY = "990101.county-approval";
    /** Finds rows PRE_*, and leaves none. */
    static final String TOWN = "990101.town-approval";
    /** Finds rows up_*, and leaves rows dn_*. */
    static final String PROVINCE = "990000.library";
    /** Leaves rows up_*, and finds rows dn_*. */
    static final String REPORTER = "990101.reporter";
    /** Seals what it sends, and fetches. */
    static final String DESK = "990101.desk";
    /** Fetches what the others leave. */
    static final String ARCHIVE = "990101.archive";

    static final List<String> WHOLE_CASE = List.of("case.applied", "case.accepted", "case.step-done", "case.completed");
    static final List<String> REPORTED = WHOLE_CASE.subList(1, 4);

    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final Clock clock = Clock.systemUTC();
    private final Path folder;
    private final GeneratedSite site;
    private final GatewayProcess process;

    /** Starts one; spaces of the server are named as the parties, without division and dash. */
    FrontGateway(Path folder, FrontServer server) {
        this.folder = folder;
        site = GeneratedSite.write(folder, parties(server), rules(), clock);
        copyDriver();
        process = GatewayProcess.start(new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                data(),
                folder.resolve("gateway.log"),
                site.adminPort(),
                List.of(
                        "-Xmx256m",
                        "-Dtongqu.dialects=" + Path.of("../config/dialects").toAbsolutePath())));
        process.awaitReady(Duration.ofSeconds(90));
    }

    static Path freshFolder() {
        try {
            Path target = Path.of("target/whole").toAbsolutePath();
            Files.createDirectories(target);
            return Files.createTempDirectory(target, "front-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String space(String party) {
        return party.substring(7).replace("-", "");
    }

    private static List<GeneratedParty> parties(FrontServer server) {
        List<GeneratedParty> parties =
                new ArrayList<>(List.of(GeneratedParty.fetching(DESK), GeneratedParty.fetching(ARCHIVE)));
        parties.add(tables(server, COUNTY, "inspur-pre", false));
        parties.add(tables(server, TOWN, "inspur-pre", true));
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

    private static List<GeneratedRule> rules() {
        return List.of(
                SimulatedPlatforms.whole("county-to-archive", WHOLE_CASE, COUNTY, ARCHIVE),
                SimulatedPlatforms.whole("county-to-province", REPORTED, COUNTY, PROVINCE),
                SimulatedPlatforms.whole("desk-to-town", WHOLE_CASE, DESK, TOWN),
                SimulatedPlatforms.whole("desk-to-province", List.of("case.step-done"), DESK, PROVINCE),
                SimulatedPlatforms.whole("reporter-to-archive", REPORTED, REPORTER, ARCHIVE));
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

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    GatewayProcess process() {
        return process;
    }

    GeneratedSite site() {
        return site;
    }

    int submit(byte[] record) throws IOException {
        try (Submission submission = new Submission(
                new HttpConnection(site.port(), TIMEOUT), site.sealer(new PartyId(DESK), clock), site.gatewaySeals())) {
            return submission.submit(record).status();
        }
    }

    /** The state of the delivery of a record of the desk's to a party; "none" if there is no such delivery. */
    String state(String id, String recipient) throws IOException {
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
    JsonNode admin(String target) throws IOException {
        String token = Files.readString(data().resolve("admin-token")).strip();
        try (HttpConnection connection = new HttpConnection(site.adminPort(), TIMEOUT)) {
            return StrictJson.parse(connection
                    .exchange("GET", target, Map.of("Authorization", "Bearer " + token), new byte[0])
                    .body());
        }
    }

    /** What a fetching party gets until this many events about one case are there. */
    List<JsonNode> fetched(String party, String subject, int howMany) throws IOException {
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

    /** How many records the ledger holds. */
    long records() {
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
