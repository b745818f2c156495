package org.tongqu.config.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import org.tongqu.config.demo.Rehearsal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a gateway once from start to end, for the build: the JVM notes down what a start needs. */
@Command(
        name = "rehearse",
        hidden = true,
        description = "run a gateway once from start to end, for the archive of a fast start",
        mixinStandardHelpOptions = true)
final class Rehearse implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "a directory for it, emptied first")
    private Path data = Path.of("");

    @Override
    public Integer call() throws Exception {
        JvmGuards.set();
        FileSystemUtils.deleteRecursively(data);
        new Rehearsal(data.toAbsolutePath(), Clock.systemUTC()).run();
        return ExitCode.DONE;
    }
}
