package org.tongqu.config.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.config.Gateway;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.InvalidSite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The gateway itself, in this process, without anybody who starts it again. For systemd and for tests. */
@Command(
        name = "serve",
        description = "在本进程运行网关，不自动重启（供 systemd）· run a gateway in this very process, for systemd",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);
    private static final long START_MAY_TAKE_SECONDS = 50;

    @Mixin
    private SiteAndStore where = new SiteAndStore();

    @Option(names = "--supervised", hidden = true, description = "end when standard input does")
    private boolean supervised;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        JvmGuards.set();
        CompletableFuture<Optional<Gateway>> starting = new CompletableFuture<>();
        // Before the start: who is asked to end meanwhile must not leave a database behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> started(starting).ifPresent(Serve::close), "stop"));
        if (supervised) {
            Supervisor.endWithParent(() -> started(starting).ifPresent(Gateway::abandon));
        }
        try {
            Gateway gateway = Gateway.start(where.site(), where.data(), Serve::endBecauseOfBroker);
            starting.complete(Optional.of(gateway));
            LOG.info(
                    "event=started port={} admin-port={}",
                    gateway.listen().port(),
                    gateway.listen().adminPort());
        } catch (StartRefused refused) {
            return refused(refused, refused.isForNow() ? ExitCode.REFUSED_FOR_NOW : ExitCode.REFUSED);
        } catch (InvalidSite refused) {
            return refused(refused, ExitCode.REFUSED);
        } finally {
            starting.complete(Optional.empty());
        }
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }

    private int refused(Exception why, int code) {
        spec.commandLine().getErr().println("tongqu: " + why.getMessage());
        return code;
    }

    /** The gateway, once its start has come to an end; empty if it did not start or takes too long to. */
    private static Optional<Gateway> started(CompletableFuture<Optional<Gateway>> starting) {
        try {
            return starting.get(START_MAY_TAKE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private static void close(Gateway gateway) {
        try {
            gateway.close();
            LOG.info("event=stopped");
        } catch (IOException | RuntimeException e) {
            LOG.error("event=stop-failed reason=\"{}\"", e.getMessage());
        }
    }

    /** Gives an orderly end fifteen seconds; a broker that hangs must not keep the process. */
    private static void endBecauseOfBroker() {
        Thread force = new Thread(
                () -> {
                    try {
                        Thread.sleep(15_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(ExitCode.BROKER_FAILED);
                },
                "end-for-sure");
        force.setDaemon(true);
        force.start();
        new Thread(() -> System.exit(ExitCode.BROKER_FAILED), "end").start();
    }
}
