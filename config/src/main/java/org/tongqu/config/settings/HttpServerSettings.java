package org.tongqu.config.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.tongqu.adapters.rest.ClearPasswords;
import org.tongqu.adapters.rest.PublicAddress;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Limits;

/** Where the HTTP server listens and what bounds the requests it takes. */
public final class HttpServerSettings {
    private final ServletWebServerApplicationContext context;
    private final Sites sites;
    private final ClearPasswords passwords;
    private final PublicAddress address;

    /**
     * Of the server of this application.
     *
     * @param context has the server, once it is started
     * @param sites the site in force, which bounds bodies
     * @param passwords from where they come without TLS
     * @param address where parties find it
     */
    public HttpServerSettings(
            ServletWebServerApplicationContext context, Sites sites, ClearPasswords passwords, PublicAddress address) {
        this.context = context;
        this.sites = sites;
        this.passwords = passwords;
        this.address = address;
    }

    /** At the parties' port, by name. */
    public SortedMap<String, String> parties() {
        SortedMap<String, String> settings = of(server().getTomcat().getConnector());
        Limits limits = sites.current().limits();
        put(
                settings,
                "clear-passwords-from",
                passwords.from().stream()
                        .map(InetAddress::getHostAddress)
                        .sorted()
                        .collect(Collectors.joining(" ", "loopback ", ""))
                        .strip());
        put(settings, "public-address", address.base().isEmpty() ? "as asked" : address.base());
        put(settings, "max-record-bytes", limits.maxRecordSize());
        put(settings, "max-batch-bytes", limits.maxBatchSize());
        put(settings, "max-material-bytes", limits.maxMaterialSize());
        put(settings, "max-unreferenced-material-bytes", limits.maxUnreferencedMaterials());
        return settings;
    }

    /** At the operators' port, by name. */
    public SortedMap<String, String> operators() {
        return additional(false);
    }

    /** At the port where parties come over TLS, by name; empty if there is none. */
    public SortedMap<String, String> tls() {
        return additional(true);
    }

    private SortedMap<String, String> additional(boolean isSecure) {
        Connector parties = server().getTomcat().getConnector();
        return Arrays.stream(server().getTomcat().getService().findConnectors())
                .filter(connector -> !connector.equals(parties) && connector.getSecure() == isSecure)
                .findFirst()
                .map(HttpServerSettings::of)
                .orElseGet(TreeMap::new);
    }

    private TomcatWebServer server() {
        if (context.getWebServer() instanceof TomcatWebServer server) {
            return server;
        }
        throw new IllegalStateException("the HTTP server is not started");
    }

    private static SortedMap<String, String> of(Connector connector) {
        SortedMap<String, String> settings = new TreeMap<>();
        put(settings, "port", connector.getLocalPort());
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            put(settings, "address", http.getAddress().getHostAddress());
            put(settings, "max-header-bytes", http.getMaxHttpRequestHeaderSize());
            put(settings, "read-timeout-millis", http.getConnectionTimeout());
            put(settings, "body-read-timeout-as-read-timeout", http.getDisableUploadTimeout());
            put(settings, "keep-alive-timeout-millis", http.getKeepAliveTimeout());
            put(settings, "max-connections", http.getMaxConnections());
            put(settings, "max-swallow-bytes", http.getMaxSwallowSize());
            put(settings, "continue-at", http.getContinueResponseTiming());
            put(settings, "max-threads", http.getMaxThreads());
            for (SSLHostConfig tls : http.findSslHostConfigs()) {
                put(settings, "protocols", String.join(" ", new TreeSet<>(tls.getProtocols())));
                put(settings, "client-certificates", tls.getCertificateVerification());
            }
        }
        return settings;
    }

    private static void put(SortedMap<String, String> settings, String name, Object value) {
        settings.put(name, String.valueOf(value));
    }
}
