package org.tongqu.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.tongqu.config.embedded.DataDirectory;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.server.OwnLedger;
import org.tongqu.config.server.Servers;
import org.tongqu.config.site.InvalidSite;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.config.site.SiteSettings.Listen;
import org.tongqu.config.version.SiteVersions;
import org.tongqu.record.schema.Schemas;

/**
 * A whole gateway in this process. Starts in this order: lock on the data directory, site, database, broker, rooms, doors;
 * stops in the opposite one: no more intake, lanes end what is under way, broker, database, lock.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final DataDirectory data;
    private final ConfigurableApplicationContext context;
    private final Listen listen;

    private Gateway(DataDirectory data, ConfigurableApplicationContext context, Listen listen) {
        this.data = data;
        this.context = context;
        this.listen = listen;
    }

    /**
     * Starts a gateway; returns when it takes records.
     *
     * @param site the site's directory
     * @param directory the data directory, made if missing
     * @param onBrokerFailure ends the process when the broker cannot go on
     * @throws StartRefused if another gateway holds the data directory, or database or broker do not come up
     * @throws InvalidSite if the site holds mistakes
     */
    public static Gateway start(Path site, Path directory, Runnable onBrokerFailure)
            throws StartRefused, InvalidSite, IOException {
        DataDirectory data = DataDirectory.lock(directory);
        try {
            CompletableFuture<Void> database = CompletableFuture.runAsync(() -> {
                if (needsOwnDatabase(site)) {
                    prepareDatabase(data);
                }
            });
            SiteVersions versions =
                    SiteVersions.open(data.root(), site, new SiteLoader(Schemas.shipped()), Clock.systemUTC());
            database.join();
            GatewayOptions options = new GatewayOptions(data, versions, onBrokerFailure);
            Listen listen = versions.loaded().settings().listen();
            ConfigurableApplicationContext context =
                    application(options, listen).run();
            var unused = CompletableFuture.runAsync(() -> versions.compareWith(site));
            int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            return new Gateway(
                    data,
                    context,
                    new Listen(
                            listen.address(),
                            port,
                            listen.adminPort(),
                            listen.tls(),
                            listen.clearPasswordsFrom(),
                            listen.publicAddress()));
        } catch (InvalidSite | IOException e) {
            data.close();
            throw e;
        } catch (RuntimeException e) {
            data.close();
            throw refused(e);
        }
    }

    /** A guess before the site is read: that it does not, wherever in doubt, which costs time only. */
    private static boolean needsOwnDatabase(Path site) {
        try (Stream<String> lines = Files.lines(site.resolve("site.yml"))) {
            return lines.noneMatch(line -> line.contains("database"));
        } catch (IOException | UncheckedIOException saidByTheLoader) {
            return false;
        }
    }

    /** The database can be made while the site is read; whoever starts it tells what is wrong with it. */
    private static void prepareDatabase(DataDirectory data) {
        try {
            new OwnLedger(data.root()).prepare(new SecureRandom());
        } catch (StartRefused | IOException later) {
            LOG.debug("the database was not made ahead", later);
        }
    }

    /** What stopped the start, without the framework's words around it. */
    private static StartRefused refused(RuntimeException e) {
        Throwable cause = e;
        while (!(cause instanceof StartRefused) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StartRefused refused
                ? refused
                : new StartRefused("网关没有启动 / the gateway did not start: " + cause.getMessage(), e);
    }

    /** Where it listens: the port that it got, if any free one was asked for. */
    public Listen listen() {
        return listen;
    }

    @Override
    public void close() throws IOException {
        context.close();
        data.close();
    }

    /** What can still be done when this process is about to be cut off: its database ends once the connections are gone. */
    public void abandon() {
        PostgresServer.endOnceAlone(data.resolve(Servers.POSTGRES));
    }

    private static SpringApplication application(GatewayOptions options, Listen listen) {
        ApplicationContextInitializer<GenericApplicationContext> handOver =
                context -> context.registerBean(GatewayOptions.class, () -> options);
        SpringApplication application = new SpringApplicationBuilder(TongquApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(Map.of(
                        "server.address", listen.address(),
                        "server.port", listen.port()))
                .build();
        application.addInitializers(handOver);
        return application;
    }
}
