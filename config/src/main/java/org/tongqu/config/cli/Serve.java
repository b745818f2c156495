package org.tongqu.config.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

    @Mixin
    private SiteAndData where = new SiteAndData();

    @Option(names = "--supervised", hidden = true, description = "end when standard input does")
    private boolean supervised;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        JvmGuards.set();
        if (supervised) {
            Supervisor.endWithParent();
        }
        Gateway gateway;
        try {
            gateway = Gateway.start(where.site(), where.data(), Serve::endBecauseOfBroker);
        } catch (StartRefused | InvalidSite refused) {
            spec.commandLine().getErr().println("tongqu: " + refused.getMessage());
            return ExitCode.REFUSED;
        }
        LOG.info(
                "event=started port={} admin-port={}",
                gateway.listen().port(),
                gateway.listen().adminPort());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(gateway), "stop"));
        new CountDownLatch(1).await();
        return ExitCode.DONE;
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
