package org.tongqu.adapters.push;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;

/** A party's REST service: WireMock for what speaks HTTP, a bare socket for what does not. */
public final class RestPartner implements FakePartner {
    private final WireMockServer http = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final List<RawPartner> raw = new ArrayList<>();
    private int port;

    public RestPartner() {
        http.start();
        port = http.port();
    }

    /** Answers every request like this. */
    public void answers(ResponseDefinitionBuilder answer) {
        http.resetMappings();
        http.stubFor(any(anyUrl()).willReturn(answer));
        port = http.port();
    }

    /** What arrived over HTTP proper, oldest first. */
    public List<ServeEvent> requests() {
        return http.getAllServeEvents().stream()
                .sorted(Comparator.comparing(event -> event.getRequest().getLoggedDate()))
                .toList();
    }

    int endpointPort() {
        return port;
    }

    void behaves(RawPartner partner) {
        raw.add(partner);
        port = partner.port();
    }

    @Override
    public Endpoint endpoint(Duration timeout) {
        return new Endpoint.Push(
                URI.create("http://127.0.0.1:" + port + "/receive?from=gateway"),
                timeout,
                Repeat.SAFE,
                ReceiptKind.SEALED,
                1);
    }

    @Override
    public void confirms(SealedText receipt) {
        says("application/json", StrictJson.write(receipt.toJson()));
    }

    @Override
    public void says(String contentType, byte[] answer) {
        answers(aResponse()
                .withStatus(200)
                .withHeader("Content-Type", contentType)
                .withBody(answer));
    }

    @Override
    public void refuses(String words) {
        byte[] problem = StrictJson.write(
                StrictJson.object().put("title", "Refused").put("code", "E-17").put("detail", words));
        answers(aResponse()
                .withStatus(422)
                .withHeader("Content-Type", "application/problem+json")
                .withBody(problem));
    }

    @Override
    public void refusesAsTooLarge() {
        answers(aResponse().withStatus(413).withBody("too large".getBytes(UTF_8)));
    }

    @Override
    public void fails() {
        answers(aResponse().withStatus(500).withBody("java.lang.NullPointerException".getBytes(UTF_8)));
    }

    @Override
    public void isBusy(Duration retryAfter) {
        answers(aResponse().withStatus(503).withHeader("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    @Override
    public void isGone() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void neverAnswers() {
        behaves(RawPartner.silent());
    }

    @Override
    public void breaksOff() {
        answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    }

    @Override
    public void trickles() {
        behaves(RawPartner.trickling("HTTP/1.1 200 OK"));
    }

    @Override
    public void neverEnds() {
        behaves(RawPartner.endless());
    }

    @Override
    public List<byte[]> received() {
        List<byte[]> bodies = new ArrayList<>();
        requests().forEach(event -> bodies.add(event.getRequest().getBody()));
        raw.forEach(partner -> bodies.addAll(partner.received()));
        return bodies;
    }

    @Override
    public void close() {
        raw.forEach(RawPartner::close);
        http.stop();
    }
}
