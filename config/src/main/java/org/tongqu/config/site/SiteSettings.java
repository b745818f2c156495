package org.tongqu.config.site;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.KeyId;

/**
 * What the process that serves a site needs to know besides the site: where it listens and where its secrets are.
 *
 * @param listen where it listens
 * @param privateKeys the gateway's private keys, in the order of its certificates
 * @param servers whose TLS servers are trusted, besides those that the JDK trusts
 * @param storage where and how much is kept
 * @param shared database and broker that several nodes share; null if the gateway brings its own
 */
public record SiteSettings(
        Listen listen,
        List<PrivateKeyFile> privateKeys,
        List<X509Certificate> servers,
        Storage storage,
        @Nullable Shared shared) {
    /** Copies the lists. */
    public SiteSettings {
        privateKeys = List.copyOf(privateKeys);
        servers = List.copyOf(servers);
    }

    /**
     * Where the gateway listens.
     *
     * @param address for parties; default {@code 127.0.0.1}
     * @param port for parties; default 8080, 0 for any free one
     * @param adminPort for operators, health and metrics, on the loopback address only; default 8081
     * @param tls for parties that come over TLS; null if none does, as by default
     * @param clearPasswordsFrom addresses from which passwords are taken without TLS, besides this machine's own; none by default
     * @param publicAddress where parties find the gateway, as {@code https://gateway.example}, without a slash behind; empty, as by
     *     default, where they find it as they ask
     */
    public record Listen(
            String address,
            int port,
            int adminPort,
            @Nullable Tls tls,
            Set<InetAddress> clearPasswordsFrom,
            String publicAddress) {
        /** The defaults named above. */
        public static final Listen DEFAULTS = new Listen("127.0.0.1", 8080, 8081, null, Set.of(), "");

        /** Copies the set. */
        public Listen {
            clearPasswordsFrom = Set.copyOf(clearPasswordsFrom);
        }
    }

    /**
     * Where parties come over TLS.
     *
     * @param port at the same address
     * @param identity absolute: PEM with the private key and its certificates
     * @param clients whose client certificates are let in; those of nobody if it is empty
     */
    public record Tls(int port, Path identity, List<X509Certificate> clients) {
        /** Copies the list. */
        public Tls {
            clients = List.copyOf(clients);
        }
    }

    /**
     * A private key of the gateway.
     *
     * @param kid which key; the name of the entry, if it is in a keystore
     * @param file absolute: a PKCS#12 keystore, or unencrypted PKCS#8 in PEM
     * @param password of the keystore; null if the file is PEM
     */
    public record PrivateKeyFile(KeyId kid, Path file, @Nullable SecretReference password) {}

    /**
     * What is kept, and how much room it needs.
     *
     * @param masterKey 32 hex digits, wraps the keys of what rests; null in a site that keeps it in the data directory
     * @param minFreeDisk below this the intake closes; default 256 MiB
     */
    public record Storage(@Nullable SecretReference masterKey, long minFreeDisk) {
        /** The defaults named above. */
        public static final Storage DEFAULTS = new Storage(null, 256L << 20);
    }

    /**
     * What the nodes of a site share.
     *
     * @param database a PostgreSQL
     * @param broker an Artemis
     * @param withoutBroker how long records are taken while the broker is away; default 1 h
     */
    public record Shared(Server database, Server broker, Duration withoutBroker) {
        /** The default named above. */
        public static final Duration WITHOUT_BROKER = Duration.ofHours(1);
    }

    /**
     * A server to log in at.
     *
     * @param url as its driver takes it, without a password
     * @param user the user
     * @param password the user's
     */
    public record Server(String url, String user, SecretReference password) {}

    /** Where a secret is: never the secret itself. */
    public sealed interface SecretReference {
        /**
         * In a file.
         *
         * @param path absolute
         */
        record InFile(Path path) implements SecretReference {}

        /**
         * In an environment variable.
         *
         * @param variable its name
         */
        record InEnvironment(String variable) implements SecretReference {}
    }
}
