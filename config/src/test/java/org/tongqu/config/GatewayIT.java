package org.tongqu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.demo.DemoSite;
import org.tongqu.config.embedded.StartRefused;

class GatewayIT {
    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aWholeGatewayStartsWithItsDoorsApartAndRefusesASecondOnItsData() throws Exception {
        int port = freePort();
        int adminPort = freePort();
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
            assertThat(get(adminPort, "/").body()).contains("示范县");
            assertThat(get(adminPort, "/admin/v1/status").statusCode()).isEqualTo(401);
            assertThat(get(adminPort, "/actuator/env").statusCode()).isEqualTo(404);
            assertThat(get(port, "/v1/keys").body()).contains("990101.gateway#k1");
            assertThat(get(port, "/actuator/health").statusCode()).isEqualTo(404);
            assertThat(get(port, "/admin/v1/status").statusCode()).isEqualTo(404);
            assertThat(get(adminPort, "/v1/keys").statusCode()).isEqualTo(404);
            assertThatThrownBy(() -> Gateway.start(demo.directory(), data, () -> {}))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("in use by another gateway");
        }
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    private HttpResponse<String> get(int port, String target) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
