package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.tongqu.record.schema.CodeTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows the way of the records of a business key as a tree: records, deliveries, what happened to each. */
@Command(
        name = "trace",
        description = "按业务编号查看流转 · where the records of a business key are, and what happened to them",
        mixinStandardHelpOptions = true)
final class Trace implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Parameters(paramLabel = "KEY", description = "业务编号，如办件编号 · the business key, such as a case number")
    private String key = "";

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        AdminClient.Reply reply = new AdminClient(data.path())
                .get("/admin/v1/trace?subject=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
        if (reply.status() != 200) {
            out.println("tongqu: " + reply.status() + " "
                    + reply.body().path("title").asString(""));
            return ExitCode.REFUSED;
        }
        JsonNode records = reply.body().required("records");
        if (records.isEmpty()) {
            out.println("没有这个业务编号的记录 / no records of this business key");
            return ExitCode.REFUSED;
        }
        out.println(key);
        reply.body().path("lives").forEach(life -> life(out, life));
        for (int i = 0; i < records.size(); i++) {
            record(out, records.get(i), i == records.size() - 1);
        }
        return ExitCode.DONE;
    }

    /** Where the object stands: the state in words if its family has a code table of states. */
    private static void life(PrintWriter out, JsonNode life) {
        String state = text(life, "state");
        String words = CodeTables.shipped()
                .find(text(life, "family") + "State")
                .flatMap(table -> table.find(state))
                .map(entry -> entry.zh() + " " + entry.en())
                .orElse(state);
        StringBuilder facts = new StringBuilder();
        life.required("facts").forEachEntry((name, value) -> facts.append("  ")
                .append(name)
                .append(' ')
                .append(value.isString() ? value.stringValue() : value.toString()));
        out.printf(
                "状态 state  %s  %s  自 since %s%s%n",
                text(life, "subject"), words, TIME.format(Instant.parse(text(life, "changedAt"))), facts);
    }

    private static void record(PrintWriter out, JsonNode record, boolean last) {
        Instant accepted = Instant.parse(text(record, "acceptedAt"));
        out.printf(
                "%s %d. %s  来自 from %s  受理 accepted %s  (%s)%n",
                last ? "└─" : "├─",
                record.required("sequence").longValue(),
                text(record, "type"),
                text(record, "sender"),
                TIME.format(accepted),
                text(record, "id"));
        String indent = last ? "   " : "│  ";
        JsonNode deliveries = record.required("deliveries");
        if (deliveries.isEmpty()) {
            out.println(indent + "└─ 没有接收方 / nobody gets it");
        }
        for (int i = 0; i < deliveries.size(); i++) {
            delivery(out, deliveries.get(i), accepted, indent, i == deliveries.size() - 1);
        }
    }

    private static void delivery(PrintWriter out, JsonNode delivery, Instant accepted, String indent, boolean last) {
        out.printf(
                "%s%s → %s  %s%s  规则 rule %s  次数 attempts %d%s%s%n",
                indent,
                last ? "└─" : "├─",
                text(delivery, "recipient"),
                text(delivery, "state"),
                optional(delivery, "code", " "),
                text(delivery, "rule"),
                delivery.required("attempts").intValue(),
                delivery.required("receipted").booleanValue() ? "  有回执 receipted" : "",
                optional(delivery, "words", "  “") + (delivery.path("words").isString() ? "”" : ""));
        String below = indent + (last ? "      " : "│     ");
        for (JsonNode event : delivery.required("timeline")) {
            Instant at = Instant.parse(text(event, "at"));
            out.printf(
                    "%s%s  %-9s +%s%s%n",
                    below,
                    TIME.format(at),
                    text(event, "state"),
                    since(Duration.between(accepted, at)),
                    optional(event, "code", "  "));
        }
        for (JsonNode event : delivery.required("operations")) {
            out.printf(
                    "%s%s  运维 operator  %s %s  %s “%s”%n",
                    below,
                    TIME.format(Instant.parse(text(event, "at"))),
                    text(event, "kind"),
                    text(event, "result"),
                    text(event, "who"),
                    text(event, "reason"));
        }
    }

    private static String since(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 10_000) {
            return millis + " ms";
        }
        return millis < 600_000 ? millis / 1000 + " s" : millis / 60_000 + " min";
    }

    private static String text(JsonNode node, String member) {
        return node.required(member).stringValue();
    }

    private static String optional(JsonNode node, String member, String before) {
        JsonNode value = node.path(member);
        return value.isString() ? before + value.stringValue() : "";
    }
}
