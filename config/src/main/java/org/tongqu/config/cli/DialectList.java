package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.config.dialect.InvalidDialect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the dialects with their calls. */
@Command(name = "list", description = "列出方言及其接口 · the dialects with their calls", mixinStandardHelpOptions = true)
final class DialectList implements Callable<Integer> {
    @Mixin
    private Dialects dialects = new Dialects();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        int code = ExitCode.DONE;
        for (String family : dialects.families()) {
            try {
                Dialect dialect = dialects.read(family);
                out.printf("%s  %s · %s%n", family, dialect.nameZh(), dialect.nameEn());
                SortedMap<String, List<FieldTable>> calls = dialect.tables().stream()
                        .collect(Collectors.groupingBy(FieldTable::message, TreeMap::new, Collectors.toList()));
                calls.forEach((call, tables) -> out.printf("    %s  %s  %s%n", call, ways(tables), types(tables)));
                dialect.queries().forEach(query -> out.printf("    %s  ?  %s%n", query.message(), query.type()));
            } catch (InvalidDialect invalid) {
                out.printf("%s%n", family);
                invalid.problems().forEach(problem -> out.println("    " + problem));
                code = ExitCode.REFUSED;
            }
        }
        return code;
    }

    /**
     * The partner's call on the left, our record on the right: {@code →} comes from the partner only, {@code ←} is told to it only; {@code
     * ?} asks it a question.
     */
    private static String ways(List<FieldTable> tables) {
        boolean isTold = tables.stream().anyMatch(table -> table.direction().writes());
        boolean comes = tables.stream().anyMatch(table -> table.arrival() != null);
        return isTold && comes ? "↔" : isTold ? "←" : "→";
    }

    private static String types(List<FieldTable> tables) {
        return tables.stream().map(table -> table.type().toString()).distinct().collect(Collectors.joining(", "));
    }
}
