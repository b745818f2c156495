package org.tongqu.config.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Shows what a change of the site came to. */
final class SiteChange {
    private SiteChange() {}

    /** Prints it; the exit code. */
    static int show(AdminClient.Reply reply, PrintWriter out) {
        JsonNode body = reply.body();
        if (reply.status() != 200 && reply.status() != 422) {
            out.println("tongqu: " + reply.status() + " " + body.path("title").asString(""));
            return ExitCode.REFUSED;
        }
        for (JsonNode error : body.required("errors")) {
            out.println(error.stringValue());
        }
        if (reply.status() == 422) {
            out.printf(
                    "未变更，仍为版本 %1$d / nothing was changed, version %1$d stays%n",
                    body.required("version").intValue());
            return ExitCode.REFUSED;
        }
        for (JsonNode difference : body.required("differences")) {
            out.println(difference.stringValue());
        }
        out.printf(
                "版本 %1$d 已生效 / version %1$d is in force%n",
                body.required("version").intValue());
        return ExitCode.DONE;
    }
}
