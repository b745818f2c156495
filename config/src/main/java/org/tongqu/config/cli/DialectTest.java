package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tongqu.config.dialect.DialectSamples;
import org.tongqu.config.dialect.InvalidDialect;
import org.tongqu.config.dialect.SampleReport;
import org.tongqu.config.dialect.Share;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the samples of dialects; what no sample goes through counts as failed. */
@Command(
        name = "test",
        description = "运行方言样例，未覆盖的行视为失败 · run the samples of dialects; a line that no sample goes through is a failure",
        mixinStandardHelpOptions = true)
final class DialectTest implements Callable<Integer> {
    @Mixin
    private Dialects dialects = new Dialects();

    @Parameters(arity = "0..*", paramLabel = "FAMILY", description = "方言 · which")
    private List<String> families = new ArrayList<>();

    @Option(names = "--all", description = "全部方言 · all of them")
    private boolean all;

    @Option(names = "--json", description = "最后一行输出 JSON · the last line is JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> chosen = all ? dialects.families() : families;
        if (chosen.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "写方言名或 --all / name dialects, or --all");
        }
        List<SampleReport> reports = new ArrayList<>();
        int unreadable = 0;
        for (String family : chosen) {
            try {
                SampleReport report =
                        new DialectSamples(dialects.read(family), dialects.folder(family), Schemas.shipped()).run();
                reports.add(report);
                print(out, report);
            } catch (InvalidDialect invalid) {
                unreadable++;
                invalid.problems().forEach(problem -> out.println(family + "/" + problem));
            }
        }
        if (json) {
            out.println(summary(reports, unreadable));
        }
        boolean whole = unreadable == 0 && reports.stream().allMatch(SampleReport::isWhole);
        return whole ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static void print(PrintWriter out, SampleReport report) {
        out.printf(
                "%s: %d 个样例 samples, %d 个失败 failed; 字段行 field rows %d/%d, 代码行 codes %d/%d, 应答规则 answers %d/%d%n",
                report.family(),
                report.samples(),
                report.failures().size(),
                report.fields().covered(),
                report.fields().all(),
                report.codes().covered(),
                report.codes().all(),
                report.outcomes().covered(),
                report.outcomes().all());
        report.failures().forEach(failure -> out.println("  " + failure));
        for (Share share : List.of(report.fields(), report.codes(), report.outcomes())) {
            share.missed().forEach(line -> out.println("  没有样例经过 / no sample goes through " + line));
        }
    }

    private static String summary(List<SampleReport> reports, int unreadable) {
        Share fields = reports.stream().map(SampleReport::fields).reduce(Share.NONE, Share::plus);
        Share codes = reports.stream().map(SampleReport::codes).reduce(Share.NONE, Share::plus);
        Share outcomes = reports.stream().map(SampleReport::outcomes).reduce(Share.NONE, Share::plus);
        return StrictJson.writeText(StrictJson.object()
                .put("families", reports.size() + unreadable)
                .put("samples", reports.stream().mapToInt(SampleReport::samples).sum())
                .put(
                        "failed",
                        unreadable
                                + reports.stream().mapToInt(DialectTest::failed).sum())
                .put("fields_covered", rounded(fields))
                .put("codes_covered", rounded(codes))
                .put("outcomes_covered", rounded(outcomes)));
    }

    /** What no sample goes through is a failure like a sample that fails. */
    private static int failed(SampleReport report) {
        return report.failures().size()
                + Stream.of(report.fields(), report.codes(), report.outcomes())
                        .mapToInt(share -> share.missed().size())
                        .sum();
    }

    /** Rounded down, so that 1 is all of them. */
    private static BigDecimal rounded(Share share) {
        return BigDecimal.valueOf(share.value()).setScale(3, RoundingMode.DOWN).stripTrailingZeros();
    }
}
