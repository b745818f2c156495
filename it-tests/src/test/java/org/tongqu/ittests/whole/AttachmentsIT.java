package org.tongqu.ittests.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.load.FetchingParty.Fetched;
import org.tongqu.ittests.platform.ApprovalPlatform;
import org.tongqu.ittests.platform.ApprovalXml;
import org.tongqu.record.Digest;
import org.tongqu.record.json.StrictJson;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;

/** Files in the messages of a platform that speaks its own language only, and files at its server. */
@ExtendWith(SharedGateway.Extension.class)
class AttachmentsIT {
    private static final String CALL = "receiveResultFileInfo";

    private final SharedGateway gateway;
    private final MaterialClient materials;

    AttachmentsIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.materials = new MaterialClient(gateway);
    }

    @Test
    void aFileInAMessageIsAMaterialForWhomTheRecordIs() throws Exception {
        String number = "F-" + gateway.freshId();
        byte[] file = ("file of " + number).getBytes(UTF_8);

        ApprovalPlatform.Answer answer = report(number, "<ATTACH_BODY>" + base64(file) + "</ATTACH_BODY>");

        assertThat(answer.status()).as(answer.words()).isEqualTo("200");
        assertThat(received(number)).isEqualTo(file);
        assertThat(report(number, "<ATTACH_BODY>" + base64(file) + "</ATTACH_BODY>")
                        .words())
                .contains("当前业务已");
    }

    @Test
    void aFileAtThePlatformsServerIsFetchedAndNoneFromElsewhere() throws Exception {
        String number = "F-" + gateway.freshId();
        gateway.platforms().approval().host(number + ".pdf", "hosted " + number);
        String there = gateway.platforms().approval().url() + "/files/" + number + ".pdf";

        ApprovalPlatform.Answer elsewhere =
                report(number, path("http://127.0.0.1:" + gateway.site().adminPort() + "/files/x"));
        ApprovalPlatform.Answer beside = report(number, path(there.replace("/files/", "/files/%2e%2e/")));
        ApprovalPlatform.Answer nothing = report(number, path(there + ".gone"));
        ApprovalPlatform.Answer answer = report(number, path(there));

        assertThat(elsewhere.status()).isEqualTo("300");
        assertThat(elsewhere.words()).contains("UNTRANSLATABLE", "ATTACH_PATH").doesNotContain("127.0.0.1");
        assertThat(beside.status()).isEqualTo("300");
        assertThat(nothing.status()).isEqualTo("300");
        assertThat(answer.status()).as(answer.words()).isEqualTo("200");
        assertThat(received(number)).isEqualTo(("hosted " + number).getBytes(UTF_8));
    }

    @Test
    void aMaterialGoesIntoTheMessageAsThePlatformWantsIt() throws Exception {
        String id = gateway.freshId();
        byte[] file = ("material of " + id).getBytes(UTF_8);
        Digest digest = new Sm3().sm3(file);
        materials.put(SharedGateway.DESK, digest, new ByteArrayInputStream(file), file.length);

        assertThat(materials
                        .register(SharedGateway.DESK, id, digest, file.length)
                        .status())
                .isEqualTo(202);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told(id)).containsExactly(base64(file)));
    }

    @Test
    void whoIsToldWhereAFileLiesFetchesItWithoutAProof() throws Exception {
        String id = gateway.freshId();
        byte[] file = ("document of " + id).getBytes(UTF_8);
        Digest digest = new Sm3().sm3(file);
        materials.put(SharedGateway.PORTAL, digest, new ByteArrayInputStream(file), file.length);
        assertThat(materials
                        .register(SharedGateway.PORTAL, id, digest, file.length)
                        .status())
                .isEqualTo(202);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(gateway.platforms().water().notices()).containsKey("M-" + id));
        String address = gateway.platforms().water().notices().get("M-" + id);

        assertThat(fetched(address).body()).isEqualTo(file);
        assertThat(fetched(address.replace(SharedGateway.WATER, SharedGateway.FILING))
                        .statusCode())
                .isEqualTo(404);
        assertThat(fetched(address.substring(0, address.length() - 1) + (address.endsWith("0") ? "1" : "0"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(Files.readString(gateway.log())).doesNotContain(address.substring(address.lastIndexOf('.')));
    }

    private static HttpResponse<byte[]> fetched(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private List<String> told(String id) {
        return gateway.platforms().approval().taken().stream()
                .filter(message -> ApprovalXml.text(message, "ATTACH_ID").equals("M-" + id))
                .map(message -> ApprovalXml.text(message, "ATTACH_BODY"))
                .toList();
    }

    /** What the receiver of the record gets. */
    private byte[] received(String number) throws IOException, InterruptedException {
        Fetched told = materials.fetched(SharedGateway.REPORTS, ":" + number);
        JsonNode data = StrictJson.parse(told.content().payload()).path("data");
        assertThat(told.content().payload()).doesNotContain("ATTACH");
        Digest digest = new Digest(data.path("digest").asString());
        byte[] octets = materials
                .get(SharedGateway.REPORTS, digest, BodyHandlers.ofByteArray())
                .body();
        assertThat(data.path("size").asInt()).isEqualTo(octets.length);
        return octets;
    }

    private ApprovalPlatform.Answer report(String number, String file) {
        String address = gateway.addressFor(SharedGateway.APPROVAL);
        ApprovalPlatform platform = gateway.platforms().approval();
        return platform.report(
                address,
                CALL,
                """
                <APPROVEDATAINFO><SPSHENPIJIEGUODATA><SPSHENPIJIEGUO>
                <SBLSH>%s</SBLSH><ZZMC>示范经营许可证</ZZMC><ATTACH_NAME>许可证.pdf</ATTACH_NAME><ATTACH_ID>%s</ATTACH_ID>
                <ATTACH_TYPE>pdf</ATTACH_TYPE>%s<CREATE_TIME>2026-03-09 16:05:00</CREATE_TIME>
                </SPSHENPIJIEGUO></SPSHENPIJIEGUODATA></APPROVEDATAINFO>
                """
                        .formatted(number, number, file),
                platform.token(address));
    }

    private static String path(String address) {
        return "<ATTACH_PATH>" + address + "</ATTACH_PATH><SAVE_TYPE>1</SAVE_TYPE>";
    }

    private static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }
}
