package org.tongqu.config.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.config.dialect.InvalidDialect;
import org.tongqu.config.dialect.UntakenFields;
import org.tongqu.config.dialect.UntouchedFiles;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a message becomes, field by field, with the line that made each value. Sends nothing. */
@Command(
        name = "try",
        description = "试译一条报文：逐字段列出结果及所用规则，不发送 · what a message becomes, field by field, and by which rule;"
                + " nothing is sent",
        mixinStandardHelpOptions = true)
final class DialectTry implements Callable<Integer> {
    @Mixin
    private Dialects dialects = new Dialects();

    @Parameters(index = "0", paramLabel = "FAMILY", description = "方言 · which dialect")
    private String family = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "报文；- 为标准输入 · the message; - for standard input")
    private Path file = Path.of("");

    private static final UntouchedFiles FILES = new UntouchedFiles();

    @Option(
            names = "--message",
            paramLabel = "NAME",
            description = "对方接口名；不写则自动识别 · the partner's call; recognised if left out")
    private @Nullable String message;

    /** What the file is, at most one of these; without any a message of the partner's. */
    static final class Meant {
        @Option(
                names = "--from",
                paramLabel = "TYPE",
                description = "文件是该类型记录的 data，译为对方报文 · the file is the data of a record of this type, to be put into"
                        + " the partner's words")
        private @Nullable String from;

        @Option(
                names = "--question",
                paramLabel = "TYPE",
                description = "文件是该类型的查询 {\"purpose\":…,\"data\":{…}}，译为对方报文 · the file is a question of this type,"
                        + " to be put into the partner's words")
        private @Nullable String question;

        @Option(
                names = "--answer",
                paramLabel = "CALL",
                description = "文件是对方对该接口查询的回答，译为我方结果 · the file is what the partner answers to a question by"
                        + " this call: what the results become")
        private @Nullable String answer;

        @Option(
                names = "--asked",
                paramLabel = "CALL",
                description = "文件是对方以该接口提出的查询，译为我方查询 · the file is what the partner asks us by this call: what the"
                        + " question becomes")
        private @Nullable String asked;

        @Option(
                names = "--results",
                paramLabel = "CALL",
                description = "文件是我方结果的列表 [{…}]，译为对方该接口听到的回答 · the file is a list of our results: what the partner"
                        + " that asked by this call is told")
        private @Nullable String results;
    }

    @ArgGroup
    private Meant meant = new Meant();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InvalidDialect, IOException {
        Dialect dialect = dialects.read(family);
        try {
            if (meant.from != null) {
                return toTheirs(dialect, RecordType.parse(meant.from));
            }
            QuestionScreen questions = new QuestionScreen(dialect, out());
            if (meant.question != null) {
                return questions.asked(RecordType.parse(meant.question), parsed(), message);
            }
            if (meant.asked != null) {
                return questions.heard(meant.asked, octets());
            }
            if (meant.results != null) {
                return questions.told(meant.results, parsed());
            }
            return meant.answer != null ? questions.answered(meant.answer, octets()) : toOurs(dialect);
        } catch (Untranslatable refused) {
            explained(refused);
            return ExitCode.REFUSED;
        }
    }

    private void explained(FieldTable table, JsonNode tree) {
        out().println(table.message());
        try {
            table.toOurs(tree, FILES, Trace.NONE);
        } catch (Untranslatable refused) {
            explained(refused);
        }
    }

    private void explained(Untranslatable refused) {
        refused.errors().forEach(error -> out().printf(
                        "✗ %s  %s  %s · %s%n", error.pointer(), error.rule(), error.zh(), error.en()));
    }

    private int toOurs(Dialect dialect) throws Untranslatable, IOException {
        JsonNode tree = dialect.format().read(dialect.decode(octets()));
        List<FieldTable> tables =
                dialect.recognising(tree).stream().filter(this::isMeant).toList();
        if (tables.isEmpty()) {
            out().println("没有接口能读这条报文 / no call of this dialect reads this message:");
            dialect.tables().stream().filter(this::isMeant).forEach(table -> explained(table, tree));
            return ExitCode.REFUSED;
        }
        int code = ExitCode.DONE;
        for (FieldTable table : tables) {
            out().printf("%s → %s%n", table.message(), table.type());
            ObjectNode data = table.toOurs(tree, FILES, new RowScreen(out()));
            if (table.isPart()) {
                out().println("  … 合为一条的接口 · together with what comes by "
                        + dialect.aggregations().values().stream()
                                .filter(whole -> whole.parts().contains(table))
                                .flatMap(whole -> whole.calls().stream())
                                .collect(Collectors.joining(", ")));
            } else {
                code = Math.max(code, judged(table.type(), data));
            }
            UntakenFields.of(table, tree).forEach(field -> out().println(UntakenFields.shown(field)));
            out().println(StrictJson.writeText(data));
        }
        return code;
    }

    private int toTheirs(Dialect dialect, RecordType type) throws Untranslatable, IOException {
        JsonNode data = parsed();
        if (judged(type, data) != ExitCode.DONE) {
            return ExitCode.REFUSED;
        }
        List<FieldTable> tables =
                dialect.tables(type).stream().filter(this::isMeant).toList();
        if (tables.isEmpty()) {
            out().printf("该方言没有 %s / this dialect has no table for it%n", type);
            return ExitCode.REFUSED;
        }
        for (FieldTable table : tables) {
            out().printf("%s → %s%n", table.type(), table.message());
            String text = dialect.format().write(table.toTheirs(data, Telling.SAMPLE, FILES, new RowScreen(out())));
            dialect.encode(text);
            out().println(text);
        }
        return ExitCode.DONE;
    }

    private JsonNode parsed() throws IOException {
        try {
            return StrictJson.parse(octets());
        } catch (MalformedJson malformed) {
            throw new IllegalArgumentException("不是合格的 JSON / no strict JSON: " + malformed.rule() + ", "
                    + malformed.line() + ":" + malformed.column());
        }
    }

    private byte[] octets() throws IOException {
        return file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
    }

    private boolean isMeant(FieldTable table) {
        return message == null || message.equals(table.message());
    }

    private int judged(RecordType type, JsonNode data) {
        List<String> violations = new ArrayList<>();
        Schemas.shipped()
                .find(type.toString())
                .ifPresentOrElse(
                        schema -> schema.validate(data)
                                .forEach(violation -> violations.add(QuestionScreen.shown(violation))),
                        () -> violations.add(type + "  没有这种记录 · there is no such type"));
        violations.forEach(violation -> out().println("✗ " + violation));
        return violations.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
