package org.tongqu.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.SiteSettings;
import org.tongqu.security.key.KeyFileProblem;
import org.tongqu.security.key.PrivateFile;
import org.tongqu.security.tls.TlsIdentity;
import org.tongqu.security.tls.TlsTrust;

/**
 * Where parties come over TLS: 1.3, or 1.2 with forward secrecy and authenticated encryption only. A client may show a certificate; one
 * that is not of the site's authorities gets no connection. Bounded as the parties' other port.
 */
final class TlsDoor {
    private static final String CIPHERS_OF_1_2 = String.join(
            ":",
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305");

    private final SiteSettings.Tls tls;
    private final TlsIdentity identity;

    private TlsDoor(SiteSettings.Tls tls, TlsIdentity identity) {
        this.tls = tls;
        this.identity = identity;
    }

    /** @throws StartRefused if what it shows cannot be read */
    static TlsDoor of(SiteSettings.Tls tls) throws StartRefused {
        try {
            String pem = new String(PrivateFile.read(tls.identity()), StandardCharsets.UTF_8);
            return new TlsDoor(tls, TlsIdentity.ofPem(pem));
        } catch (KeyFileProblem | IllegalArgumentException unusable) {
            throw new StartRefused(
                    "listen.tls.identity 不能使用 / listen.tls.identity cannot be used (" + tls.identity() + "): "
                            + unusable.getMessage(),
                    unusable);
        }
    }

    /**
     * The connector, not yet started.
     *
     * @param address where it listens
     * @param bounds of the parties' other port
     * @param all of the server
     */
    Connector connector(String address, TomcatServerProperties bounds, ServerProperties all) {
        Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
        connector.setPort(tls.port());
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("address", address);
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxHttpRequestHeaderSize(
                    (int) all.getMaxHttpRequestHeaderSize().toBytes());
            http.setConnectionTimeout(millis(bounds.getConnectionTimeout()));
            http.setKeepAliveTimeout(millis(bounds.getKeepAliveTimeout()));
            http.setMaxKeepAliveRequests(bounds.getMaxKeepAliveRequests());
            http.setMaxConnections(bounds.getMaxConnections());
            http.setMaxThreads(bounds.getThreads().getMax());
            http.setMinSpareThreads(1);
            http.setMaxSwallowSize((int) bounds.getMaxSwallowSize().toBytes());
            http.setContinueResponseTiming(DoorsRoom.AT_FIRST_READ);
            http.setSSLEnabled(true);
            http.addSslHostConfig(host());
        }
        return connector;
    }

    private static int millis(@Nullable Duration stated) {
        return (int) Objects.requireNonNull(stated, "application.yml states all bounds")
                .toMillis();
    }

    private SSLHostConfig host() {
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCiphers(CIPHERS_OF_1_2);
        host.setCertificateVerification(tls.clients().isEmpty() ? "none" : "optional");
        if (!tls.clients().isEmpty()) {
            host.setTrustStore(TlsTrust.toKeyStore(tls.clients()));
        }
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(identity.toKeyStore());
        certificate.setCertificateKeystorePassword("");
        certificate.setCertificateKeyPassword("");
        host.addCertificate(certificate);
        return host;
    }
}
