package org.tongqu.config.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.config.embedded.Workers;
import org.tongqu.config.site.InvalidSite;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Answers;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.security.digest.Sm3;
import org.tongqu.security.key.PemFiles;
import org.tongqu.security.seal.SealCheck;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parties of the demo county, simulated in one process: four to which the gateway pushes, five that fetch, five platforms that speak
 * dialects, two that answer questions, two departments that know a front-end database only, and senders that make up a record a second. Of them the hotline centre of the city and a bureau that fetches live through a
 * complaint after the other. They talk to the gateway as real ones do, over HTTP with seals, and verify its
 * seal on all they get; the platforms as their dialects have it. Whatever goes wrong they try again.
 */
public final class Counterparties implements AutoCloseable {
    private static final String SITE = "990101";
    private static final Map<String, Integer> PUSHED =
            Map.of("990101.tax", 18101, "990101.housing", 18102, "990101.water", 18103, "990100.platform", 18104);
    private static final List<String> FETCHING =
            List.of("990101.window", "990101.market", "990101.hotline", "990101.urban", "990000.platform");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int FETCHED_AT_ONCE = 50;
    private static final int REPORT_EVERY_MILLIS = 5000;
    private static final int ROWS_EVERY_MILLIS = 1000;
    private static final int LOOKS_UNTIL_A_ROW = 15;
    private static final int THINKING_MILLIS = 1000;
    private static final int UNTIL_NEXT_COMPLAINT_SECONDS = 60;

    private final Map<PartyId, DemoClient> clients = new LinkedHashMap<>();
    private final Set<PartyId> haveMaterial = new HashSet<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<DialectPlatform> platforms = new ArrayList<>();
    private final List<DialectDoor> answering = new ArrayList<>();
    private final BlockingQueue<JsonNode> heardAtTheCentre = new LinkedBlockingQueue<>();
    private final HttpClient http;
    private final URI gateway;
    private final DemoSite site;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Sm3 digests = new Sm3();
    private final SealCheck gatewaySeals;
    private final DemoRecords records;
    private final Registers registers;
    private final Complaints complaints;
    private final Departments departments;
    private int looks;
    private final Clock clock;
    private final PrintStream out;

    /**
     * @param site with its keys
     * @param gateway its base URL
     * @param out gets one line per record
     */
    public Counterparties(DemoSite site, URI gateway, Clock clock, PrintStream out) {
        this.site = site;
        this.gateway = gateway;
        this.clock = clock;
        this.out = out;
        this.records = new DemoRecords(Schemas.shipped(), clock, new SecureRandom());
        this.registers = new Registers(Schemas.shipped());
        this.complaints = new Complaints(clock);
        this.departments = new Departments(new Exchange(site.data()), clock);
        PemFiles pem = new PemFiles(new BouncyCastleProvider());
        this.http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newFixedThreadPool(4, Workers.named("demo-http")))
                .build();
        for (PartyId party : DemoSite.PARTIES) {
            clients.put(
                    party,
                    new DemoClient(
                            http,
                            gateway,
                            SITE,
                            DemoClient.key(pem, site.privateKey(party), new KeyId(party, "k1")),
                            clock));
        }
        this.gatewaySeals = new SealCheck(List.of(new PartyKey(
                new KeyId(PartyId.gatewayOf(SITE), "k1"),
                SealAlgorithm.SM2SM3,
                pem.readCertificates(site.directory().resolve("keys/990101.gateway.pem")),
                PartyKey.DEFAULT_SM2_USER_ID,
                null)));
    }

    /**
     * Opens the doors of those who are called, and uploads what the records refer to. Returns when a visitor who sends, asks or traces
     * finds all of it there; at once if closed meanwhile.
     */
    public void open() throws IOException {
        for (Map.Entry<String, Integer> pushed : PUSHED.entrySet()) {
            servers.add(door(client(pushed.getKey()), pushed.getValue()));
        }
        Site known = read();
        for (PartyId party : DemoSite.SPEAKING.keySet()) {
            platforms.add(new DialectPlatform(
                    known.party(party).orElseThrow(), gateway, http, clock, this::arrivedInDialect));
        }
        for (PartyId party : DemoSite.ANSWERING.keySet()) {
            Answers answers = Optional.ofNullable(
                            known.party(party).orElseThrow().answers())
                    .orElseThrow();
            answering.add(new DialectDoor(party, answers.url(), answers.conversation(), clock, desk(party)));
        }
        keepDoing(this::upload, () -> clients.keySet().equals(haveMaterial));
    }

    /** Sets them to work. Returns at once. */
    public void work() {
        for (DialectPlatform platform : platforms) {
            if (platform.party().equals(Complaints.CENTRE)) {
                Workers.named("centre")
                        .newThread(() -> keepDoing(() -> complain(platform)))
                        .start();
            }
        }
        for (String party : FETCHING) {
            Workers.named("fetch-" + party)
                    .newThread(() -> keepDoing(() -> fetch(client(party))))
                    .start();
        }
        Workers.named("send").newThread(() -> keepDoing(this::send)).start();
        Workers.named("report").newThread(() -> keepDoing(this::report)).start();
        Workers.named("rows").newThread(() -> keepDoing(this::exchangeRows)).start();
    }

    private DialectDoor.Desk desk(PartyId party) {
        return new DialectDoor.Desk() {
            @Override
            public void told(String call, String message) {
                line("  ← %-18s 收到 got     %s", party, call);
            }

            @Override
            public List<ObjectNode> asked(PartnerQuestion question) {
                List<ObjectNode> found = registers.asked(question);
                line("  ? %-18s 被问 asked   %-26s %d", party, question.type(), found.size());
                return found;
            }
        };
    }

    private Site read() throws IOException {
        try {
            return new SiteLoader(Schemas.shipped())
                    .load(site.directory(), site.data(), 1)
                    .site();
        } catch (InvalidSite mistakes) {
            throw new IOException("the demo site holds mistakes", mistakes);
        }
    }

    /** Waits until closed. */
    public void await() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        closed.countDown();
        servers.forEach(server -> server.stop(0));
        platforms.forEach(DialectPlatform::close);
        answering.forEach(DialectDoor::close);
    }

    private DemoClient client(String party) {
        DemoClient client = clients.get(new PartyId(party));
        if (client == null) {
            throw new IllegalArgumentException("no such party in the demo: " + party);
        }
        return client;
    }

    private HttpServer door(DemoClient party, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        server.setExecutor(Executors.newFixedThreadPool(4, Workers.named("door-" + party.party())));
        server.createContext("/records", exchange -> receive(party, exchange));
        server.start();
        return server;
    }

    private void receive(DemoClient party, HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer;
            int status = 200;
            try {
                Seal seal =
                        Seal.parse(String.valueOf(exchange.getRequestHeaders().getFirst("Seal")));
                gatewaySeals.verify(seal, body, SealType.DELIVERY, party.party().value());
                String delivery = String.valueOf(exchange.getRequestHeaders().getFirst("Delivery-Id"));
                answer = StrictJson.write(party.sealed(receipt(delivery, body)).toJson());
                arrived(party.party(), StrictJson.parse(body));
            } catch (IllegalArgumentException | Rejection | MalformedJson e) {
                status = 401;
                answer = new byte[0];
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void fetch(DemoClient party) throws IOException, InterruptedException {
        HttpResponse<String> answer = party.fetch(FETCHED_AT_ONCE);
        if (answer.statusCode() != 200) {
            throw new IOException("the inbox answered " + answer.statusCode());
        }
        ArrayNode receipts = StrictJson.object().putArray("receipts");
        for (JsonNode offer : StrictJson.parse(answer.body()).required("deliveries")) {
            SealedText content = SealedText.fromJson(offer.required("content"));
            gatewaySeals.verify(
                    content.seal(),
                    content.octets(),
                    SealType.DELIVERY,
                    party.party().value());
            receipts.add(party.sealed(receipt(offer.required("delivery").stringValue(), content.octets()))
                    .toJson());
            JsonNode record = StrictJson.parse(content.octets());
            arrived(party.party(), record);
            if (party.party().equals(Complaints.BUREAU)) {
                handle(record);
            }
        }
        if (!receipts.isEmpty()) {
            party.confirm(StrictJson.writeText(receipts));
        }
    }

    private String receipt(String delivery, byte[] body) {
        ObjectNode receipt = StrictJson.object()
                .put("delivery", delivery)
                .put("outcome", "DELIVERED")
                .put("digest", digests.sm3(body).value());
        return StrictJson.writeText(receipt.put(
                "at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    /** The platforms report one case each, now and then; the hotline centre tells of its complaints. */
    private void report() throws IOException, InterruptedException {
        for (DialectPlatform platform : platforms) {
            if (!platform.party().equals(Complaints.CENTRE)) {
                DemoRecords.Draft draft = records.reported(platform.reports());
                Outcome outcome = platform.report(
                        draft.type(), StrictJson.parse(draft.octets()).required("data"));
                line("→ %-18s 上报 reported  %-26s %s", platform.party(), draft.type(), outcome);
            }
        }
        pause(REPORT_EVERY_MILLIS);
    }

    /** The bureau leaves a row now and then and looks what became of its rows; the town finds its own. */
    private void exchangeRows() throws IOException {
        try {
            if (looks == 0) {
                departments.recall();
            }
            if (looks++ % LOOKS_UNTIL_A_ROW == 0) {
                line("→ %-18s 留下 left     %-26s %s", Departments.BUREAU, "PRE_APASINFO", departments.leave());
            }
            for (Departments.Seen row : departments.marked()) {
                String became = row.isRefused() ? "被拒 refused " : "已取 taken   ";
                line("→ %-18s %s %-26s %s", Departments.BUREAU, became, row.table(), row.caseNo());
            }
            for (Departments.Seen row : departments.found()) {
                line("  ← %-18s 收到 got     %-26s %s", Departments.TOWN, row.table(), row.caseNo());
            }
        } catch (SQLException away) {
            throw new IOException(away);
        }
        boolean unused = pause(ROWS_EVERY_MILLIS);
    }

    /** The centre dispatches a complaint and tells what follows from what it hears, until it has heard nothing for a while. */
    private void complain(DialectPlatform centre) throws InterruptedException {
        tell(centre, complaints.dispatched());
        JsonNode heard = heardAtTheCentre.poll(UNTIL_NEXT_COMPLAINT_SECONDS, TimeUnit.SECONDS);
        while (heard != null) {
            for (Complaints.Told told : complaints.centreHears(heard)) {
                tell(centre, told);
            }
            heard = heardAtTheCentre.poll(UNTIL_NEXT_COMPLAINT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void tell(DialectPlatform centre, Complaints.Told told) throws InterruptedException {
        boolean isEnding = pause(THINKING_MILLIS);
        while (!isEnding && !isTold(centre, told)) {
            isEnding = pause(THINKING_MILLIS);
        }
    }

    /** Whether the gateway has taken it, or refused it; what the centre's dialect has no message for, it submits sealed. */
    private boolean isTold(DialectPlatform centre, Complaints.Told told) throws InterruptedException {
        try {
            if (!centre.reports(told.type())) {
                submit(records.told(told));
                return true;
            }
            Outcome outcome = centre.report(told.type(), told.data());
            line("→ %-18s 上报 reported  %-26s %s %s", centre.party(), told.type(), outcome, told.ticket());
            return outcome != Outcome.AWAY;
        } catch (IOException away) {
            return false;
        }
    }

    /** The bureau signs for a ticket, hands it back, answers it, as what it fetched has it. */
    private void handle(JsonNode record) throws IOException, InterruptedException {
        for (Complaints.Told told : complaints.bureauHears(record)) {
            if (pause(THINKING_MILLIS)) {
                return;
            }
            submit(records.told(told));
        }
    }

    /** What the records refer to, once for each who sends some. */
    private void upload() throws IOException, InterruptedException {
        for (DemoClient client : clients.values()) {
            if (!haveMaterial.contains(client.party())) {
                HttpResponse<String> answer = client.upload(DemoRecords.material());
                if (answer.statusCode() / 100 != 2) {
                    throw new IOException("a material was answered with " + answer.statusCode());
                }
                haveMaterial.add(client.party());
            }
        }
    }

    private void send() throws IOException, InterruptedException {
        for (DemoRecords.Draft draft : records.next()) {
            submit(draft);
            if (pause(700)) {
                return;
            }
        }
    }

    private void submit(DemoRecords.Draft draft) throws IOException, InterruptedException {
        DemoClient sender = client(draft.sender().value());
        HttpResponse<String> answer = sender.submit(draft.octets());
        while (answer.statusCode() == 503 && !pause(1000)) {
            answer = sender.submit(draft.octets());
        }
        if (answer.statusCode() == 202 || answer.statusCode() == 200) {
            registers.note(draft.type(), StrictJson.parse(draft.octets()).required("data"));
            line("→ %-18s 受理 accepted  %-26s %s", sender.party(), draft.type(), draft.subject());
        } else {
            line("→ %-18s %d %s", sender.party(), answer.statusCode(), answer.body());
        }
    }

    private void arrivedInDialect(DialectPlatform platform, String call, String message) throws Untranslatable {
        if (platform.party().equals(Complaints.CENTRE)) {
            JsonNode record = platform.record(call, message);
            arrived(platform.party(), record);
            heardAtTheCentre.add(record);
        } else {
            String family = DemoSite.SPEAKING.getOrDefault(platform.party(), "");
            line("  ← %-18s 收到 got     %-26s %s", platform.party(), call, family);
        }
    }

    private void arrived(PartyId party, JsonNode record) {
        line(
                "  ← %-18s 收到 got     %-26s %s",
                party,
                record.required("type").stringValue(),
                record.required("subject").stringValue());
    }

    private void line(String format, Object... values) {
        out.println(LocalTime.now(clock.withZone(ZoneId.systemDefault())).format(TIME) + " "
                + String.format(format, values));
    }

    private void keepDoing(Work work) {
        keepDoing(work, () -> false);
    }

    /** Until it is done or the demo ends; tries again a second after whatever goes wrong. */
    private void keepDoing(Work work, BooleanSupplier isDone) {
        boolean stopping = false;
        while (!stopping && !isDone.getAsBoolean()) {
            try {
                work.once();
                stopping = closed.getCount() == 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException away) {
                stopping = pause(1000);
            }
        }
    }

    /** Waits; true if the demo ends meanwhile. */
    private boolean pause(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private interface Work {
        void once() throws IOException, InterruptedException;
    }
}
