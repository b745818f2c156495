package org.tongqu.adapters.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.rest.DoorClient.Answered;

class ProblemsTest extends DoorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/", "/v1/nothing", "/v1/records/", "/v1/records/990101.window", "/v1/keys/1", "/v1/inbox/"})
    void anUnknownPathIsAProblemDocument(String target) {
        Answered answered = door.get(target, "Accept", "text/html");

        assertThat(answered.code()).isEqualTo("NOT_FOUND");
        assertThat(answered.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void anotherMethodIsToldWhichOnesThePathTakes() {
        Answered answered = door.send("DELETE", "/v1/records", BodyPublishers.noBody());

        assertThat(answered.status()).isEqualTo(405);
        assertThat(answered.json().get("type").stringValue()).isEqualTo("about:blank");
        assertThat(List.of(answered.header("Allow").split(", "))).contains("GET", "POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/records/%zz HTTP/1.1",
                "GET /v1/records/a;b=c HTTP/1.1",
                "GET /v1/records/{x}?a=<> HTTP/1.1",
                "GET /v1/%2e%2e/%00 HTTP/1.1",
                "GET /v1/codes/..%2Findex HTTP/1.1",
                "TRACE /v1/records HTTP/1.1",
                "NONSENSE",
                "POST /v1/records HTTP/1.1\r\nContent-Length: x"
            })
    void whatTheContainerRefusesShowsNothingOfTheInside(String head) throws IOException {
        String answer = raw(head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(answer)
                .doesNotContainIgnoringCase("exception", "whitelabel", "tomcat", "spring", "at org.", "timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/refused-by-a-filter", "/v1/broken-by-a-filter"})
    void whatFailsBeforeTheDoorIsAProblemDocumentToo(String target) {
        Answered answered = door.get(target);

        assertThat(answered.code()).isEqualTo(target.contains("refused") ? "MALFORMED" : "INTERNAL");
        assertThat(answered.text()).doesNotContain("canary");
    }

    @Test
    void aBodyThatBreaksOffIsNotTaken() throws IOException {
        raw(
                "POST /v1/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cloudevents+json\r\nSeal: a..b\r\n"
                        + "Content-Length: 100\r\n\r\n{\"half\":");

        assertThat(intake.submitted).isEmpty();
    }

    @Test
    void aBodyWithoutStatedLengthIsAnsweredAtTheLimitAlthoughItNeverEnds() throws IOException {
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";

        String answer = raw("POST /v1/records HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/cloudevents+json\r\nSeal: a..b\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(4));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("TOO_LARGE");
        assertThat(intake.submitted).isEmpty();
    }

    @Test
    void pathsBesideTheDoorAreLeftAlone() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/elsewhere"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
