package org.tongqu.config.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.tongqu.config.Gateway;
import org.tongqu.config.embedded.LoopbackPort;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.InvalidSite;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.schema.Schemas;
import org.tongqu.security.key.PemFiles;

/**
 * One start of the demo county's gateway, a few records, an inbox, and its end: enough for a JVM that takes note of which classes
 * are needed, so that every later start finds them ready. Listens on ports that happen to be free, and calls nobody who answers.
 */
public final class Rehearsal {
    private static final String SITE = "990101";
    private static final PartyId FETCHING = new PartyId("990101.market");
    private static final int STORIES = 5;

    private final Path data;
    private final Clock clock;

    /**
     * @param data an empty directory, or none yet; left full
     * @param clock the time
     */
    public Rehearsal(Path data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /**
     * Runs it, in some seconds.
     *
     * @throws IOException if a record is not accepted, or the gateway cannot be reached
     */
    public void run() throws IOException, StartRefused, InvalidSite, InterruptedException {
        DemoSite site = new DemoSite(data);
        site.prepare(clock);
        int port = LoopbackPort.free();
        listenOn(site.directory().resolve("site.yml"), port, LoopbackPort.free());
        callNobody(site.directory().resolve("parties"));
        try (Gateway gateway = Gateway.start(site.directory(), data, () -> {})) {
            Map<PartyId, DemoClient> clients = clients(site, gateway.listen().port());
            for (DemoClient client : clients.values()) {
                requireStatus(201, client.upload(DemoRecords.material()));
            }
            DemoRecords records = new DemoRecords(Schemas.shipped(), clock, new SecureRandom());
            for (int story = 0; story < STORIES; story++) {
                for (DemoRecords.Draft draft : records.next()) {
                    requireStatus(202, client(clients, draft.sender()).submit(draft.octets()));
                }
            }
            client(clients, FETCHING).fetch(10);
        }
    }

    private Map<PartyId, DemoClient> clients(DemoSite site, int port) {
        HttpClient http = HttpClient.newHttpClient();
        PemFiles pem = new PemFiles(new BouncyCastleProvider());
        URI gateway = URI.create("http://127.0.0.1:" + port);
        Map<PartyId, DemoClient> clients = new LinkedHashMap<>();
        for (PartyId party : DemoSite.PARTIES) {
            KeyId kid = new KeyId(party, "k1");
            clients.put(
                    party,
                    new DemoClient(http, gateway, SITE, DemoClient.key(pem, site.privateKey(party), kid), clock));
        }
        return clients;
    }

    private static DemoClient client(Map<PartyId, DemoClient> clients, PartyId party) {
        DemoClient client = clients.get(party);
        if (client == null) {
            throw new IllegalArgumentException("no such party in the demo: " + party);
        }
        return client;
    }

    private static void requireStatus(int status, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException("the rehearsal was answered with " + answer.statusCode() + " instead of " + status);
        }
    }

    private static void listenOn(Path siteFile, int port, int adminPort) throws IOException {
        String text = Files.readString(siteFile);
        Files.writeString(
                siteFile,
                text.replaceFirst("(?m)^  port: \\d+", "  port: " + port)
                        .replaceFirst("(?m)^  admin-port: \\d+", "  admin-port: " + adminPort));
    }

    /** A demo may be running beside us: its parties are not to be called. Nobody listens at the discard port. */
    private static void callNobody(Path parties) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parties, "*.yml")) {
            for (Path file : files) {
                Files.writeString(file, Files.readString(file).replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:9"));
            }
        }
    }
}
