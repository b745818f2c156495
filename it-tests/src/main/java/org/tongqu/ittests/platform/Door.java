package org.tongqu.ittests.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The HTTP of a simulated platform, on the loopback address: what comes in, and calls that go out. */
final class Door implements AutoCloseable {
    /** In the place of an answer: the connection ends without one. */
    static final Said UNHEARD = new Said(0, "", "");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpClient client;

    /** Takes one request and says what is answered. */
    @FunctionalInterface
    interface Takes {
        Said take(Came came);
    }

    /** What came: method, path, headers by names in lower case, fields of query and form, the body, and over TLS the name in the caller's certificate. */
    record Came(
            String method,
            String path,
            Map<String, String> headers,
            Map<String, String> fields,
            byte[] body,
            String caller) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What is said, with headers beside, by names in lower case. */
    record Said(int status, String contentType, Map<String, String> headers, String text) {
        Said(int status, String contentType, String text) {
            this(status, contentType, Map.of(), text);
        }
    }

    Door(int port, Takes takes) {
        this(plain(port), HttpClient.newBuilder(), takes);
    }

    /** The same over TLS, for callers that show a certificate. */
    Door(int port, SSLContext tls, Takes takes) {
        this(secure(port, tls), HttpClient.newBuilder().sslContext(tls), takes);
    }

    private Door(HttpServer server, HttpClient.Builder client, Takes takes) {
        this.server = server;
        this.client = client.version(HttpClient.Version.HTTP_1_1).build();
        server.createContext("/", exchange -> answer(exchange, takes));
        server.setExecutor(threads);
        server.start();
    }

    /** One that calls with this certificate, and takes nothing that anybody knows of. */
    static Door callingWith(SSLContext tls) {
        return new Door(
                plain(0), HttpClient.newBuilder().sslContext(tls), came -> new Said(404, "text/plain", "nothing"));
    }

    private static HttpServer plain(int port) {
        try {
            return HttpServer.create(at(port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer secure(int port, SSLContext tls) {
        try {
            HttpsServer server = HttpsServer.create(at(port), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters all = getSSLContext().getDefaultSSLParameters();
                    all.setNeedClientAuth(true);
                    parameters.setSSLParameters(all);
                }
            });
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    private static String caller(HttpExchange exchange) throws IOException {
        return exchange instanceof HttpsExchange secure
                ? secure.getSSLSession().getPeerPrincipal().getName()
                : "";
    }

    private static void answer(HttpExchange exchange, Takes takes) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
            Map<String, String> fields = new LinkedHashMap<>();
            addFields(fields, exchange.getRequestURI().getRawQuery());
            if (headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")) {
                addFields(fields, new String(body, StandardCharsets.UTF_8));
            }
            Said said = takes.take(new Came(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    headers,
                    fields,
                    body,
                    caller(exchange)));
            if (said == UNHEARD) {
                return;
            }
            byte[] octets = said.text()
                    .getBytes(
                            said.contentType().endsWith("charset=GBK")
                                    ? Charset.forName("GBK")
                                    : StandardCharsets.UTF_8);
            said.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", said.contentType());
            exchange.sendResponseHeaders(said.status(), octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private static void addFields(Map<String, String> fields, String text) {
        if (text == null) {
            return;
        }
        for (String pair : text.split("&")) {
            int is = pair.indexOf('=');
            if (is > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, is), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(is + 1), StandardCharsets.UTF_8));
            }
        }
    }

    /** Posts, and gives back what was answered. */
    Said post(String url, Map<String, String> headers, String body, Charset charset) {
        return send("POST", url, headers, body, charset);
    }

    private Said send(String method, String url, Map<String, String> headers, String body, Charset charset) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = client.send(
                    request.method(method, HttpRequest.BodyPublishers.ofString(body, charset))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> answered = new TreeMap<>();
            response.headers().map().forEach((name, values) -> answered.put(name.toLowerCase(), values.get(0)));
            return new Said(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    answered,
                    new String(response.body(), charset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Posts, and hears nothing of what came of it.
     *
     * @throws IllegalStateException if an answer came within this time
     */
    void postUnheard(String url, Map<String, String> headers, String body, Charset charset, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(patience);
        headers.forEach(request::header);
        try {
            client.send(
                    request.POST(HttpRequest.BodyPublishers.ofString(body, charset))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            throw new IllegalStateException("an answer came");
        } catch (HttpTimeoutException asExpected) {
            // Whether it was taken is not known here.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Said postForm(String url, Map<String, String> fields) {
        return sendForm("POST", url, fields);
    }

    Said putForm(String url, Map<String, String> fields) {
        return sendForm("PUT", url, fields);
    }

    /** Gets what lies there, with these fields in the query. */
    Said get(String url, Map<String, String> fields) {
        return send("GET", url + "?" + encoded(fields), Map.of(), "", StandardCharsets.UTF_8);
    }

    private Said sendForm(String method, String url, Map<String, String> fields) {
        return send(
                method,
                url,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                encoded(fields),
                StandardCharsets.UTF_8);
    }

    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> URLEncoder.encode(one.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
