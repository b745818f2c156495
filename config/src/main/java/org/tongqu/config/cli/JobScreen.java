package org.tongqu.config.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Orders jobs and shows them to a person at a terminal. */
final class JobScreen {
    private final AdminClient gateway;
    private final PrintWriter out;

    JobScreen(AdminClient gateway, PrintWriter out) {
        this.gateway = gateway;
        this.out = out;
    }

    /** Shows what the order would be about; if it is meant, orders it and follows it to its end. The exit code. */
    int order(JobOptions options, String kind) throws IOException, InterruptedException {
        AdminClient.Reply preview = gateway.post("/admin/v1/jobs/preview", options.order(kind));
        if (preview.status() != 200) {
            return refused(preview);
        }
        preview(preview.body());
        if (!options.isMeant()) {
            out.println("这只是预览，加 --yes 执行 / this was a preview, add --yes to do it");
            return ExitCode.DONE;
        }
        AdminClient.Reply ordered = gateway.post("/admin/v1/jobs", options.order(kind));
        if (ordered.status() != 200) {
            return refused(ordered);
        }
        String job = text(ordered.body(), "job");
        out.printf("作业 job %s%n", job);
        return follow(job);
    }

    /** Prints how far a job is, once a second, until it ends or is paused. */
    private int follow(String job) throws IOException, InterruptedException {
        while (true) {
            AdminClient.Reply reply = gateway.get("/admin/v1/jobs/" + job);
            if (reply.status() != 200) {
                return refused(reply);
            }
            progress(reply.body());
            String state = text(reply.body(), "state");
            if (!state.equals("RUNNING")) {
                return state.equals("DONE") ? ExitCode.DONE : ExitCode.REFUSED;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** Says that the gateway refused. */
    int refused(AdminClient.Reply reply) {
        out.println(
                "tongqu: " + reply.status() + " " + reply.body().path("title").asString(""));
        return ExitCode.REFUSED;
    }

    private void preview(JsonNode preview) {
        out.printf("%d 件投递 deliveries%n", preview.required("count").longValue());
        for (JsonNode group : preview.required("groups")) {
            out.printf(
                    "  %6d  %-28s %-8s %s%n",
                    group.required("count").longValue(),
                    text(group, "lane"),
                    text(group, "state"),
                    group.path("code").asString(""));
        }
    }

    /** One line: how far a job is. */
    void progress(JsonNode job) {
        out.printf(
                "%s  %-9s %d/%d  完成 done %d  跳过 skipped %d%n",
                text(job, "job"),
                text(job, "state"),
                job.required("done").longValue() + job.required("skipped").longValue(),
                job.required("total").longValue(),
                job.required("done").longValue(),
                job.required("skipped").longValue());
    }

    /** A job with who ordered it and why. */
    void job(JsonNode job) {
        progress(job);
        out.printf(
                "    %s  %s  %s “%s”%n",
                Instant.parse(text(job, "createdAt")), text(job, "kind"), text(job, "who"), text(job, "reason"));
    }

    /** What a job did to one delivery. */
    void item(JsonNode item) {
        out.printf(
                "%6d  %-8s %-8s → %-9s %s  %s/%s → %s%n",
                item.required("number").longValue(),
                item.path("result").asString("-"),
                item.path("found").asString("-"),
                text(item, "now"),
                text(item, "delivery"),
                text(item, "sender"),
                text(item, "id"),
                text(item, "lane"));
    }

    private static String text(JsonNode node, String member) {
        return node.required(member).stringValue();
    }
}
