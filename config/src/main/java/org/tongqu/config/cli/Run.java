package org.tongqu.config.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a gateway and starts it again if its broker fails or its process dies. */
@Command(
        name = "run",
        description = "运行网关，进程异常时自动重启 · run a gateway; it is started again if its process fails",
        mixinStandardHelpOptions = true)
final class Run implements Callable<Integer> {
    @Mixin
    private SiteAndStore where = new SiteAndStore();

    @Override
    public Integer call() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve", "--supervised"));
        arguments.addAll(where.arguments());
        Supervisor supervisor = new Supervisor(arguments);
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
        return supervisor.run();
    }
}
