package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tongqu.config.site.InvalidSite;
import org.tongqu.config.site.LoadedSite;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.record.schema.Schemas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a site offline. */
@Command(
        name = "check",
        description = "检查站点：一次列出全部错误 · check a site: every mistake at once, with file and line",
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "站点目录 · the site's directory")
    private Path site = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            LoadedSite loaded = new SiteLoader(Schemas.shipped()).load(site, Path.of("data/gateway"), 1);
            out.printf(
                    "%s %s · 机构 parties %d · 规则 rules %d · 没有错误 no mistakes%n",
                    loaded.site().id(),
                    loaded.site().nameZh(),
                    loaded.site().parties().size(),
                    loaded.site().rules().all().size());
            return ExitCode.DONE;
        } catch (InvalidSite invalid) {
            invalid.problems().forEach(out::println);
            out.printf("%d 处错误 mistakes%n", invalid.problems().size());
            return ExitCode.REFUSED;
        }
    }
}
