package org.tongqu.config.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.tongqu.record.json.StrictJson;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows jobs and what they did, pauses, resumes and cancels them. */
@Command(
        name = "jobs",
        description = "作业：查看、暂停、继续、取消 · jobs: see, pause, resume, cancel",
        mixinStandardHelpOptions = true)
final class Jobs implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "JOB",
            description = "作业标识；不写则列出最近的 · a job's id; without it the latest are listed")
    private String job = "";

    @ArgGroup
    private Change change = new Change();

    @Option(names = "--who", paramLabel = "NAME", description = "操作人，改变作业时必填 · who does it; needed for a change")
    private String who = "";

    @Option(names = "--items", description = "逐件结果 · what it did to each delivery")
    private boolean items;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** At most one of these. */
    static final class Change {
        @Option(names = "--pause", description = "暂停 · pause it")
        private boolean pause;

        @Option(names = "--resume", description = "继续 · resume it")
        private boolean resume;

        @Option(names = "--cancel", description = "取消，已做的不撤销 · cancel it; what was done stays done")
        private boolean cancel;

        private String word() {
            return pause ? "pause" : resume ? "resume" : cancel ? "cancel" : "";
        }
    }

    @Override
    public Integer call() throws Exception {
        AdminClient gateway = new AdminClient(data.path());
        JobScreen screen = new JobScreen(gateway, spec.commandLine().getOut());
        String word = change.word();
        if (job.isBlank()) {
            return list(gateway, screen);
        }
        if (!word.isEmpty() && who.isBlank()) {
            throw new ParameterException(spec.commandLine(), "缺少 --who / --who is missing");
        }
        AdminClient.Reply reply = word.isEmpty()
                ? gateway.get("/admin/v1/jobs/" + job)
                : gateway.post(
                        "/admin/v1/jobs/" + job + "/" + word,
                        StrictJson.object().put("who", who));
        if (reply.status() != 200) {
            return screen.refused(reply);
        }
        screen.job(reply.body());
        return items ? items(gateway, screen) : ExitCode.DONE;
    }

    private static int list(AdminClient gateway, JobScreen screen) throws IOException, InterruptedException {
        AdminClient.Reply reply = gateway.get("/admin/v1/jobs");
        if (reply.status() != 200) {
            return screen.refused(reply);
        }
        for (JsonNode one : reply.body().required("jobs")) {
            screen.job(one);
        }
        return ExitCode.DONE;
    }

    private int items(AdminClient gateway, JobScreen screen) throws IOException, InterruptedException {
        long after = 0;
        while (true) {
            AdminClient.Reply reply = gateway.get("/admin/v1/jobs/" + job + "/items?after=" + after);
            if (reply.status() != 200) {
                return screen.refused(reply);
            }
            JsonNode page = reply.body().required("items");
            if (page.isEmpty()) {
                return ExitCode.DONE;
            }
            for (JsonNode item : page) {
                screen.item(item);
                after = item.required("number").longValue();
            }
        }
    }
}
