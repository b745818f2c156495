package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.tongqu.record.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The codes that no code map had, as a running gateway met them. */
@Command(
        name = "unmapped",
        description = "没有对照的代码，最近的在前；补上后重放 · codes without a mapping, the latest first; add them and replay",
        mixinStandardHelpOptions = true)
final class DialectUnmapped implements Callable<Integer> {
    @Option(names = "--json", description = "按 JSON 输出 · as JSON")
    private boolean json;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        AdminClient.Reply reply = new AdminClient(data.path()).get("/admin/v1/dialects/unmapped");
        if (reply.status() != 200) {
            return new JobScreen(new AdminClient(data.path()), out).refused(reply);
        }
        if (json) {
            out.println(StrictJson.writeText(reply.body()));
            return ExitCode.DONE;
        }
        for (JsonNode one : reply.body().required("codes")) {
            out.printf(
                    "%s  %s  %s  %s/%s  %d 次 · times  %s … %s%n",
                    one.path("heard").asBoolean(false) ? "←" : "→",
                    one.path("party").asString(""),
                    one.path("family").asString(""),
                    one.path("map").asString(""),
                    one.path("code").asString(""),
                    one.path("times").asLong(0),
                    one.path("since").asString(""),
                    one.path("last").asString(""));
        }
        return ExitCode.DONE;
    }
}
