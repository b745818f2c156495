package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.platform.ShaanxiPlatform;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** The packaged gateway and a platform that takes APPROVEDATAINFO in JSON, signed: it calls it, and it calls us. */
@ExtendWith(SharedGateway.Extension.class)
class ShaanxiIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SENDER = SharedGateway.SHAANXI + "-sender";

    private final SharedGateway gateway;
    private final ShaanxiPlatform platform;
    private final String address;

    ShaanxiIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.platform = gateway.platforms().shaanxi();
        this.address = gateway.addressFor(SharedGateway.SHAANXI);
    }

    @Test
    void anAcceptanceReachesThePlatformInItsOwnWords() throws IOException {
        String id = gateway.freshId();

        accepted(id);

        awaitState(id, "SENT");
        JsonNode body = platform.taken().get("CASE-" + id);
        assertThat(body.path("sxbm").asString()).isEqualTo("11990100XXXX0001933000199001000");
        assertThat(body.at("/shouli/sxmc").asString()).isEqualTo("示范经营许可");
        assertThat(body.at("/shouli/bjlx").asString()).isEqualTo("2");
        assertThat(body.at("/shouli/ywslsj").asString()).isEqualTo("2026-03-03 10:00:00");
        assertThat(body.at("/shouli/ywslqhbm").asString()).isEqualTo("990100");
        assertThat(body.has("caseNo")).isFalse();
    }

    @Test
    void whatThePlatformRefusesIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        platform.refuseNext("该事项未入库");

        accepted(id);

        awaitState(id, "PARKED");
        assertThat(gateway.command("trace", "CASE-" + id)).contains("该事项未入库");
        assertThat(platform.taken()).doesNotContainKey("CASE-" + id);
    }

    @Test
    void whatItReportsIsTakenOnceAndRepeatsAreKnown() throws IOException {
        String number = "X-" + gateway.freshId();

        JsonNode answer = platform.report(address, message(number, "示范经营许可"), SharedGateway.APP_SECRET, 0);
        JsonNode again = platform.report(address, message(number, "示范经营许可"), SharedGateway.APP_SECRET, 0);
        JsonNode other = platform.report(address, message(number, "示范卫生许可"), SharedGateway.APP_SECRET, 0);

        assertThat(answer.path("code").asString()).as(answer.toString()).isEqualTo("00");
        assertThat(again.path("code").asString()).isEqualTo("00");
        assertThat(other.path("code").asString()).isEqualTo("ID_REUSED");
        JsonNode event = StrictJson.parse(new MaterialClient(gateway)
                .fetched(SharedGateway.REPORTS, ":" + number)
                .content()
                .payload());
        assertThat(event.path("type").asString()).isEqualTo("case.accepted");
        assertThat(event.at("/data/acceptedAt").asString()).isEqualTo("2026-03-03T02:00:00.000Z");
        assertThat(event.at("/data/organization/areaCode").asString()).isEqualTo("990100000000");
    }

    @Test
    void whoSignsWithAnotherSecretOrAtAnotherTimeOrASignatureAgainIsRefused() throws IOException {
        String number = "X-" + gateway.freshId();
        String message = message(number, "示范经营许可");
        Map<String, String> used = platform.headers(message);

        assertThat(code(platform.report(address, message, "guessed-secret", 0))).isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(code(platform.report(address, message, SharedGateway.APP_SECRET, 301_000)))
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(code(platform.report(address, message, SharedGateway.APP_SECRET, -301_000)))
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(code(platform.post(address, message, used))).isEqualTo("00");
        assertThat(code(platform.post(address, message, used))).isEqualTo("00");
        assertThat(code(platform.post(address, message("X-other", "示范经营许可"), used)))
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(Files.readString(gateway.log())).doesNotContain("guessed-secret", SharedGateway.APP_SECRET);
    }

    @Test
    void whatCannotBeTranslatedIsRefusedWithThePlace() {
        String message = message("X-" + gateway.freshId(), "示范经营许可").replace("\"bjlx\":\"2\"", "\"bjlx\":\"7\"");

        JsonNode answer = platform.report(address, message, SharedGateway.APP_SECRET, 0);

        assertThat(code(answer)).isEqualTo("UNTRANSLATABLE");
        assertThat(answer.path("msg").asString()).contains("/txnBodyCom/shouli/bjlx");
    }

    private static String code(JsonNode answer) {
        return answer.path("code").asString();
    }

    private void accepted(String id) throws IOException {
        String record =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/%s","type":"case.accepted","subject":"CASE-%s",
                 "time":"2026-03-03T02:00:00.000Z","data":{"caseNo":"CASE-%s",
                 "item":{"implCode":"11990100XXXX0001933000199001000","name":"示范经营许可"},"caseType":"2",
                 "acceptedAt":"2026-03-03T02:00:00.000Z",
                 "organization":{"areaCode":"990100000000","name":"示范市行政审批服务局"}}}
                """
                        .formatted(id, SENDER, id, id);
        assertThat(gateway.submit(SENDER, record.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);
    }

    private void awaitState(String id, String state) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(SENDER, id, SharedGateway.SHAANXI))
                .isEqualTo(state));
    }

    private static String message(String number, String item) {
        return """
                {"txnCommCom":{},"txnBodyCom":{"sxbm":"11990100XXXX0001933000199001000","sblshShort":"%s",
                 "shouli":{"sxmc":"%s","bjlx":"2","ywslsj":"2026-03-03 10:00:00","ywslzt":"1","ywslqhbm":"990100",
                 "ywslbmmc":"示范市行政审批服务局"}}}
                """
                .formatted(number, item);
    }
}
