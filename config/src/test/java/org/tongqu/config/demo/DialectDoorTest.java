package org.tongqu.config.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tongqu.config.dialect.DialectReader;
import org.tongqu.config.embedded.LoopbackPort;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway asks of the demo's systems, as it goes over the wire. */
class DialectDoorTest {
    private static final DialectReader READER = new DialectReader(Schemas.shipped(), CodeTables.shipped());

    private final List<String> purposes = new ArrayList<>();

    @Test
    void theHallAnswersHowFarACaseHasComeToWhoHasItsPassword() throws Exception {
        URI url = url();
        try (DialectDoor door = door("plain-query", Map.of("user", () -> "990101", "password", () -> "s3cret"), url)) {
            assertThat(door).isNotNull();
            String basic =
                    "Basic " + Base64.getEncoder().encodeToString("990101:s3cret".getBytes(StandardCharsets.UTF_8));

            assertThat(post(url, "/caseProgress", progress("000000"), "Authorization", basic))
                    .contains("\"code\":\"0\"", "\"stateText\":\"办理中\"", "\"acceptedAt\":\"2026-03-03 10:00:00\"");
            assertThat(post(url, "/caseProgress", progress("000001"), "Authorization", basic))
                    .contains("\"results\":[]");
            assertThat(post(url, "/caseProgress", progress("000000"), "Authorization", basic + "x"))
                    .contains("\"code\":\"500\"")
                    .doesNotContain("results");
            assertThat(purposes).containsExactly("答复来电人", "答复来电人");
        }
    }

    @Test
    void marketRegulationAnswersWhichCertificatesAHolderHas() throws Exception {
        URI url = url();
        try (DialectDoor door =
                door("certificate-sharing", Map.of("app-id", () -> "990101", "app-secret", () -> "s3cret"), url)) {
            assertThat(door).isNotNull();
            String token = StrictJson.parse(
                            post(url, "/getAccessToken", "{\"accessId\":\"990101\",\"accessSecret\":\"s3cret\"}"))
                    .at("/data/accessToken")
                    .asString();
            String asked =
                    """
                    {"head":{"accessId":"990101","accessToken":"%s"},
                     "data":{"holderCode":"91990100XXXX00027M","holderTypeCode":"001","useCause":"核实许可"}}
                    """;

            assertThat(post(url, "/queryCertInfoByHolderCode", asked.formatted(token)))
                    .contains("\"certificate_status\":", "示范经营许可证");
            assertThat(post(
                            url,
                            "/queryCertInfoByHolderCode",
                            asked.formatted(token).replace("00027M", "00028M")))
                    .contains("\"code\":\"10\"");
            assertThat(post(url, "/queryCertInfoByHolderCode", asked.formatted("another")))
                    .doesNotContain("示范经营许可证");
            assertThat(purposes).containsExactly("核实许可", "核实许可");
        }
    }

    private static String progress(String password) {
        return "{\"purpose\":\"答复来电人\",\"caseNo\":\"9901012026030200001\",\"queryPassword\":\"" + password + "\"}";
    }

    private DialectDoor door(String family, Map<String, Secret> credentials, URI url) throws Exception {
        Registers registers = new Registers(Schemas.shipped());
        DialectDoor.Desk desk = new DialectDoor.Desk() {
            @Override
            public void told(String call, String message) {
                throw new IllegalStateException("nobody tells " + call);
            }

            @Override
            public List<ObjectNode> asked(PartnerQuestion question) {
                purposes.add(question.purpose());
                return registers.asked(question);
            }
        };
        return new DialectDoor(
                new PartyId("990101.window"),
                url,
                new Conversation(READER.read(Path.of("dialects").resolve(family)), credentials, List.of()),
                Clock.systemUTC(),
                desk);
    }

    private static URI url() throws IOException {
        return URI.create("http://127.0.0.1:" + LoopbackPort.free() + "/api");
    }

    private static String post(URI url, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }
}
