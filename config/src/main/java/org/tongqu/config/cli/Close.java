package org.tongqu.config.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends deliveries without sending them. */
@Command(
        name = "close",
        description = "关闭：不再投递，同一业务编号继续 · end deliveries without sending them; their keys go on",
        mixinStandardHelpOptions = true)
final class Close implements Callable<Integer> {
    @Mixin
    private JobOptions which = new JobOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return new JobScreen(new AdminClient(data.path()), spec.commandLine().getOut()).order(which, "close");
    }
}
