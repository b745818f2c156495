package org.tongqu.config.cli;

import java.util.concurrent.Callable;
import org.tongqu.record.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts the version before the current one in force again, as a new version. */
@Command(
        name = "rollback",
        description = "回到上一版本（作为新版本）· go back to the version before, as a new version",
        mixinStandardHelpOptions = true)
final class Rollback implements Callable<Integer> {
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
                        .post("/admin/v1/site/rollback", StrictJson.object().put("who", who)),
                spec.commandLine().getOut());
    }
}
