package org.tongqu.config;

import jakarta.servlet.Servlet;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.tongqu.adapters.files.FolderChannel;
import org.tongqu.adapters.files.FolderPickUp;
import org.tongqu.adapters.files.FolderReplies;
import org.tongqu.adapters.files.Places;
import org.tongqu.adapters.files.Spool;
import org.tongqu.adapters.frontdb.Drivers;
import org.tongqu.adapters.frontdb.FrontDatabaseChannel;
import org.tongqu.adapters.frontdb.FrontDatabaseFiles;
import org.tongqu.adapters.frontdb.FrontDatabasePickUp;
import org.tongqu.adapters.frontdb.FrontDatabases;
import org.tongqu.adapters.push.HttpPartnerFiles;
import org.tongqu.adapters.push.RestPush;
import org.tongqu.adapters.rest.ClearPasswords;
import org.tongqu.adapters.rest.PublicAddress;
import org.tongqu.adapters.soap.SoapDoor;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.embedded.Workers;
import org.tongqu.config.server.Broker;
import org.tongqu.config.server.Database;
import org.tongqu.config.site.SiteSettings;
import org.tongqu.config.watch.ClockWatch;
import org.tongqu.config.watch.DiskWatch;
import org.tongqu.config.watch.Intakes;
import org.tongqu.config.watch.SteadyClock;
import org.tongqu.console.AdminToken;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.FileNames;
import org.tongqu.record.port.LeftFiles;
import org.tongqu.record.port.Sites;
import org.tongqu.security.key.PrivateFile;
import org.tongqu.security.tls.TlsIdentity;
import org.tongqu.security.tls.TlsTrust;

/** How others come in, and how the gateway goes out to them. */
@Configuration(proxyBeanMethods = false)
class DoorsRoom {
    static final String AT_FIRST_READ = "onRead";

    private static final int TOKEN_OCTETS = 32;
    private static final String DRIVERS = "lib";
    private static final String SPOOL = "spool";
    private static final int DATABASE_THREADS = 16;
    private static final int FOLDER_THREADS = 8;
    private static final Duration FILE_MAY_TAKE = Duration.ofSeconds(30);

    @Bean
    TlsTrust partnersServers(GatewayOptions options) {
        return new TlsTrust(options.versions().loaded().settings().servers());
    }

    @Bean
    RestPush restPush(TlsTrust servers, Clock clock, SecureRandom random) {
        return new RestPush(
                certificate -> servers.client(certificate == null ? null : clientIdentity(certificate)),
                RestPush.DEFAULT_CONNECT_TIMEOUT,
                clock,
                random);
    }

    private static TlsIdentity clientIdentity(String pem) {
        try {
            return TlsIdentity.ofPem(pem);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalStateException(
                    "the client certificate cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /** Drivers that vendors do not let others pass on lie in {@code lib/} of the data directory. */
    @Bean
    FrontDatabases frontDatabases(GatewayOptions options, ScheduledExecutorService scheduler) {
        return new FrontDatabases(new Drivers(options.path(DRIVERS)), scheduler);
    }

    @Bean
    FrontDatabasePickUp frontDatabasePickUp(FrontDatabases databases, SteadyClock clock) {
        return new FrontDatabasePickUp(databases, clock);
    }

    /** Waits for databases on threads of its own, which no other channel needs. */
    @Bean
    FrontDatabaseChannel frontDatabaseChannel(FrontDatabases databases, RestPush others) {
        return new FrontDatabaseChannel(databases, others, threads(DATABASE_THREADS, "tongqu-frontdb"));
    }

    private static ThreadPoolExecutor threads(int most, String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Workers.named(name));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Bean
    Places places() {
        return new Places();
    }

    /** What is half read lies in {@code spool/} of the data directory. */
    @Bean
    FolderPickUp folderPickUp(
            GatewayOptions options,
            Places places,
            Digests digests,
            FileNames names,
            SecureRandom random,
            SteadyClock clock) {
        return new FolderPickUp(places, new Spool(options.path(SPOOL), digests, random), digests, names, clock);
    }

    /** The way out for all lanes; waits for folders on threads of its own. */
    @Bean
    @Primary
    FolderChannel folderChannel(Places places, Digests digests, LeftFiles left, FrontDatabaseChannel others) {
        return new FolderChannel(places, digests, left, others, threads(FOLDER_THREADS, "tongqu-folders"));
    }

    @Bean
    FolderReplies folderReplies(Places places, LeftFiles left, Digests digests, SteadyClock clock) {
        return new FolderReplies(places, left, digests, clock);
    }

    @Bean
    FrontDatabaseFiles partnerFiles(Sites sites, TlsTrust servers, FrontDatabases databases) {
        return new FrontDatabaseFiles(
                databases,
                sites,
                new HttpPartnerFiles(sites, servers.client(null), FILE_MAY_TAKE, InetAddress::getAllByName));
    }

    @Bean
    Intakes intakeGate(DiskWatch disk, Database database, Broker broker, ClockWatch clock) {
        return new Intakes(disk, database, broker, clock);
    }

    @Bean
    ClearPasswords clearPasswords(GatewayOptions options) {
        return new ClearPasswords(
                options.versions().loaded().settings().listen().clearPasswordsFrom());
    }

    @Bean
    PublicAddress publicAddress(GatewayOptions options) {
        return new PublicAddress(options.versions().loaded().settings().listen().publicAddress());
    }

    @Bean
    AdminToken adminToken(GatewayOptions options, SecureRandom random) {
        return new AdminToken(HexFormat.of()
                .formatHex(PrivateFile.openOrCreateSecret(options.path("admin-token"), TOKEN_OCTETS, random)));
    }

    /**
     * A second way into the same server, for operators: always on loopback, with few threads of its own. Its port is left in
     * {@code admin-port} of the data directory, for the command line.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> adminConnector(GatewayOptions options) {
        int port = options.versions().loaded().settings().listen().adminPort();
        PrivateFile.replace(options.path("admin-port"), Integer.toString(port).getBytes(StandardCharsets.US_ASCII));
        return server -> {
            Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
            connector.setPort(port);
            connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setMaxThreads(8);
                http.setMinSpareThreads(1);
                http.setConnectionTimeout(20_000);
                http.setMaxHttpRequestHeaderSize(8 * 1024);
            }
            server.addAdditionalConnectors(connector);
        };
    }

    /** Who asks with {@code Expect: 100-continue} hears a refusal in the place of it, and need not send the body at all. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> refusalsBeforeBodies() {
        return server -> server.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setContinueResponseTiming(AT_FIRST_READ);
            }
        });
    }

    /** A third way, for parties that come over TLS; bounded as the first. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tlsConnector(
            GatewayOptions options, TomcatServerProperties bounds, ServerProperties all) throws StartRefused {
        SiteSettings.Listen listen = options.versions().loaded().settings().listen();
        SiteSettings.Tls tls = listen.tls();
        if (tls == null) {
            return server -> {};
        }
        TlsDoor door = TlsDoor.of(tls);
        return server -> server.addAdditionalConnectors(door.connector(listen.address(), bounds, all));
    }

    @Bean
    ServletRegistrationBean<Servlet> soapMapping() {
        ServletRegistrationBean<Servlet> mapping = new ServletRegistrationBean<>(SoapDoor.servlet(), SoapDoor.MAPPING);
        mapping.setInitParameters(SoapDoor.PARAMETERS);
        return mapping;
    }

    @Bean
    PortFilter portFilter(GatewayOptions options) {
        return new PortFilter(options.versions().loaded().settings().listen().adminPort());
    }

    @Bean
    OperatorBodyFilter operatorBodyFilter(GatewayOptions options) {
        return new OperatorBodyFilter(
                options.versions().loaded().settings().listen().adminPort());
    }
}
