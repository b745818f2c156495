package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.ticket.TicketLimit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists the tickets that are overdue or soon will be, the earliest first: what is awaited, of whom, until when. */
@Command(
        name = "overdue",
        description = "逾期与将到期的工单 · tickets that are overdue or soon will be",
        mixinStandardHelpOptions = true)
final class Overdue implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Option(names = "--party", paramLabel = "PARTY", description = "只看这个机构的 · only those that are this party's turn")
    private String party = "";

    @Option(names = "--limit", paramLabel = "N", description = "每页至多几张，1 到 500 · how many on a page, 1 to 500")
    private int limit = 100;

    @Option(names = "--after", paramLabel = "NEXT", description = "从上一页的末尾起 · from where the last page ended")
    private String after = "";

    @Option(names = "--json", description = "按 JSON 输出 · as JSON")
    private boolean json;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        AdminClient gateway = new AdminClient(data.path());
        AdminClient.Reply reply =
                gateway.get("/admin/v1/overdue?limit=" + limit + parameter("party", party) + parameter("after", after));
        if (reply.status() != 200) {
            return new JobScreen(gateway, out).refused(reply);
        }
        if (json) {
            out.println(StrictJson.writeText(reply.body()));
            return ExitCode.DONE;
        }
        Instant now = Instant.parse(reply.body().required("at").stringValue());
        JsonNode due = reply.body().required("due");
        if (due.isEmpty()) {
            out.println("没有逾期或将到期的工单 / no ticket is overdue or soon will be");
        }
        due.forEach(one -> line(out, one, now));
        JsonNode next = reply.body().path("next");
        if (next.isString()) {
            out.println("下一页 · next page: --after " + next.stringValue());
        }
        return ExitCode.DONE;
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static void line(PrintWriter out, JsonNode due, Instant now) {
        Instant until = Instant.parse(text(due, "until"));
        List<String> of = new ArrayList<>();
        due.required("of").forEach(one -> of.add(one.stringValue()));
        out.printf(
                "%s  %s  %s  待 awaits %s  %s  截止 until %s  %s%n",
                due.required("overdue").booleanValue() ? "逾期 overdue  " : "将到期 due soon",
                text(due, "subject"),
                state(due),
                awaited(text(due, "awaited")),
                String.join(", ", of),
                TIME.format(until),
                apart(Duration.between(until, now)));
    }

    private static String state(JsonNode due) {
        String code = text(due, "state");
        return CodeTables.shipped()
                .find(text(due, "family") + "State")
                .flatMap(table -> table.find(code))
                .map(entry -> entry.zh() + " " + entry.en())
                .orElse(code);
    }

    private static String awaited(String word) {
        return TicketLimit.ofWord(word)
                .map(limit -> limit.zh() + " " + limit.en())
                .orElse(word);
    }

    /** How long it has been overdue, or has left; in whole units, rounded down. */
    private static String apart(Duration since) {
        Duration time = since.abs();
        String amount = time.toHours() >= 48
                ? time.toDays() + " d"
                : time.toMinutes() >= 120 ? time.toHours() + " h" : time.toMinutes() + " min";
        return since.isNegative() ? "剩余 left " + amount : "已逾期 for " + amount;
    }

    private static String text(JsonNode node, String member) {
        return node.required(member).stringValue();
    }
}
