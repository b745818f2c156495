package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.platform.Sm2Keys;
import org.tongqu.ittests.platform.Sm4Key;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** A platform whose messages are enciphered by SM4 and signed by SM2, both ways. */
@ExtendWith(SharedGateway.Extension.class)
class InsuranceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SharedGateway gateway;

    InsuranceIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void whatGoesOutIsEncipheredAndSigned() throws Exception {
        String unit = "U-" + gateway.freshId();

        assertThat(submit(unit)).isEqualTo(202);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken(unit)).hasSize(1));
        assertThat(taken(unit).get(0).at("/xz/0/xzlx").asString()).isEqualTo("1");
    }

    @Test
    void aRefusalParksWithThePartnersWords() throws Exception {
        String unit = "U-" + gateway.freshId();
        gateway.platforms().insurance().refuseNext("单位已注销");

        assertThat(submit(unit)).isEqualTo(202);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(gateway.log()))
                .containsPattern("lane=990101.insurance .*to=PARKED .*"));
        assertThat(taken(unit)).isEmpty();
    }

    @Test
    void whatComesIsReadAndRepeatsAreKnown() throws Exception {
        String unit = "U-" + gateway.freshId();

        assertThat(report(unit).path("message").asString()).isEqualTo("成功");
        assertThat(report(unit).path("message").asString()).isEqualTo("已接收");

        JsonNode data = StrictJson.parse(new MaterialClient(gateway)
                        .fetched(SharedGateway.REPORTS, ":" + unit)
                        .content()
                        .payload())
                .path("data");
        assertThat(data.path("unitNo").asString()).isEqualTo(unit);
        assertThat(data.at("/insurances/0/fromMonth").asString()).isEqualTo("2026-04");
    }

    @Test
    void whatIsSignedOrEncipheredByAnotherIsRefusedAndSoIsAnotherTime() throws Exception {
        String unit = "U-" + gateway.freshId();
        String url = gateway.addressFor(SharedGateway.INSURANCE);
        Sm4Key cipher = gateway.platforms().insuranceCipher();

        refused(gateway.platforms().insurance().report(url, message(unit), cipher, Sm2Keys.fresh()));
        refused(gateway.platforms().insurance().reportSignedOtherwise(url, message(unit)));
        refused(gateway.platforms()
                .insurance()
                .report(url, message(unit), Sm4Key.fresh(), gateway.platforms().insuranceKeys()));
        assertThat(gateway.platforms()
                        .insurance()
                        .reportAt(url, message(unit), Instant.now().getEpochSecond() - 600)
                        .path("code")
                        .asString())
                .isNotEqualTo("0");
        assertThat(report(unit).path("message").asString()).isEqualTo("成功");
        assertThat(Files.readString(gateway.log()))
                .doesNotContain(
                        cipher.key(), gateway.platforms().insuranceKeys().privateKey());
    }

    private static void refused(JsonNode answer) {
        assertThat(answer.path("code").asString()).isEqualTo("1");
        assertThat(answer.path("message").asString()).contains("CHANNEL_NOT_AUTHENTIC");
    }

    private JsonNode report(String unit) {
        return gateway.platforms().insurance().report(gateway.addressFor(SharedGateway.INSURANCE), message(unit));
    }

    private List<JsonNode> taken(String unit) {
        return gateway.platforms().insurance().taken().stream()
                .filter(message -> unit.equals(message.path("dwbh").asString("")))
                .toList();
    }

    private int submit(String unit) throws Exception {
        return gateway.submitExample(
                        SharedGateway.PORTAL,
                        "social-insurance.registered",
                        unit,
                        "/creditCode",
                        data -> data.put("unitNo", unit))
                .status();
    }

    private static String message(String unit) {
        return """
                {"tyshxydm":"91990100XXXX00027M","dwmc":"示例商贸有限公司","dwbh":"%s","jgmc":"示范县社会保险事业中心",
                "xz":[{"xzlx":"1","ksny":"2026-04"}],"djsj":"2026-03-06 10:00:00"}
                """
                .formatted(unit);
    }
}
