package org.tongqu.config.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Asks the gateway that runs on a data directory, found by the files it keeps there. */
final class AdminClient {
    private final Path data;

    AdminClient(Path data) {
        this.data = data;
    }

    /** The answer to a question, whatever its status. */
    Reply get(String target) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(uri(target)).GET());
    }

    /** The answer to an order. */
    Reply post(String target, JsonNode body) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(uri(target))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(StrictJson.write(body))));
    }

    private Reply ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        String token = read("admin-token");
        try {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(
                            request.header("Authorization", "Bearer " + token)
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), StrictJson.parse(answer.body()));
        } catch (ConnectException e) {
            throw new IOException("网关没有运行 / no gateway answers for " + data, e);
        }
    }

    private URI uri(String target) throws IOException {
        return URI.create("http://127.0.0.1:" + read("admin-port") + target);
    }

    private String read(String name) throws IOException {
        Path file = data.resolve(name);
        if (!Files.exists(file)) {
            throw new IOException(
                    "这不是运行过网关的数据目录，请用 --data 指定 / no gateway has run on this data directory, name it with --data: "
                            + data);
        }
        return Files.readString(file).strip();
    }

    /**
     * What it said.
     *
     * @param status the HTTP status
     * @param body JSON
     */
    record Reply(int status, JsonNode body) {}
}
