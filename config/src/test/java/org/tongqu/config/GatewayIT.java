package org.tongqu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.tongqu.config.demo.DemoClient;
import org.tongqu.config.demo.DemoSite;
import org.tongqu.config.embedded.LoopbackPort;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.security.digest.Sm3;
import org.tongqu.security.key.PemFiles;
import tools.jackson.databind.node.ObjectNode;

class GatewayIT {
    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aLowDiskClosesTheIntakeAndKeepsTheGatewayInService() throws Exception {
        int adminPort = LoopbackPort.free();
        DemoSite demo = new DemoSite(data);
        demo.prepare(Clock.systemUTC());
        Path file = demo.directory().resolve("site.yml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("port: 18080", "port: 0")
                        .replace("admin-port: 18081", "admin-port: " + adminPort)
                        .replace("min-free-disk: 256MiB", "min-free-disk: 900000GiB"));

        try (Gateway gateway = Gateway.start(demo.directory(), data, () -> {})) {
            HttpResponse<String> readiness = get(adminPort, "/actuator/health/readiness");
            assertThat(readiness.statusCode()).isEqualTo(200);
            assertThat(readiness.body()).contains("\"disk\":{\"status\":\"LOW\"}", "\"status\":\"LOW\"}");
            HttpResponse<String> refused = http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + gateway.listen().port() + "/v1/records"))
                            .header("Content-Type", "application/cloudevents+json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        }
    }

    @Test
    void aWholeGatewayStartsWithItsDoorsApartAndRefusesASecondOnItsData() throws Exception {
        int port = LoopbackPort.free();
        int adminPort = LoopbackPort.free();
        DemoSite demo = new DemoSite(data);
        demo.prepare(Clock.systemUTC());
        Path file = demo.directory().resolve("site.yml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("port: 18080", "port: " + port)
                        .replace("admin-port: 18081", "admin-port: " + adminPort));

        try (Gateway gateway = Gateway.start(demo.directory(), data, () -> {})) {
            assertThat(gateway.listen().port()).isEqualTo(port);
            assertThat(get(adminPort, "/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
            assertThat(get(adminPort, "/actuator/prometheus").body()).contains("tongqu_accept_seconds");
            assertThat(get(adminPort, "/actuator/health/readiness").body())
                    .contains("\"broker\"", "\"ledger\"", "\"disk\"", "\"lanes\"")
                    .doesNotContain("990101");
            assertThat(get(adminPort, "/").body()).contains("示范县", "开放 open");
            assertThat(get(adminPort, "/admin/v1/status").statusCode()).isEqualTo(401);
            assertThat(get(adminPort, "/actuator/env").statusCode()).isEqualTo(404);
            nothingOfARecordIsLogged(demo, port);
            assertThat(get(port, "/v1/keys").body()).contains("990101.gateway#k1");
            assertThat(get(port, "/actuator/health").statusCode()).isEqualTo(404);
            assertThat(get(port, "/admin/v1/status").statusCode()).isEqualTo(404);
            assertThat(get(adminPort, "/v1/keys").statusCode()).isEqualTo(404);
            assertThatThrownBy(() -> Gateway.start(demo.directory(), data, () -> {}))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("in use by another gateway");
        }
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
        assertThat(data.resolve("ledger-made")).exists();
    }

    private void nothingOfARecordIsLogged(DemoSite demo, int port) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        ObjectNode data = (ObjectNode)
                Schemas.shipped().find("case.applied").orElseThrow().example().deepCopy();
        data.put("caseNo", "990199887766554433");
        byte[] material = "material of 990199887766554433".getBytes(StandardCharsets.UTF_8);
        ((ObjectNode) data.required("materials").required(0))
                .put("digest", new Sm3().sm3(material).value());
        PartyId window = new PartyId("990101.window");
        ObjectNode record = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", "canary-1")
                .put("source", window.source())
                .put("type", "case.applied")
                .put("subject", "990199887766554433")
                .put(
                        "time",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000Z"));
        record.set("data", data);
        DemoClient client = new DemoClient(
                http,
                URI.create("http://127.0.0.1:" + port),
                "990101",
                DemoClient.key(
                        new PemFiles(new BouncyCastleProvider()), demo.privateKey(window), new KeyId(window, "k1")),
                Clock.systemUTC());
        assertThat(client.upload(material).statusCode()).isEqualTo(201);
        HttpResponse<String> answer = client.submit(StrictJson.write(record));
        root.detachAppender(lines);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String log = lines.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
        assertThat(log).contains("event=accepted record=990101.window/canary-1");
        assertThat(log).doesNotContain("=null").doesNotContain("990199887766554433");
        data.findValues("name").forEach(name -> assertThat(log).doesNotContain(name.stringValue()));
        data.findValues("idNo").forEach(number -> assertThat(log).doesNotContain(number.stringValue()));
        data.findValues("phone").forEach(number -> assertThat(log).doesNotContain(number.stringValue()));
    }

    private HttpResponse<String> get(int port, String target) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
