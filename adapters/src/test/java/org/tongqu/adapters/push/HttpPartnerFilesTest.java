package org.tongqu.adapters.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Sites;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

/** Whoever writes an address into a message does not choose whom the gateway calls. */
class HttpPartnerFilesTest {
    private static final PartyId PARTY = new PartyId("990101.approval");
    private static final PartyId OTHER = new PartyId("990101.other");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private String leadsTo = "";
    private HttpServer server;
    private HttpServer notListed;
    private HttpPartnerFiles files;

    @BeforeEach
    void serve() throws IOException, NoSuchAlgorithmException {
        notListed = open(exchange -> {});
        server = open(this::serve);
        files = new HttpPartnerFiles(site(), SSLContext.getDefault(), Duration.ofSeconds(2), this::resolved);
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
        notListed.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aFileBelowAListedAddressIsGiven() throws IOException {
        try (InputStream octets = files.open(PARTY, at("/files/2026/a%20b.pdf?version=1"))) {
            assertThat(octets.readAllBytes()).isEqualTo("the file".getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%2$d/files/x",
                "http://localhost:%1$d/files/x",
                "http://127.1:%1$d/files/x",
                "http://2130706433:%1$d/files/x",
                "http://0177.0.0.1:%1$d/files/x",
                "http://[::1]:%1$d/files/x",
                "http://[::ffff:127.0.0.1]:%1$d/files/x",
                "http://127.0.0.1/files/x",
                "http://127.0.0.1.nip.example:%1$d/files/x",
                "http://169.254.169.254/files/x",
                "http://10.0.0.1:%1$d/files/x",
                "http://100.64.0.1:%1$d/files/x",
                "http://[fd00::1]:%1$d/files/x",
                "http://[fe80::1]:%1$d/files/x",
                "http://[64:ff9b::7f00:1]:%1$d/files/x",
                "http://0.0.0.0:%1$d/files/x",
                "http://user@127.0.0.1:%1$d/files/x",
                "http://127.0.0.1:%1$d@127.0.0.1:%2$d/files/x",
                "https://127.0.0.1:%1$d/files/x",
                "ftp://127.0.0.1:%1$d/files/x",
                "file:///etc/passwd",
                "http://127.0.0.1:%1$d/filesx",
                "http://127.0.0.1:%1$d/secret",
                "http://127.0.0.1:%1$d/files/../secret",
                "http://127.0.0.1:%1$d/files/%%2e%%2e/secret",
                "http://127.0.0.1:%1$d/files/..%%2fsecret",
                "http://127.0.0.1:%1$d/files/.%%2E%%5csecret",
                "//127.0.0.1:%1$d/files/x",
                "files/x",
                "mailto:a@b.example",
                ""
            })
    void nothingElseIsEverCalled(String address) {
        URI where = URI.create(address.formatted(
                server.getAddress().getPort(), notListed.getAddress().getPort()));

        refused("file-address", where, PARTY);

        assertThat(asked).hasValue(0);
    }

    @Test
    void whatOnePartyMayPointToAnotherMayNot() {
        refused("file-address", at("/files/x"), OTHER);
        assertThat(asked).hasValue(0);
    }

    /** Whoever answers for a listed name does not turn the gateway against itself; nor does one of several addresses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "::ffff:127.0.0.1",
                "0.0.0.0",
                "::",
                "169.254.169.254",
                "fe80::1",
                "224.0.0.1",
                "10.8.0.5 127.0.0.1"
            })
    void aListedNameThatLeadsToThisMachineIsNotCalled(String addresses) {
        leadsTo = addresses;

        refused("file-host", named(), PARTY);

        assertThat(asked).hasValue(0);
    }

    /** Partners are in private networks: such an address is as good as any, and the call goes on to where nobody answers for the name. */
    @Test
    void aListedNameThatLeadsElsewhereIsCalledAndOneThatNobodyKnowsIsAway() {
        leadsTo = "10.8.0.5 fd00::5";
        away(named());
        leadsTo = "";
        away(named());
        assertThat(asked).hasValue(0);
    }

    @Test
    void aRedirectIsNotFollowed() {
        refused("file-status", at("/files/redirect"), PARTY);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsNotThereIsRefusedAndAServerThatFailsIsAway() {
        refused("file-status", at("/files/gone"), PARTY);
        away(at("/files/broken"));
        server.stop(0);
        away(at("/files/x"));
    }

    /** A file that trickles holds nobody longer than a file may take. */
    @Test
    void aFileThatNeverEndsBreaksOff() {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> {
                    try (InputStream octets = files.open(PARTY, at("/files/endless"))) {
                        octets.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aNameInChineseIsAskedForInItsOctets() throws IOException {
        try (InputStream octets = files.open(PARTY, URI.create(at("/files/") + "许可证.pdf"))) {
            assertThat(octets.readAllBytes()).isEqualTo("the file".getBytes(UTF_8));
        }
        assertThat(paths).containsExactly("/files/%E8%AE%B8%E5%8F%AF%E8%AF%81.pdf");
    }

    @Test
    void aPartyHoldsTwoFilesAtOnceAndNoMore() throws IOException {
        InputStream first = files.open(PARTY, at("/files/endless"));
        InputStream second = files.open(PARTY, at("/files/endless"));
        away(at("/files/x"));

        first.close();
        first.close();

        files.open(PARTY, at("/files/x")).close();
        second.close();
    }

    private void refused(String rule, URI where, PartyId party) {
        assertThatThrownBy(() -> files.open(party, where)).isInstanceOfSatisfying(Rejection.class, refused -> {
            assertThat(refused.code()).isEqualTo(ProblemCode.UNTRANSLATABLE);
            assertThat(refused.errors()).singleElement().satisfies(error -> assertThat(error.rule())
                    .isEqualTo(rule));
        });
    }

    private void away(URI where) {
        assertThatThrownBy(() -> files.open(PARTY, where))
                .isInstanceOfSatisfying(
                        Rejection.class, away -> assertThat(away.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }

    private InetAddress[] resolved(String name) throws UnknownHostException {
        if (!name.equals("files.invalid") || leadsTo.isEmpty()) {
            throw new UnknownHostException(name);
        }
        List<InetAddress> found = new ArrayList<>();
        for (String address : leadsTo.split(" ")) {
            found.add(InetAddress.getByName(address));
        }
        return found.toArray(InetAddress[]::new);
    }

    private static URI named() {
        return URI.create("https://files.invalid/x");
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] octets = "the file".getBytes(UTF_8);
        switch (exchange.getRequestURI().getPath()) {
            case "/files/redirect" -> {
                exchange.getResponseHeaders().set("Location", "/secret");
                exchange.sendResponseHeaders(302, -1);
            }
            case "/files/gone" -> exchange.sendResponseHeaders(404, -1);
            case "/files/broken" -> exchange.sendResponseHeaders(500, -1);
            case "/files/endless" -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(octets);
                exchange.getResponseBody().flush();
                await();
            }
            default -> {
                exchange.sendResponseHeaders(200, octets.length);
                exchange.getResponseBody().write(octets);
            }
        }
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpServer open(Serves serves) throws IOException {
        HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        opened.createContext("/", exchange -> {
            asked.incrementAndGet();
            paths.add(exchange.getRequestURI().getRawPath());
            try (exchange) {
                serves.serve(exchange);
            }
        });
        opened.setExecutor(threads);
        opened.start();
        return opened;
    }

    private Sites site() {
        Conversation calls = new Conversation(
                mock(Translator.class), Map.of(), List.of(at("/files/"), URI.create("https://files.invalid/")));
        Site site = new Site(
                "990101",
                1,
                "示范县",
                "Demo County",
                "county",
                PartyId.gatewayOf("990101"),
                List.of(),
                Map.of(PARTY, party(PARTY, calls), OTHER, party(OTHER, null)),
                new SharingRules(List.of()),
                Limits.DEFAULTS,
                List.of(),
                List.of(),
                WorkdayCalendar.shipped());
        return () -> site;
    }

    private static Party party(PartyId id, Conversation calls) {
        return new Party(
                id,
                "单位",
                "party",
                "county",
                "platform",
                List.of(),
                new Endpoint.None(),
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE,
                calls,
                null);
    }

    private interface Serves {
        void serve(HttpExchange exchange) throws IOException;
    }
}
