package org.tongqu.adapters.push;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.PartnerFiles;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Party;

/**
 * Fetches files by {@code GET} from the servers that party files name ({@code calls: files:}), and from nowhere else: whoever writes an
 * address into a message does not choose whom the gateway calls. Nor does whoever answers for a name: one that leads to this machine or
 * to its link only is not called (the look-up of the connection itself follows at once, and the virtual machine remembers names for
 * longer than that). No redirect is followed, nothing is shown that proves who asks, and the whole takes half a minute at most, however
 * slowly it trickles. At most two files of a party and eight of all come at once: who sends a message waits for them in the door.
 * Thread-safe.
 */
public final class HttpPartnerFiles implements PartnerFiles {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPartnerFiles.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int MOST = 8;
    private static final int MOST_OF_ONE = 2;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]|(?i:localhost)");

    private final Sites sites;
    private final HttpClient client;
    private final Duration longest;
    private final Names names;
    private final Semaphore all = new Semaphore(MOST);
    private final Map<PartyId, Semaphore> slotsOf = new ConcurrentHashMap<>();

    /**
     * With a client of its own.
     *
     * @param sites says who may point where
     * @param tls trust anchors of the servers
     * @param longest how long a file may take, from the request to its last octet; 30 s is usual
     * @param names looks names up as the connection will, {@link InetAddress#getAllByName(String)}
     */
    public HttpPartnerFiles(Sites sites, SSLContext tls, Duration longest, Names names) {
        this.sites = sites;
        this.longest = longest;
        this.names = names;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(tls)
                .build();
    }

    /** Where the servers are. */
    @FunctionalInterface
    public interface Names {
        /**
         * The addresses of a name.
         *
         * @throws UnknownHostException if it has none
         */
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    @Override
    public InputStream open(PartyId party, URI address) {
        URI where = URI.create(address.toASCIIString());
        requireListed(party, where);
        requireElsewhere(where.getHost());
        Semaphore slots = slotsOf.computeIfAbsent(party, one -> new Semaphore(MOST_OF_ONE));
        if (!slots.tryAcquire()) {
            throw away();
        }
        if (!all.tryAcquire()) {
            slots.release();
            throw away();
        }
        Runnable giveBack = () -> {
            all.release();
            slots.release();
        };
        try {
            return new Fetched(fetch(where), giveBack);
        } catch (RuntimeException failed) {
            giveBack.run();
            throw failed;
        }
    }

    private InputStream fetch(URI where) {
        long begun = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(where).timeout(longest).build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() == OK) {
                return endingAfter(longest.minusNanos(System.nanoTime() - begun), answer.body());
            }
            answer.body().close();
            throw answer.statusCode() / 100 == 5 ? away() : notThere(answer.statusCode());
        } catch (IOException gone) {
            throw away();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw away();
        }
    }

    /** A stream that breaks off if it takes too long: a read that waits is ended by closing it. */
    private static InputStream endingAfter(Duration left, InputStream body) {
        CompletableFuture.delayedExecutor(left.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> close(body));
        return body;
    }

    /** Gives its slots back when it is closed, once. */
    private static final class Fetched extends FilterInputStream {
        private final AtomicReference<Runnable> giveBack;

        Fetched(InputStream octets, Runnable giveBack) {
            super(octets);
            this.giveBack = new AtomicReference<>(giveBack);
        }

        @Override
        public void close() throws IOException {
            giveBack.getAndSet(() -> {}).run();
            super.close();
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException gone) {
            LOG.debug("the connection of a file was gone before it was closed");
        }
    }

    private void requireListed(PartyId party, URI where) {
        List<URI> bases = sites.current()
                .party(party)
                .map(Party::calls)
                .map(Conversation::files)
                .orElse(List.of());
        if (bases.stream().noneMatch(base -> isBelow(base, where))) {
            throw Rejection.untranslatable(
                    "file-address",
                    "该地址不在机构文件 calls: files: 所列之内",
                    "The address is not below one that the party's file lists under calls: files:.");
        }
    }

    /** What a party file says in so many words, an address or {@code localhost}, is meant. */
    private void requireElsewhere(String host) {
        if (ADDRESS.matcher(host).matches()) {
            return;
        }
        try {
            for (InetAddress one : names.addresses(host)) {
                if (one.isLoopbackAddress()
                        || one.isAnyLocalAddress()
                        || one.isLinkLocalAddress()
                        || one.isMulticastAddress()) {
                    throw Rejection.untranslatable(
                            "file-host",
                            "该地址的主机名解析到网关本机或链路本地地址，不予访问",
                            "The name of the server leads to the gateway's own machine or link, and is not called.");
                }
            }
        } catch (UnknownHostException gone) {
            throw away();
        }
    }

    private static boolean isBelow(URI base, URI where) {
        return where.getUserInfo() == null
                && where.normalize().equals(where)
                && base.getScheme().equalsIgnoreCase(String.valueOf(where.getScheme()))
                && base.getHost().equalsIgnoreCase(String.valueOf(where.getHost()))
                && base.getPort() == where.getPort()
                && String.valueOf(where.getRawPath()).startsWith(base.getRawPath())
                && !isEscaping(where.getRawPath());
    }

    /** Some servers take an encoded dot or slash for a real one. */
    private static boolean isEscaping(String rawPath) {
        String lower = rawPath.toLowerCase(Locale.ROOT);
        return lower.contains("%2e") || lower.contains("%2f") || lower.contains("%5c") || lower.contains("..");
    }

    private static Rejection notThere(int status) {
        return Rejection.untranslatable(
                "file-status", "文件取不到：HTTP " + status, "The file cannot be had: HTTP " + status + ".");
    }

    private static Rejection away() {
        return new Rejection(ProblemCode.UNAVAILABLE, "A file could not be fetched; send the message again.");
    }
}
