package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongqu.record.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What a changed dialect would do otherwise with the latest real records of a running gateway. Nothing is sent. */
@Command(
        name = "diff",
        description =
                "改动后的方言会使最近的真实记录有何不同；不发送任何东西 · what a changed dialect would do otherwise with the latest real records; nothing is sent",
        mixinStandardHelpOptions = true)
final class DialectDiff implements Callable<Integer> {
    @Parameters(paramLabel = "FAMILY", description = "方言 · the dialect")
    private String family = "";

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "100",
            description = "最近多少条，1 到 1000，默认 ${DEFAULT-VALUE} · on how many of the latest, 1 to 1000")
    private int last;

    @Mixin
    private Dialects dialects = new Dialects();

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        AdminClient.Reply reply = new AdminClient(data.path())
                .post(
                        "/admin/v1/dialects/diff",
                        StrictJson.object()
                                .put(
                                        "directory",
                                        dialects.folder(family)
                                                .toAbsolutePath()
                                                .normalize()
                                                .toString())
                                .put("last", Integer.toString(last)));
        JsonNode body = reply.body();
        texts(body.path("problems")).forEach(out::println);
        for (JsonNode one : body.path("differences")) {
            out.printf(
                    "%s %s  %s → %s  %s%n",
                    one.path("way").asString("").equals("out") ? "→" : "←",
                    one.path("record").asString(""),
                    one.path("before").asString(""),
                    one.path("after").asString(""),
                    texts(one.path("fields")).collect(Collectors.joining(" ")));
        }
        if (reply.status() != 200) {
            return ExitCode.REFUSED;
        }
        out.printf(
                "%d 条中 %d 条不同 · %d of %d differ%n",
                body.path("records").asInt(0),
                body.path("differences").size(),
                body.path("differences").size(),
                body.path("records").asInt(0));
        return ExitCode.DONE;
    }

    private static Stream<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString(""));
    }
}
