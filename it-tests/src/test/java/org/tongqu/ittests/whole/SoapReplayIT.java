package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.ittests.whole.SoapStrangers.Said;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.ObjectNode;

/** A signed message that comes again after the gateway was killed. */
class SoapReplayIT {
    private static final PartyId SIGNER = new PartyId("990101.signer");
    private static final String ARCHIVE = "990101.archive";
    private static final String TYPE = "case.accepted";

    private final Clock clock = Clock.systemUTC();

    @TempDir
    private Path folder;

    @Test
    void countsOnceAlsoAcrossARestart() throws Exception {
        GeneratedSite site = GeneratedSite.write(
                folder,
                List.of(
                        new GeneratedParty(SIGNER, "department", new GeneratedParty.Reached.CallsSoap("")),
                        GeneratedParty.fetching(ARCHIVE)),
                List.of(GeneratedRule.wholeCases("cases", List.of(SIGNER.value()), List.of(ARCHIVE))),
                clock);
        try (GatewayProcess gateway = GatewayProcess.start(new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                folder.resolve("data"),
                Path.of("target/soap-replay.log"),
                site.adminPort(),
                List.of("-Xmx256m")))) {
            gateway.awaitReady(Duration.ofSeconds(90));
            Said taken = SoapStrangers.node(
                    "http://127.0.0.1:" + site.port() + "/soap/exchange?wsdl",
                    "submit",
                    request(),
                    "sign",
                    site.rsaKey(SIGNER).toString(),
                    site.rsaCertificate(SIGNER).toString(),
                    GeneratedSite.ID,
                    site.rsaCertificate(PartyId.gatewayOf(GeneratedSite.ID)).toString());
            assertThat(taken.said().at("/answer/status").asInt())
                    .as(taken.said().toString())
                    .isEqualTo(202);

            gateway.kill();
            gateway.restart();
            gateway.awaitReady(Duration.ofSeconds(90));

            assertThat(post(site, taken.said().path("request").asString()))
                    .contains("<code>SEAL_INVALID</code>", "came before");
        }
    }

    private static ObjectNode request() {
        ObjectNode data = (ObjectNode)
                Schemas.shipped().find(TYPE).orElseThrow().example().deepCopy();
        data.retain("caseNo", "acceptedAt", "organization");
        ObjectNode request = StrictJson.object();
        ObjectNode record = request.putObject("record")
                .put("specversion", "1.0")
                .put("id", "r-1")
                .put("source", "/parties/" + SIGNER)
                .put("type", TYPE)
                .put("subject", data.path("caseNo").asString())
                .put("time", "2026-03-02T01:15:00.000Z");
        record.putObject("data").set(TYPE, data);
        return request;
    }

    private static String post(GeneratedSite site, String message) throws IOException {
        try (HttpConnection connection = new HttpConnection(site.port(), Duration.ofSeconds(40))) {
            return connection
                    .exchange(
                            "POST",
                            "/soap/exchange",
                            Map.of("Content-Type", "text/xml"),
                            message.getBytes(StandardCharsets.UTF_8))
                    .text();
        }
    }
}
