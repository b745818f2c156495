package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.nemesis.Byteman;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.process.SharedServers;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.ittests.soap.SoapRecords;
import org.tongqu.ittests.soap.SoapSigner;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.key.PemFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signed messages that come again: to another node of the same ledger, after a node was killed, and because a node died between taking the
 * record and answering. One site, two nodes, keys on P-256 on both sides.
 */
class SoapReplayIT {
    private static final PartyId SIGNER = new PartyId("990101.signer");
    private static final String ARCHIVE = "990101.archive";
    private static final String TYPE = "case.accepted";
    private static final Duration READY = Duration.ofSeconds(90);

    /** The record is taken, and what is to be answered made; it does not go out. */
    private static final String DIES_BEFORE_IT_ANSWERS =
            """
            RULE taken and not answered
            CLASS org.tongqu.adapters.soap.Operations
            METHOD submit
            AT EXIT
            IF TRUE
            DO killJVM()
            ENDRULE
            """;

    private static final int KILLED_ITSELF = 255;

    private final Clock clock = Clock.systemUTC();

    @TempDir
    private Path folder;

    @Test
    void whateverDiesAMessageCountsOnceAndARecordIsAnsweredByItsReceipt() throws Exception {
        GeneratedSite site = GeneratedSite.write(
                folder,
                List.of(
                        new GeneratedParty(
                                SIGNER, "department", GeneratedParty.Reached.CallsSoap.signing(SealAlgorithm.ES256)),
                        GeneratedParty.fetching(ARCHIVE)),
                List.of(GeneratedRule.wholeCases("cases", List.of(SIGNER.value()), List.of(ARCHIVE))),
                clock);
        GeneratedSite copy = site.copiedTo(folder.resolve("second"));
        SoapSigner signer = SoapSigner.of(site, SIGNER, clock);
        X509Certificate gateways = new PemFiles(new BouncyCastleProvider())
                .readCertificates(site.channelCertificate(PartyId.gatewayOf(GeneratedSite.ID)))
                .get(0);
        try (SharedServers servers = SharedServers.start(folder.resolve("servers"));
                GatewayProcess first = start("first", site, servers);
                GatewayProcess second = start("second", copy, servers)) {
            first.awaitReady(READY);
            second.awaitReady(READY);

            String raced = signer.sign(submit("r-1"));
            List<String> answers = atOnce(() -> post(site, raced), () -> post(copy, raced));
            assertThat(answers)
                    .filteredOn(answer -> answer.contains("<status>202</status>"))
                    .singleElement()
                    .satisfies(answer -> assertThat(SoapSigner.verified(answer, gateways))
                            .containsExactly("Action", "Body", "MessageID", "RelatesTo", "Timestamp", "To"));
            assertThat(answers).filteredOn(SoapReplayIT::cameBefore).hasSize(1);

            first.kill();
            first.restart(Byteman.options(folder, DIES_BEFORE_IT_ANSWERS));
            first.awaitReady(READY);
            assertThat(post(site, raced)).matches(SoapReplayIT::cameBefore);

            String unanswered = signer.sign(submit("r-2"));
            assertThatThrownBy(() -> post(site, unanswered)).isInstanceOf(IOException.class);
            assertThat(first.awaitExit(READY)).isEqualTo(KILLED_ITSELF);
            Instant death = clock.instant();

            assertThat(post(copy, unanswered)).matches(SoapReplayIT::cameBefore);
            String repeat = post(copy, signer.sign(submit("r-2")));
            assertThat(repeat).contains("<status>200</status>");
            assertThat(acceptedAt(repeat)).isBefore(death);
            assertThat(receipt(post(copy, signer.sign(submit("r-2"))))).isEqualTo(receipt(repeat));
        }
    }

    private GatewayProcess start(String name, GeneratedSite site, SharedServers servers) throws IOException {
        Path file = site.directory().resolve("site.yml");
        Files.writeString(file, Files.readString(file) + servers.yaml(servers.postgresPort(), servers.brokerPort()));
        return GatewayProcess.start(new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                folder.resolve("data-" + name),
                Path.of("target/soap-replay-" + name + ".log"),
                site.adminPort(),
                List.of("-Xmx256m")));
    }

    private static List<String> atOnce(Callable<String> one, Callable<String> other) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : callers.invokeAll(List.of(one, other))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            callers.shutdown();
        }
    }

    private static boolean cameBefore(String answer) {
        return answer.contains("<code>SEAL_INVALID</code>") && answer.contains("came before");
    }

    /** All of it: the octets that are sealed, and the seal. */
    private static String receipt(String answer) {
        return between(answer, "<receipt>", "</receipt>");
    }

    private static Instant acceptedAt(String answer) {
        byte[] payload = Base64.getDecoder().decode(between(answer, "<payload>", "</payload>"));
        return Instant.parse(StrictJson.parse(payload).path("acceptedAt").asString());
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static String submit(String id) {
        JsonNode example = Schemas.shipped().find(TYPE).orElseThrow().example();
        ObjectNode record = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + SIGNER)
                .put("type", TYPE)
                .put("subject", example.path("caseNo").asString())
                .put("time", "2026-03-02T01:15:00.000Z");
        record.set("data", example);
        return SoapRecords.submit(record);
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
