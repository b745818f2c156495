package org.tongqu.ittests.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Whoever has the data directory and with it the token: asks and orders on the operators' port. */
public final class Operator {
    private final Path data;
    private final int port;

    Operator(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /**
     * The answer to a question.
     *
     * @throws IOException if there is none, or it is no success
     */
    public JsonNode get(String target) throws IOException {
        return ask("GET", target, null);
    }

    /**
     * The answer to an order.
     *
     * @throws IOException if there is none, or it is no success
     */
    public JsonNode post(String target, JsonNode body) throws IOException {
        return ask("POST", target, body);
    }

    private JsonNode ask(String method, String target, @Nullable JsonNode body) throws IOException {
        HttpURLConnection call = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + target).toURL().openConnection();
        call.setRequestMethod(method);
        call.setConnectTimeout(2_000);
        call.setReadTimeout(30_000);
        call.setRequestProperty(
                "Authorization",
                "Bearer " + Files.readString(data.resolve("admin-token")).strip());
        if (body != null) {
            call.setRequestProperty("Content-Type", "application/json");
            call.setDoOutput(true);
            call.getOutputStream().write(StrictJson.write(body));
        }
        if (call.getResponseCode() != 200) {
            throw new IOException(target + " was answered with " + call.getResponseCode());
        }
        try (var in = call.getInputStream()) {
            return StrictJson.parse(in.readAllBytes());
        }
    }
}
