package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.ittests.load.FetchingParty.Fetched;
import org.tongqu.ittests.load.Submission;
import org.tongqu.record.Digest;

/** Files through the packaged gateway, whose heap is about as large as one of them. */
@ExtendWith(SharedGateway.Extension.class)
class MaterialsIT {
    private static final long LARGE = 250L << 20;
    private static final long MIDDLE = 24L << 20;

    private final SharedGateway gateway;
    private final MaterialClient client;

    MaterialsIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.client = new MaterialClient(gateway);
    }

    @Test
    void aFileGoesToWhomARecordGivesIt() throws Exception {
        goes(MIDDLE, 1);
    }

    @Test
    @Tag("long")
    void aFileAsLargeAsTheHeapGoesToo() throws Exception {
        goes(LARGE, 5);
    }

    /** As clients do that write all they have before they read. */
    @Test
    void aRefusalIsReadThoughItsBodyIsStillComing() throws Exception {
        try (Socket socket = refusedUpload("")) {
            OutputStream to = socket.getOutputStream();
            byte[] octets = new byte[1 << 20];
            for (int i = 0; i < 48; i++) {
                to.write(octets);
            }
            to.flush();

            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void whoAsksBeforehandHearsTheRefusalInThePlaceOfGoOn() throws Exception {
        try (Socket socket = refusedUpload("Expect: 100-continue\r\n")) {
            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    /** The head of an upload that is larger than any may be. */
    private Socket refusedUpload(String header) throws IOException {
        String path = "/v1/materials/" + "0".repeat(64);
        String proof = gateway.sealer(SharedGateway.WINDOW).proof("PUT", path).get("Authorization");
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.site().port());
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write(("PUT " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + proof + "\r\nContent-Length: "
                                + (2L << 30) + "\r\n" + header + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        return String.valueOf(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine());
    }

    private void goes(long size, long seed) throws Exception {
        Digest digest = Noise.digest(Noise.of(seed, size));
        long begun = System.nanoTime();
        assertThat(client.put(SharedGateway.WINDOW, digest, Noise.of(seed, size), size)
                        .statusCode())
                .isEqualTo(201);
        long stored = System.nanoTime();
        assertThat(client.head(SharedGateway.VAULT, digest).statusCode()).isEqualTo(404);

        String id = gateway.freshId();
        assertThat(client.register(SharedGateway.WINDOW, id, digest, size).status())
                .isEqualTo(202);
        Fetched told = client.fetched(SharedGateway.VAULT, id);
        assertThat(told.content().payload()).contains(digest.value());
        long before = System.nanoTime();
        HttpResponse<InputStream> answer = client.get(SharedGateway.VAULT, digest, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Noise.digest(answer.body())).isEqualTo(digest);
        System.err.printf(
                "MATERIALS %d MiB up=%.1f MB/s down=%.1f MB/s%n",
                size >> 20, size * 1e3 / (stored - begun), size * 1e3 / (System.nanoTime() - before));

        HttpResponse<byte[]> range =
                client.get(SharedGateway.VAULT, digest, BodyHandlers.ofByteArray(), "Range", "bytes=262140-262150");
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.headers().firstValue("Content-Range")).contains("bytes 262140-262150/" + size);
        assertThat(range.body()).isEqualTo(new Noise(seed, 262_140, 262_151, at -> {}).readNBytes(11));
    }

    @Test
    void whoIsToldOfTheRecordButNotOfTheFileDoesNotGetIt() throws Exception {
        Digest digest = Noise.digest(Noise.of(2, 1000));
        client.put(SharedGateway.WINDOW, digest, Noise.of(2, 1000), 1000);
        String id = gateway.freshId();
        client.register(SharedGateway.WINDOW, id, digest, 1000);

        Fetched told = client.fetched(SharedGateway.CLERK, id);

        assertThat(told.content().payload()).contains("catalogueName").doesNotContain(digest.value());
        assertThat(client.get(SharedGateway.CLERK, digest, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.get(SharedGateway.TAX, digest, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.unproven(digest)).isEqualTo(401);
    }

    /** What its client calls it is not read as that: a parser would take the octets away, before anybody is known. */
    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json"})
    void aFileIsItsOctetsWhateverItIsCalled(String type) throws Exception {
        long seed = type.length();
        Digest digest = Noise.digest(Noise.of(seed, 1000));

        assertThat(client.put(SharedGateway.WINDOW, digest, Noise.of(seed, 1000), 1000, "Content-Type", type)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aRecordMayNotReferToWhatItsSenderHasNot() throws Exception {
        Digest digest = Noise.digest(Noise.of(3, 1000));

        Submission.Outcome outcome = client.register(SharedGateway.WINDOW, gateway.freshId(), digest, 1000);

        assertThat(outcome.status()).isEqualTo(422);
        assertThat(outcome.text()).contains("MATERIAL_UNKNOWN", "/data/digest");
    }

    @Test
    void anUploadThatDiesWithTheGatewayGoesOnWhereItWas() throws Exception {
        Digest digest = Noise.digest(Noise.of(4, MIDDLE));
        CountDownLatch dead = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> broken = client.putLater(
                SharedGateway.WINDOW, digest, new Noise(4, 0, MIDDLE, at -> waitAfter(at, dead)), MIDDLE);
        await().atMost(Duration.ofSeconds(30)).until(() -> offset(digest) > MIDDLE / 4);
        gateway.process().kill();
        dead.countDown();
        assertThat(broken).failsWithin(Duration.ofSeconds(30));
        gateway.process().restart();
        gateway.process().awaitReady(Duration.ofSeconds(90));

        long offset = offset(digest);
        assertThat(offset).isGreaterThan(MIDDLE / 4).isLessThan(MIDDLE);
        HttpResponse<String> rest = client.put(
                SharedGateway.WINDOW,
                digest,
                new Noise(4, offset, MIDDLE, at -> {}),
                MIDDLE - offset,
                "Content-Range",
                "bytes " + offset + "-" + (MIDDLE - 1) + "/" + MIDDLE);

        assertThat(rest.statusCode()).as(rest.body()).isEqualTo(201);
        assertThat(Noise.digest(client.get(SharedGateway.WINDOW, digest, BodyHandlers.ofInputStream())
                        .body()))
                .isEqualTo(digest);
    }

    /** Half of the file comes at once, the rest when the gateway is dead. */
    private static void waitAfter(long at, CountDownLatch dead) {
        if (at > MIDDLE / 2) {
            try {
                dead.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long offset(Digest digest) throws IOException, InterruptedException {
        return client.head(SharedGateway.WINDOW, digest)
                .headers()
                .firstValueAsLong("Upload-Offset")
                .orElse(0);
    }
}
