package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** A client of the door that holds every answer against the API description before a test sees it. */
final class DoorClient {
    /** An answer that never ends must not hold up a build. */
    private static final int PATIENCE_SECONDS = 90;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ApiDescription description = new ApiDescription();
    private final String base;

    DoorClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** An answer that the description allows. */
    record Answered(int status, HttpHeaders headers, byte[] body) {
        JsonNode json() {
            return StrictJson.parse(body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String code() {
            return json().required("code").stringValue();
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    Answered get(String target, String... headers) {
        return send("GET", target, BodyPublishers.noBody(), headers);
    }

    Answered post(String target, String contentType, byte[] body, String... headers) {
        return post(target, contentType, BodyPublishers.ofByteArray(body), headers);
    }

    Answered post(String target, String contentType, BodyPublisher body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = contentType;
        return send("POST", target, body, all);
    }

    Answered send(String method, String target, BodyPublisher body, String... headers) {
        try {
            return judged(
                    method,
                    target,
                    http.sendAsync(request(method, target, body, headers), bytes())
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<Answered> getLater(String target, String... headers) {
        return http.sendAsync(request("GET", target, BodyPublishers.noBody(), headers), bytes())
                .thenApply(response -> judged("GET", target, response));
    }

    private HttpRequest request(String method, String target, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + target)).method(method, body);
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static HttpResponse.BodyHandler<byte[]> bytes() {
        return HttpResponse.BodyHandlers.ofByteArray();
    }

    private Answered judged(String method, String target, HttpResponse<byte[]> response) {
        assertThat(description.broken(method, target, response.statusCode(), response.headers(), response.body()))
                .as(
                        "%s %s answered %d with %s",
                        method, target, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8))
                .isEmpty();
        return new Answered(response.statusCode(), response.headers(), response.body());
    }
}
