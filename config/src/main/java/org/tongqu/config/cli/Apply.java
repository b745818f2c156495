package org.tongqu.config.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tongqu.record.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a new version of the site in force in a running gateway. */
@Command(
        name = "apply",
        description = "使站点的新版本生效，整体替换 · put a new version of the site in force, whole or not at all",
        mixinStandardHelpOptions = true)
final class Apply implements Callable<Integer> {
    @Option(names = "--site", required = true, paramLabel = "DIR", description = "站点目录 · the site's directory")
    private Path site = Path.of("");

    @Option(names = "--who", required = true, paramLabel = "NAME", description = "操作人 · who does it, for the record")
    private String who = "";

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return SiteChange.show(
                new AdminClient(data.path())
                        .post(
                                "/admin/v1/site/apply",
                                StrictJson.object()
                                        .put("directory", site.toAbsolutePath().toString())
                                        .put("who", who)),
                spec.commandLine().getOut());
    }
}
