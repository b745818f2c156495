package org.tongqu.ittests.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.ittests.history.Checker;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.history.Plant;
import org.tongqu.ittests.history.Verdict;
import org.tongqu.ittests.nemesis.Injector;
import org.tongqu.ittests.nemesis.Nemeses;
import org.tongqu.ittests.nemesis.NodeStrike;
import org.tongqu.record.json.StrictJson;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code tongqu faults}: exits with 0 only if every injector fired and nothing was lost, altered, doubled or out of order. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "Break something again and again under load, and judge what arrived. 在负载下反复注入故障，并核对到达的记录。")
public final class Faults implements Callable<Integer> {
    private static final Duration FROZEN = Duration.ofSeconds(90);
    private static final Duration CUT = Duration.ofSeconds(60);

    @Option(
            names = "--cycles",
            defaultValue = "54",
            description = "how many strikes; default 54, two of each kind on average. 次数")
    private int cycles;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description =
                    "only these kinds, comma-separated; 'kills' for the three kills, 'patient' for those that take minutes,"
                            + " 'moments' for every named point and kills at syncs;"
                            + " default all but the patient ones. See --list. 故障种类")
    private List<String> kinds = List.of();

    @Option(
            names = "--nodes",
            description =
                    "two gateways on one database and one broker, struck once in each way that there is: killed, frozen for 90 s, cut"
                            + " off for 60 s, their broker and database too; no other kinds. 两个节点共用数据库与消息中间件")
    private boolean nodes;

    @Option(names = "--list", description = "list the kinds, and which of them cannot be used here and why. 列出故障种类")
    private boolean list;

    @Option(names = "--seed", description = "of records, strikes and pauses; default a fresh one, which is printed. 种子")
    private @Nullable Long seed;

    @Option(
            names = "--plant",
            description = "put a fault into the history, to see the verdict turn red: ${COMPLETION-CANDIDATES}. 植入错误")
    private @Nullable Plant plant;

    @Option(
            names = "--judge",
            paramLabel = "FILE",
            description = "judge a raw history of an earlier run again, and run nothing. 重新核对历史文件")
    private @Nullable Path judged;

    @Option(names = "--json", description = "the last line of the output is the result as JSON. 最后一行输出 JSON")
    private boolean json;

    @Option(
            names = "--folder",
            defaultValue = "data/faults",
            description = "where keys, data, logs and raw histories are kept; on a disk; default data/faults. 工作目录")
    private Path folder = Path.of("data/faults");

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Faults())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (list) {
            everyKind().forEach(kind -> out().println(kind.name()
                    + kind.obstacle().map(why -> "   NOT RUN: " + why).orElse("")));
            return 0;
        }
        if (cycles < 1) {
            progress("--cycles is positive");
            return 2;
        }
        return judged == null ? run() : judge(judged);
    }

    private int run() throws IOException, SQLException {
        List<String> unknown =
                kinds.stream().filter(word -> kinds(word).findAny().isEmpty()).toList();
        if (!unknown.isEmpty()) {
            progress("no such kind: " + String.join(", ", unknown) + "; --list names them");
            return 2;
        }
        long chosen = seed == null ? new SecureRandom().nextLong() : seed;
        Files.createDirectories(folder);
        Path run = Files.createTempDirectory(folder.toAbsolutePath(), "seed" + chosen + "-");
        progress("seed " + chosen + ", raw history in " + run.resolve("history.jsonl"));
        FaultPlan plan =
                FaultPlan.of(run, run.resolve("history.jsonl"), FaultPlan.chosen(kinds(), cycles, chosen), chosen);
        FaultResult result = nodes
                ? new NodesRun(plan, NodeStrike.all(FROZEN, CUT), this::progress).run()
                : new FaultRun(plan, this::progress).run();
        Verdict verdict = plant == null
                ? result.verdict()
                : new Checker(FaultRun.IN_FLIGHT).check(plant.into(History.read(plan.history())));
        result.table().forEach(this::progress);
        result.notRun().forEach((kind, why) -> progress("NOT RUN " + kind + ": " + why));
        progress("%.1f records accepted a second, outages included; drained in %d ms"
                .formatted(result.acceptedPerSecond(), result.drained().toMillis()));
        report(verdict, result.injected(), chosen, result.unfinished());
        if (verdict.parked() > 0) {
            progress(verdict.parked() + " deliveries are parked, and nobody refused them");
        }
        if (result.unfinished() > 0) {
            progress(result.unfinished() + " deliveries have not ended: " + result.deliveries());
        }
        boolean complete = result.notRun().isEmpty() || !"1".equals(System.getenv("TONGQU_REQUIRE_ALL"));
        return verdict.isValid() && result.isValid() && complete ? 0 : 1;
    }

    private List<Injector> kinds() {
        if (kinds.isEmpty()) {
            return Nemeses.all();
        }
        return kinds.stream().flatMap(Faults::kinds).distinct().toList();
    }

    private static Stream<Injector> kinds(String word) {
        return switch (word) {
            case "kills" -> Nemeses.kills().stream();
            case "patient" -> Nemeses.patient().stream();
            case "moments" -> Nemeses.moments().stream();
            default -> everyKind().filter(kind -> kind.name().equals(word));
        };
    }

    private static Stream<Injector> everyKind() {
        return Stream.concat(Nemeses.all().stream(), Nemeses.patient().stream()).distinct();
    }

    private int judge(Path file) throws IOException {
        List<Event> history = History.read(file);
        Verdict verdict = new Checker(FaultRun.IN_FLIGHT).check(plant == null ? history : plant.into(history));
        Map<String, Integer> kills = new TreeMap<>();
        history.stream()
                .filter(Event.Kill.class::isInstance)
                .forEach(kill -> kills.merge(((Event.Kill) kill).target(), 1, Integer::sum));
        report(verdict, kills, seed == null ? 0 : seed, 0);
        return verdict.isValid() ? 0 : 1;
    }

    private void report(Verdict verdict, Map<String, Integer> kills, long chosen, long unfinished) {
        verdict.findings().forEach(this::progress);
        progress(verdict.toString());
        if (json) {
            ObjectNode line = StrictJson.object()
                    .put(
                            "cycles",
                            kills.values().stream().mapToInt(Integer::intValue).sum())
                    .put("accepted", verdict.accepted())
                    .put("lost", verdict.lost())
                    .put("altered", verdict.altered())
                    .put("misrouted", verdict.misrouted() + verdict.unexpected())
                    .put("stuck", Math.max(verdict.stuck() + verdict.parked(), unfinished))
                    .put("reordered", verdict.reordered())
                    .put("duplicated", verdict.duplicated());
            ObjectNode injected = line.putObject("injected");
            new TreeMap<>(kills).forEach(injected::put);
            line.put("seed", chosen);
            out().println(StrictJson.writeText(line));
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    }

    private void progress(String line) {
        PrintWriter err =
                Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
