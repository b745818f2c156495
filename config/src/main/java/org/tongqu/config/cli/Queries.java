package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.tongqu.record.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists the questions that were asked, the latest first, or shows the way of one: never what was asked for or answered. */
@Command(
        name = "queries",
        description = "查询：谁问了谁、何时、结果如何，不含内容 · questions: who asked whom, when, and what came of it, never the content",
        mixinStandardHelpOptions = true)
final class Queries implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Parameters(
            arity = "0..1",
            paramLabel = "PARTY/ID",
            description = "一次查询，显示每次询问；不写则列出 · one question with each attempt; without it they are listed")
    private String question = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "首次提问时间起，如 2026-03-01T00:00:00Z · first asked at or after")
    private String since = "";

    @Option(names = "--party", paramLabel = "PARTY", description = "提问方或提供方 · who asked or was asked")
    private String party = "";

    @Option(names = "--type", paramLabel = "TYPE", description = "查询类型，如 case.find · of this type")
    private String type = "";

    @Option(names = "--limit", paramLabel = "N", description = "每页至多几次，1 到 500 · how many on a page, 1 to 500")
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
        AdminClient.Reply reply = gateway.get("/admin/v1/queries" + (question.isEmpty() ? listed() : "/" + named()));
        if (reply.status() != 200) {
            return new JobScreen(gateway, out).refused(reply);
        }
        if (json) {
            out.println(StrictJson.writeText(reply.body()));
        } else if (question.isEmpty()) {
            list(out, reply.body());
        } else {
            way(out, reply.body());
        }
        return ExitCode.DONE;
    }

    private String listed() {
        return "?limit=" + limit + parameter("since", since) + parameter("party", party) + parameter("type", type)
                + parameter("after", after);
    }

    private String named() {
        String[] parts = question.split("/", 2);
        if (parts.length < 2 || parts[1].contains("/")) {
            throw new IllegalArgumentException("请写成 <机构>/<标识> / write it as <party>/<id>");
        }
        return encoded(parts[0]) + "/" + encoded(parts[1]);
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + encoded(value);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static void list(PrintWriter out, JsonNode page) {
        JsonNode queries = page.required("queries");
        if (queries.isEmpty()) {
            out.println("没有查询 / there are no questions");
        }
        queries.forEach(one -> out.printf(
                "%s  %s/%s  %s → %s  %s  次数 attempts %d%n",
                time(one, "askedAt"),
                text(one, "sender"),
                text(one, "id"),
                text(one, "type"),
                text(one, "provider"),
                outcome(one),
                one.required("attempts").intValue()));
        JsonNode next = page.path("next");
        if (next.isString()) {
            out.println("下一页 · next page: --after " + next.stringValue());
        }
    }

    private static void way(PrintWriter out, JsonNode way) {
        out.printf(
                "%s/%s  %s  业务编号 key %s%n",
                text(way, "sender"), text(way, "id"), text(way, "type"), text(way, "subject"));
        out.printf(
                "  事由 purpose “%s”  规则 rule %s  %s%s%n",
                text(way, "purpose"),
                text(way, "rule"),
                way.path("sealedBy").isString()
                        ? "签名 sealed by " + text(way, "sealedBy")
                        : "由通道认证 attested by its channel",
                way.path("dialect").isString() ? "  方言 dialect " + text(way, "dialect") : "");
        for (JsonNode attempt : way.required("way")) {
            out.printf(
                    "  %d. %s – %s  → %s  %s  站点版本 site version %d%n",
                    attempt.required("attempt").intValue(),
                    time(attempt, "beganAt"),
                    attempt.path("endedAt").isString() ? time(attempt, "endedAt") : "…",
                    text(attempt, "provider"),
                    outcome(attempt),
                    attempt.required("siteVersion").intValue());
        }
    }

    /** The state, with why or how many. */
    private static String outcome(JsonNode one) {
        String more = one.path("code").isString()
                ? " " + text(one, "code")
                : one.path("results").isIntegralNumber()
                        ? " " + one.required("results").intValue() + " 个结果 results"
                        : "";
        String word =
                switch (text(one, "state")) {
                    case "ASKED" -> "在问 asked";
                    case "ANSWERED" -> "已答 answered";
                    case "FAILED" -> "未答 failed";
                    case "ABANDONED" -> "中断 abandoned";
                    default -> text(one, "state");
                };
        return word + more;
    }

    private static String time(JsonNode node, String member) {
        return TIME.format(Instant.parse(text(node, member)));
    }

    private static String text(JsonNode node, String member) {
        return node.required(member).stringValue();
    }
}
