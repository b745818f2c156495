package org.tongqu.config.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.tongqu.config.demo.Counterparties;
import org.tongqu.config.demo.DemoGuide;
import org.tongqu.config.demo.DemoSite;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.config.site.SiteSettings.Listen;
import org.tongqu.record.schema.Schemas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulated parties of the demo, in this process. It says what to try when all of that is there. */
@Command(
        name = "demo-parties",
        hidden = true,
        description = "the simulated parties of the demo",
        mixinStandardHelpOptions = true)
final class DemoParties implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "the demo's data directory")
    private Path data = Path.of("");

    @Option(names = "--gateway", required = true, paramLabel = "URL", description = "the gateway")
    private URI gateway = URI.create("http://127.0.0.1/");

    @Override
    public Integer call() throws Exception {
        Supervisor.endWithParent(() -> {});
        DemoSite site = new DemoSite(data);
        Listen listen = new SiteLoader(Schemas.shipped())
                .load(site.directory(), data, 1)
                .settings()
                .listen();
        try (Counterparties parties = new Counterparties(site, gateway, Clock.systemUTC(), System.out)) {
            parties.open();
            System.out.print(DemoGuide.onScreen(data, listen));
            parties.work();
            parties.await();
        }
        return ExitCode.DONE;
    }
}
