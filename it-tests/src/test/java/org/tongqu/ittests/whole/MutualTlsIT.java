package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.platform.WaterPlatform.Paid;
import org.tongqu.ittests.site.TlsFiles;
import org.tongqu.record.Digest;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A platform that is known by its certificate, and knows the gateway by the gateway's; its messages are forms. */
@ExtendWith(SharedGateway.Extension.class)
class MutualTlsIT {
    private static final String WATER = "water";

    private final SharedGateway gateway;

    MutualTlsIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void theGatewayShowsItsCertificate() throws Exception {
        String id = gateway.freshId();
        ObjectNode data = (ObjectNode)
                Schemas.shipped().find("utility.paid").orElseThrow().example().deepCopy();
        data.put("billNo", "B-" + id).put("kind", "1");
        ObjectNode event = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + SharedGateway.PORTAL)
                .put("type", "utility.paid")
                .put("subject", data.path("accountNo").asString())
                .put("time", "2026-03-02T01:15:00.000Z");
        event.set("data", data);

        assertThat(gateway.submit(SharedGateway.PORTAL, StrictJson.write(event)).status())
                .isEqualTo(202);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(paid("B-" + id)).extracting(Paid::caller).containsExactly("CN=gateway"));
        assertThat(paid("B-" + id).get(0).fields()).containsEntry("lx", "S");
    }

    @Test
    void whoIsToldWhereAFileLiesFetchesItWithoutAProof() throws Exception {
        String id = gateway.freshId();
        byte[] file = ("document of " + id).getBytes(StandardCharsets.UTF_8);
        Digest digest = new Sm3().sm3(file);
        MaterialClient materials = new MaterialClient(gateway);
        materials.put(SharedGateway.PORTAL, digest, new ByteArrayInputStream(file), file.length);
        assertThat(materials
                        .register(SharedGateway.PORTAL, id, digest, file.length)
                        .status())
                .isEqualTo(202);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.water().notices()).containsKey("M-" + id));
        String address = gateway.water().notices().get("M-" + id);

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

    @Test
    void whoShowsThePartysCertificateIsTheParty() throws Exception {
        String bill = "B-" + gateway.freshId();

        assertThat(report(bill, WATER)).contains("\"ret\":\"0\"");
        assertThat(report(bill, WATER)).contains("\"ret\":\"9\"");

        JsonNode data = StrictJson.parse(new MaterialClient(gateway)
                        .fetched(SharedGateway.REPORTS, ":" + bill)
                        .content()
                        .payload())
                .path("data");
        assertThat(data.path("amount").isMissingNode()).isFalse();
        assertThat(data.at("/utility/name").asString()).isEqualTo("示范水务公司");
    }

    @Test
    void whoShowsAnotherCertificateOrNoneIsNot(@TempDir Path folder) {
        String bill = "B-" + gateway.freshId();

        assertThat(report(bill, "neighbour")).contains("\"ret\":\"1\"", "CHANNEL_NOT_AUTHENTIC");
        assertThat(report(bill, null)).contains("\"ret\":\"1\"", "CHANNEL_NOT_AUTHENTIC");
        assertThat(gateway.water()
                        .report(
                                gateway.addressFor(SharedGateway.WATER),
                                gateway.tls().context(WATER),
                                fields(bill)))
                .contains("\"ret\":\"1\"", "CHANNEL_NOT_AUTHENTIC");
        TlsFiles others = TlsFiles.make(folder, WATER);
        SSLContext outsider = others.context(WATER, gateway.tls().authority());
        assertThatThrownBy(() ->
                        gateway.water().report(gateway.secureAddressFor(SharedGateway.WATER), outsider, fields(bill)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(report(bill, WATER)).contains("\"ret\":\"0\"");
    }

    private List<Paid> paid(String bill) {
        return gateway.water().taken().stream()
                .filter(paid -> bill.equals(paid.fields().get("zdh")))
                .toList();
    }

    private String report(String bill, String certificate) {
        return gateway.water()
                .report(
                        gateway.secureAddressFor(SharedGateway.WATER),
                        gateway.tls().context(certificate),
                        fields(bill));
    }

    private static Map<String, String> fields(String bill) {
        return Map.of("hh", "8001", "zdh", bill, "lx", "S", "je", "20.00", "jfsj", "20260302090000");
    }
}
