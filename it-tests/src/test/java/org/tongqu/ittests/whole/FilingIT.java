package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.platform.FilingPlatform.Filed;
import org.tongqu.record.Digest;
import org.tongqu.record.json.StrictJson;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;

/** Files in {@code multipart/form-data}, both ways, by a dialect that is the site's own. */
@ExtendWith(SharedGateway.Extension.class)
class FilingIT {
    private final SharedGateway gateway;
    private final MaterialClient materials;

    FilingIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.materials = new MaterialClient(gateway);
    }

    @Test
    void aPartOfAFormIsAMaterialForWhomTheRecordIs() throws Exception {
        String number = "M-" + gateway.freshId();
        byte[] file = everyOctet(number);

        assertThat(report(number, SharedGateway.APP_SECRET + "x", file))
                .contains("\"ret\":\"1\"", "CHANNEL_NOT_AUTHENTIC");
        assertThat(report(number, SharedGateway.APP_SECRET, file)).contains("\"ret\":\"0\"", "成功");
        assertThat(report(number, SharedGateway.APP_SECRET, file)).contains("\"ret\":\"9\"");
        assertThat(report(number, SharedGateway.APP_SECRET, everyOctet("other")))
                .contains("\"ret\":\"1\"", "ID_REUSED");

        JsonNode data = StrictJson.parse(materials
                        .fetched(SharedGateway.REPORTS, ":" + number)
                        .content()
                        .payload())
                .path("data");
        assertThat(data.path("fileName").asString()).isEqualTo("许可证“副本”.pdf");
        assertThat(data.path("size").asInt()).isEqualTo(file.length);
        assertThat(materials
                        .get(
                                SharedGateway.REPORTS,
                                new Digest(data.path("digest").asString()),
                                BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(file);
    }

    @Test
    void aMaterialIsAPartOfAForm() throws Exception {
        String id = gateway.freshId();
        byte[] file = everyOctet(id);
        Digest digest = new Sm3().sm3(file);
        materials.put(SharedGateway.PORTAL, digest, new ByteArrayInputStream(file), file.length);

        assertThat(materials
                        .register(SharedGateway.PORTAL, id, digest, file.length)
                        .status())
                .isEqualTo(202);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(filed(id)).hasSize(1));
        Filed filed = filed(id).get(0);
        assertThat(filed.file()).isEqualTo(file);
        assertThat(filed.fileName()).isEqualTo(filed.texts().get("wjm"));
        assertThat(filed.texts()).containsEntry("slh", "CASE-" + id).containsEntry("lx", "pdf");
    }

    private List<Filed> filed(String id) {
        return gateway.platforms().filing().taken().stream()
                .filter(filed -> ("M-" + id).equals(filed.texts().get("clbh")))
                .toList();
    }

    private String report(String number, String password, byte[] file) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("slh", "CASE-" + number);
        texts.put("clmc", "示范经营许可证");
        texts.put("clbh", number);
        texts.put("lx", "pdf");
        texts.put("sj", "20260309160500");
        return gateway.platforms()
                .filing()
                .report(gateway.addressFor(SharedGateway.FILING), password, texts, "许可证“副本”.pdf", file);
    }

    /** What spoils as soon as anybody takes it for text. */
    private static byte[] everyOctet(String seed) {
        byte[] octets = new byte[1024];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i + seed.hashCode());
        }
        return octets;
    }
}
