package org.tongqu.config.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Offers deliveries again that were parked or whose outcome is unknown. */
@Command(
        name = "replay",
        description = "重放：再次投递 · offer deliveries again that are parked or unknown; later ones of their keys follow",
        mixinStandardHelpOptions = true)
final class Replay implements Callable<Integer> {
    /** From which bytes. */
    enum Form {
        /** Mapped and sealed anew. */
        received,
        /** As they were sent. */
        sent
    }

    @Option(
            names = "--as",
            defaultValue = "received",
            description = "received：按原件重新转换；sent：按已发字节。默认 ${DEFAULT-VALUE} · mapped anew, or the bytes that were sent")
    private Form form = Form.received;

    @Mixin
    private JobOptions which = new JobOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return new JobScreen(new AdminClient(data.path()), spec.commandLine().getOut())
                .order(which, "replay-as-" + form);
    }
}
