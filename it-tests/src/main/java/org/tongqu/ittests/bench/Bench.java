package org.tongqu.ittests.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tongqu bench}: exits with 0 only if sink, ledger and verified receipts agree and all was durable. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure throughput, latency and CPU per record. 测量吞吐量、时延和每条记录的 CPU 时间。")
public final class Bench implements Callable<Integer> {
    private static final Map<String, Integer> SIZES = Map.of("2k", 2_048, "10k", 10_240, "100k", 102_400);

    @Option(names = "--size", defaultValue = "2k", description = "2k, 10k or 100k; default 2k. 记录大小")
    private String size = "";

    @Option(names = "--seconds", defaultValue = "60", description = "length of the window; default 60. 测量时长（秒）")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "60", description = "seconds before it; default 60. 预热时长（秒）")
    private int warmup;

    @Option(names = "--senders", defaultValue = "32", description = "connections in a closed loop; default 32. 并发连接数")
    private int senders;

    @Option(names = "--mode", defaultValue = "single", description = "single: one record per request. 单条提交")
    private String mode = "";

    @Option(names = "--json", description = "the last line of the output is the result as JSON. 最后一行输出 JSON")
    private boolean json;

    @Option(
            names = "--folder",
            defaultValue = "data/bench",
            description =
                    "where keys, data and logs of a run are made, and removed if it succeeds; on a disk; default data/bench. 工作目录")
    private Path folder = Path.of("data/bench");

    @Option(
            names = "--gateway-option",
            defaultValue = "-Xmx1g",
            description = "option of the gateway's JVM, may be repeated; default -Xmx1g. 网关 JVM 选项")
    private List<String> gatewayOptions = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException {
        Integer bytes = SIZES.get(size);
        if (bytes == null || !mode.equals("single") || seconds < 1 || warmup < 0 || senders < 1) {
            progress("--size is 2k, 10k or 100k; --mode is single; times and senders are positive");
            return 2;
        }
        Files.createDirectories(folder);
        Path run = Files.createTempDirectory(folder.toAbsolutePath(), "run-");
        try {
            Figures figures = new Measurement(
                            new Measurement.Plan(
                                    size,
                                    bytes,
                                    Duration.ofSeconds(warmup),
                                    Duration.ofSeconds(seconds),
                                    senders,
                                    gatewayOptions,
                                    run),
                            this::progress)
                    .run();
            progress(figures.text());
            if (json) {
                commandLine().getOut().println(figures.json());
            }
            remove(run);
            return 0;
        } catch (Measurement.Dishonest e) {
            progress("no figures: " + e.getMessage() + "; log and data are in " + run);
            return 1;
        }
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine();
    }

    private void progress(String line) {
        PrintWriter err = commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
