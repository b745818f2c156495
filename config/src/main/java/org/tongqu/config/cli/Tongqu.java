package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
            Apply.class,
            Rollback.class,
            Send.class,
            Trace.class,
            Keygen.class,
            Demo.class,
            DemoParties.class
        })
public final class Tongqu {
    private Tongqu() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = new CommandLine(new Tongqu())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    String message = failure.getMessage();
                    err.println(
                            "tongqu: " + (message == null ? failure.getClass().getName() : message));
                    return 1;
                })
                .execute(arguments);
        System.exit(code);
    }
}
