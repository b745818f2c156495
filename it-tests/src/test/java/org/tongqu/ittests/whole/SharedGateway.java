package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.PartySealer;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One packaged gateway for all tests of this module that need a whole one, started with the first and ended after the last.
 * A pushed party has a sender of its own, so that tests do not meet each other's records.
 */
final class SharedGateway implements AutoCloseable {
    static final String WINDOW = "990101.window";
    static final String TAX = "990101.tax";
    static final String BANK = "990101.bank";
    static final String ARCHIVE = "990101.archive";

    /** Gets records of materials with all that is in them. */
    static final String VAULT = "990101.vault";

    /** Gets the names of materials only. */
    static final String CLERK = "990101.clerk";

    /** Sends cases to the party that objects, and fetches what becomes of them. */
    static final String NOTIFIED = "990101.notified";

    /** The 12345 hotline. */
    static final String HOTLINE = "990101.hotline";

    /** Takes requests down beside the hotline. */
    static final String LETTERS = "990101.letters";

    /** Handles tickets about street lamps, by the dispatch catalogue. */
    static final String LAMPS = "990101.lamps";

    /** Handles tickets about parks, by the dispatch catalogue. */
    static final String PARKS = "990101.parks";

    /** Sends cases to the platforms that speak dialects. */
    static final String DESK = "990101.desk";

    static final String GUIZHOU = "990101.guizhou";
    static final String CERTIFICATES = "990101.certificates";
    static final String APPROVAL = "990101.approval";
    static final String SHANDONG = "990101.shandong";
    static final String NATIONAL = "990101.national";
    static final String EVALUATIONS = "990101.evaluations";
    static final String FILING = "990101.filing";
    static final String WATER = "990101.water";
    static final String INSURANCE = "990101.insurance";
    static final String AGENCY = "990101.agency";
    static final String LIBRARY = "990100.library";
    static final String CITY = "990100.city";
    static final String SHAANXI = "990101.shaanxi";
    static final String JINING = "990101.jining";

    /** The hotline centre of the city. */
    static final String CITY_HOTLINE = "990100.hotline";

    /** Answers what the national sharing platform is asked. */
    static final String EXCHANGE = "990101.exchange";

    /** Sends cases to the platforms above the county. */
    static final String PORTAL = "990101.portal";

    /** Fetches what the platforms report. */
    static final String REPORTS = "990101.reports";

    /** Calls the SOAP service with a password; what it sends goes to {@link #SOAP_SIGNER}. */
    static final String SOAP_DESK = "990101.soap-desk";

    /** Signs what it sends to the SOAP service; that goes to {@link #SOAP_DESK}. */
    static final String SOAP_SIGNER = "990101.soap-signer";

    /** Signs on P-256 what it sends to the SOAP service; that goes to {@link #SOAP_SIGNER}. */
    static final String SOAP_CURVE = "990101.soap-curve";

    /** Is known at the SOAP service by its certificate; what it sends goes to {@link #SOAP_SIGNER}. */
    static final String SOAP_SHOWING = "990101.soap-showing";

    static final String SOAP_PASSWORD = "a password & more";

    static final String APP_SECRET = "7f0f5f36c58a4d9b";
    static final String API_KEY = "c2b9d7a4";

    /** Parties to which one test each delivers; {@code <name>-sender} sends to {@code <name>}. */
    private static final List<String> CASES = List.of(
            "refusing",
            "rejecting",
            "mended",
            "away",
            "resetting",
            "slow",
            "garbling",
            "oversize",
            "misquoting",
            "silent",
            "unsafe",
            "objecting");

    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final Clock clock = Clock.systemUTC();
    private final Map<String, ProgrammableSink> sinks = new TreeMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final SimulatedPlatforms platforms;
    private final GeneratedSite site;
    private final GatewayProcess process;
    private final Path folder;

    private SharedGateway() {
        try {
            Path target = Path.of("target/whole").toAbsolutePath();
            Files.createDirectories(target);
            folder = Files.createTempDirectory(target, "gateway-");
            Files.createFile(
                    folder.resolve("soap-password"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(folder.resolve("soap-password"), SOAP_PASSWORD);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        List<String> pushed = new ArrayList<>(List.of(TAX, BANK));
        CASES.forEach(name -> pushed.add(party(name)));
        pushed.forEach(party -> sinks.put(party, new ProgrammableSink(ListeningPort.next())));
        platforms = new SimulatedPlatforms(folder, clock);
        site = GeneratedSite.write(folder, parties(), rules(), clock);
        platforms.complete(site);
        site.addSharing(Path.of("src/test/resources/sharing/tickets.yml"));
        site.writeHotline(Path.of("src/test/resources/hotline.yml"));
        sinks.forEach((party, sink) -> sink.open(site.sealer(new PartyId(party), clock), clock));
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

    /** Gives tests the one gateway of this run. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedGateway.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(SharedGateway.class))
                    .computeIfAbsent(SharedGateway.class, key -> new SharedGateway(), SharedGateway.class);
        }
    }

    SimulatedPlatforms platforms() {
        return platforms;
    }

    GeneratedSite site() {
        return site;
    }

    GatewayProcess process() {
        return process;
    }

    /** Asks a question over a connection of its own, sealed as this party. */
    HttpMessage ask(String party, String type, String question) throws IOException {
        byte[] octets = question.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/cloudevents+json",
                "Seal",
                sealer(party).seal(octets, SealType.QUERY).text());
        try (HttpConnection connection = new HttpConnection(site.port(), TIMEOUT)) {
            return connection.exchange("POST", "/v1/queries/" + type, headers, octets);
        }
    }

    /** Where the platform of this party finds the gateway. */
    String addressFor(String party) {
        return "http://127.0.0.1:" + site.port() + "/v1/parties/" + party;
    }

    /** What a party's sink got and how it answers. */
    ProgrammableSink sink(String party) {
        return sinks.get(party);
    }

    static String party(String name) {
        return "990101." + name;
    }

    /** An id that was not used before. */
    String freshId() {
        return "r-" + numbers.incrementAndGet();
    }

    /** A valid case event of this sender. */
    byte[] body(String sender, String id, String caseNo) {
        return new CaseBodies(new PartyId(sender), 2_048, 1).body(id, caseNo);
    }

    PartySealer sealer(String party) {
        return site.sealer(new PartyId(party), clock);
    }

    /** Submits the example of a type with other data, which this changes. */
    Submission.Outcome submitExample(
            String sender, String type, String id, String subject, Consumer<ObjectNode> changes) throws IOException {
        ObjectNode data = (ObjectNode)
                Schemas.shipped().find(type).orElseThrow().example().deepCopy();
        changes.accept(data);
        ObjectNode event = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + sender)
                .put("type", type)
                .put("subject", data.at(subject).asString())
                .put("time", "2026-03-02T01:15:00.000Z");
        event.set("data", data);
        return submit(sender, StrictJson.write(event));
    }

    /** Submits over a connection of its own. */
    Submission.Outcome submit(String sender, byte[] body) throws IOException {
        return submit(sender, body, clock);
    }

    /** As {@link #submit(String, byte[])}, sealed when this clock says it is. */
    Submission.Outcome submit(String sender, byte[] body, Clock sealing) throws IOException {
        try (Submission submission = new Submission(
                new HttpConnection(site.port(), TIMEOUT),
                site.sealer(new PartyId(sender), sealing),
                site.gatewaySeals())) {
            return submission.submit(body);
        }
    }

    /** The inbox of a fetching party. */
    FetchingParty inbox(String party) {
        return new FetchingParty(new HttpConnection(site.port(), TIMEOUT), sealer(party), clock);
    }

    /** A read, proven as this party. */
    HttpMessage read(String party, String target) throws IOException {
        try (HttpConnection connection = new HttpConnection(site.port(), TIMEOUT)) {
            return connection.exchange("GET", target, sealer(party).proof("GET", target), new byte[0]);
        }
    }

    /** A read on the operators' port. */
    HttpMessage admin(String target) throws IOException {
        try (HttpConnection connection = new HttpConnection(site.adminPort(), TIMEOUT)) {
            return connection.exchange("GET", target, Map.of(), new byte[0]);
        }
    }

    /** A read on the operators' port by somebody who has the token. */
    HttpMessage trustedAdmin(String target) throws IOException {
        String token = Files.readString(data().resolve("admin-token")).strip();
        try (HttpConnection connection = new HttpConnection(site.adminPort(), TIMEOUT)) {
            return connection.exchange("GET", target, Map.of("Authorization", "Bearer " + token), new byte[0]);
        }
    }

    /** What it logged so far. */
    Path log() {
        return folder.resolve("gateway.log");
    }

    /** Its data directory. */
    Path data() {
        return folder.resolve("data");
    }

    /** What a command says that is given to this gateway as an operator would. */
    String command(String name, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                PackagedApplication.jar().toString(),
                name));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--data", data().toString()));
        Process command = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor()).as(said).isZero();
        return said;
    }

    /** The state of the delivery of a record to a party, as its sender sees it; "none" if there is no such delivery. */
    String state(String sender, String id, String recipient) throws IOException {
        return delivery(sender, id, recipient).path("state").asString("none");
    }

    /** The delivery of a record to a party, as its sender sees it. */
    JsonNode delivery(String sender, String id, String recipient) throws IOException {
        HttpMessage answer = read(sender, "/v1/records/" + sender + "/" + id);
        for (JsonNode delivery : StrictJson.parse(answer.body()).path("deliveries")) {
            if (delivery.path("recipient").asString().equals(recipient)) {
                return delivery;
            }
        }
        return StrictJson.object();
    }

    private List<GeneratedParty> parties() {
        List<GeneratedParty> parties = new ArrayList<>();
        parties.add(GeneratedParty.sender(WINDOW));
        parties.add(GeneratedParty.sender(LETTERS));
        List.of(ARCHIVE, VAULT, CLERK, NOTIFIED, HOTLINE, LAMPS, PARKS)
                .forEach(party -> parties.add(GeneratedParty.fetching(party)));
        sinks.forEach((party, sink) -> {
            String repeat = party.equals(party("unsafe")) ? "unsafe" : "safe";
            parties.add(new GeneratedParty(
                    new PartyId(party), "department", new GeneratedParty.Reached.Pushed(sink.url(), "2s", repeat)));
        });
        CASES.forEach(name -> parties.add(GeneratedParty.sender(party(name) + "-sender")));
        parties.add(new GeneratedParty(
                new PartyId(SOAP_DESK),
                "department",
                GeneratedParty.Reached.CallsSoap.withPassword("file:" + folder.resolve("soap-password"))));
        parties.add(new GeneratedParty(
                new PartyId(SOAP_SIGNER), "department", GeneratedParty.Reached.CallsSoap.signing(SealAlgorithm.PS256)));
        parties.add(new GeneratedParty(
                new PartyId(SOAP_CURVE), "department", GeneratedParty.Reached.CallsSoap.signing(SealAlgorithm.ES256)));
        parties.add(new GeneratedParty(
                new PartyId(SOAP_SHOWING),
                "department",
                GeneratedParty.Reached.CallsSoap.showing(platforms.tls().fingerprint("soap"))));
        parties.addAll(platforms.parties());
        return parties;
    }

    private List<GeneratedRule> rules() {
        List<GeneratedRule> rules = new ArrayList<>();
        rules.add(GeneratedRule.wholeCases("cases-to-tax", List.of(WINDOW), List.of(TAX)));
        rules.add(GeneratedRule.wholeCases("cases-to-archive", List.of(WINDOW), List.of(ARCHIVE)));
        rules.add(new GeneratedRule(
                "some-of-cases-to-bank",
                List.of(CaseBodies.TYPE),
                List.of(WINDOW),
                List.of(BANK),
                List.of("/caseNo", "/item/name")));
        rules.add(SimulatedPlatforms.whole("materials-to-vault", List.of("material.registered"), WINDOW, VAULT));
        rules.add(new GeneratedRule(
                "names-of-materials-to-clerk",
                List.of("material.registered"),
                List.of(WINDOW),
                List.of(CLERK),
                List.of("/materialId", "/catalogueName")));
        CASES.forEach(name -> rules.add(
                GeneratedRule.wholeCases("cases-to-" + name, List.of(party(name) + "-sender"), List.of(party(name)))));
        rules.add(GeneratedRule.wholeCases("cases-to-objecting-too", List.of(NOTIFIED), List.of(party("objecting"))));
        rules.add(GeneratedRule.wholeCases(
                "soap-to-signer", List.of(SOAP_DESK, SOAP_CURVE, SOAP_SHOWING), List.of(SOAP_SIGNER)));
        rules.add(GeneratedRule.wholeCases("soap-to-desk", List.of(SOAP_SIGNER), List.of(SOAP_DESK)));
        rules.addAll(platforms.rules());
        return rules;
    }

    @Override
    public void close() {
        platforms.close();
        process.close();
        sinks.values().forEach(ProgrammableSink::close);
    }
}
