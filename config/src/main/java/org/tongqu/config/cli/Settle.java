package org.tongqu.config.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends deliveries whose outcome was unknown, as arrived. */
@Command(
        name = "settle",
        description = "确认送达：结果不明而已知收到 · the outcome was unknown, and it is known now that it arrived",
        mixinStandardHelpOptions = true)
final class Settle implements Callable<Integer> {
    @Mixin
    private JobOptions which = new JobOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return new JobScreen(new AdminClient(data.path()), spec.commandLine().getOut()).order(which, "settle");
    }
}
