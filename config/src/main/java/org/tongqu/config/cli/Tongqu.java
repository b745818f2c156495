package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tongqu <command>}: 0 done, 1 refused or failed, 2 wrongly called. */
@Command(
        name = "tongqu",
        description = "通衢：跨层级政务数据共享集成网关 · integration gateway for cross-level government data sharing",
        mixinStandardHelpOptions = true,
        version = "Tongqu 0.1.0",
        subcommands = {
            Run.class,
            Serve.class,
            Check.class,
            DialectCommand.class,
            FrontdbCommand.class,
            Apply.class,
            Rollback.class,
            Send.class,
            Trace.class,
            Overdue.class,
            Queries.class,
            Replay.class,
            Close.class,
            Settle.class,
            Jobs.class,
            Keygen.class,
            Demo.class,
            DemoParties.class,
            Rehearse.class
        })
public final class Tongqu {
    private Tongqu() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments));
    }

    /** All commands, speaking here. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Tongqu())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println("tongqu: " + FailureText.of(failure));
                    return ExitCode.REFUSED;
                });
        explainExitCodes(line);
        return line;
    }

    private static void explainExitCodes(CommandLine line) {
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("退出码 exit codes:%n")
                .exitCodeList(Map.of(
                        "0", "完成 · done",
                        "1", "被拒绝或失败 · refused or failed",
                        "2", "用法错误 · wrongly called",
                        "69", "所需的服务器暂不可用 · a server that is needed is away for now"));
        line.getSubcommands().values().forEach(Tongqu::explainExitCodes);
    }
}
