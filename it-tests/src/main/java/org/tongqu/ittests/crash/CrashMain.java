package org.tongqu.ittests.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** {@code CrashMain <folder> <kills> <seed>}: a crash run by hand; the raw history stays in the folder. */
public final class CrashMain {
    private CrashMain() {}

    /** Ends with 0 only if nothing was lost, altered, doubled or out of order. */
    public static void main(String[] args) throws IOException, SQLException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        Files.createDirectories(folder);
        CrashPlan plan = CrashPlan.of(
                Files.createTempDirectory(folder, "run-"),
                folder.resolve("history.jsonl"),
                Integer.parseInt(args[1]),
                Long.parseLong(args[2]));
        CrashResult result = new CrashRun(plan, System.err::println).run();
        System.err.println(result);
        System.exit(result.verdict().isValid() ? 0 : 1);
    }
}
