package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.platform.WaterPlatform.Paid;
import org.tongqu.ittests.site.TlsFiles;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

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

        assertThat(gateway.submitExample(SharedGateway.PORTAL, "utility.paid", id, "/accountNo", data -> data.put(
                                        "billNo", "B-" + id)
                                .put("kind", "1"))
                        .status())
                .isEqualTo(202);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(paid("B-" + id)).extracting(Paid::caller).containsExactly("CN=gateway"));
        assertThat(paid("B-" + id).get(0).fields()).containsEntry("lx", "S");
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
        assertThat(gateway.platforms()
                        .water()
                        .report(
                                gateway.addressFor(SharedGateway.WATER),
                                gateway.platforms().tls().context(WATER),
                                fields(bill)))
                .contains("\"ret\":\"1\"", "CHANNEL_NOT_AUTHENTIC");
        TlsFiles others = TlsFiles.make(folder, WATER);
        SSLContext outsider = others.context(WATER, gateway.platforms().tls().authority());
        assertThatThrownBy(() -> gateway.platforms()
                        .water()
                        .report(gateway.platforms().secureAddressFor(SharedGateway.WATER), outsider, fields(bill)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(report(bill, WATER)).contains("\"ret\":\"0\"");
    }

    @Test
    void whatKeepsNoSecretsForLaterOrIsNotAuthenticatedIsNotSpoken() throws Exception {
        assertThat(spoken("TLSv1.3", "TLS_AES_128_GCM_SHA256")).isTrue();
        assertThat(spoken("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")).isTrue();
        assertThat(spoken("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")).isFalse();
        assertThat(spoken("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")).isFalse();
    }

    private boolean spoken(String protocol, String suite) throws IOException {
        try (SSLSocket socket = (SSLSocket) gateway.platforms()
                .tls()
                .context(null)
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), gateway.platforms().tlsPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            return true;
        } catch (SSLHandshakeException refused) {
            return false;
        }
    }

    private List<Paid> paid(String bill) {
        return gateway.platforms().water().taken().stream()
                .filter(paid -> bill.equals(paid.fields().get("zdh")))
                .toList();
    }

    private String report(String bill, String certificate) {
        return gateway.platforms()
                .water()
                .report(
                        gateway.platforms().secureAddressFor(SharedGateway.WATER),
                        gateway.platforms().tls().context(certificate),
                        fields(bill));
    }

    private static Map<String, String> fields(String bill) {
        return Map.of("hh", "8001", "zdh", bill, "lx", "S", "je", "20.00", "jfsj", "20260302090000");
    }
}
