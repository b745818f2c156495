package org.tongqu.ittests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.tongqu.ittests.frontdb.FrontGateway;
import org.tongqu.ittests.frontdb.FrontMariaDb;
import org.tongqu.ittests.frontdb.FrontPostgres;
import org.tongqu.ittests.frontdb.FrontServer;
import org.tongqu.ittests.frontdb.PreRows;
import org.tongqu.ittests.process.Disk;
import org.tongqu.ittests.process.ProcessReading;

/**
 * How many rows a second a packaged gateway picks up from a front-end database: each of a case of its own and a record for one party that
 * fetches, committed to the ledger, and marked in the partner's table, which has the index that partners are asked for. The rows lie there
 * before a round begins; it ends when the last one is marked. Nobody fetches. The partner's database, the gateway and its own database
 * share the machine.
 */
public final class FrontRows {
    private static final String SPACE = FrontGateway.space(FrontGateway.COUNTY);
    private static final int ROWS = 20_000;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 3;
    private static final int LEFT_AT_ONCE = 1_000;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final FrontServer server;
    private final FrontGateway gateway;

    private FrontRows(FrontServer server, FrontGateway gateway) {
        this.server = server;
        this.gateway = gateway;
    }

    /** Runs it; takes no arguments. */
    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        measure("PostgreSQL", FrontPostgres::new);
        if (FrontMariaDb.isThere()) {
            measure("MariaDB", FrontMariaDb::new);
        } else {
            System.out.println("MariaDB is not installed");
        }
    }

    private static void measure(String name, Function<Path, FrontServer> start)
            throws IOException, SQLException, InterruptedException {
        Path parent = Path.of("it-tests/target/bench").toAbsolutePath();
        Files.createDirectories(parent);
        double syncs = Disk.syncsPerSecond(parent, Duration.ofSeconds(2));
        System.out.printf(
                Locale.ROOT,
                "%s: %d rounds of %d rows, after %d; disk %.0f fdatasync/s, JDK %s%n",
                name,
                ROUNDS,
                ROWS,
                WARM_UP,
                syncs,
                System.getProperty("java.version"));
        try (FrontServer server = start.apply(Files.createTempDirectory(parent, "front-"))) {
            FrontGateway.makeSpaces(server);
            int unused = server.run(SPACE, "create index FRESH on PRE_APASINFO (SIGNSTATE, RECEIVETIME)");
            try (FrontGateway gateway = new FrontGateway(Files.createTempDirectory(parent, "front-"), server)) {
                FrontRows rows = new FrontRows(server, gateway);
                for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                    rows.round(round);
                }
            }
        }
    }

    private void round(int round) throws SQLException, IOException, InterruptedException {
        for (int from = 0; from < ROWS; from += LEFT_AT_ONCE) {
            List<Map<String, Object>> some = new ArrayList<>();
            for (int i = from; i < from + LEFT_AT_ONCE; i++) {
                Map<String, Object> row = PreRows.application("R" + round + "-" + i, 1);
                row.put("SIGNSTATE", "9");
                some.add(row);
            }
            server.leave(SPACE, "PRE_APASINFO", some);
        }
        long before = gateway.records();
        Spent spent = spent();
        int released = server.run(SPACE, "update PRE_APASINFO set SIGNSTATE = '0' where SIGNSTATE = '9'");
        long start = System.nanoTime();
        while (unmarked() > 0) {
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                throw new IllegalStateException(unmarked() + " of " + released + " rows are not marked");
            }
            Thread.sleep(100);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Spent now = spent();
        if (gateway.records() - before != ROWS) {
            throw new IllegalStateException(gateway.records() - before + " records of " + ROWS + " rows");
        }
        System.out.printf(
                Locale.ROOT,
                "%s %.0f rows/s in %.1f s; CPU a row: gateway %.2f ms, its database %.2f ms, the partner's %.2f ms%n",
                round < WARM_UP ? "(warm-up)" : "round " + (round - WARM_UP + 1) + ":",
                ROWS / seconds,
                seconds,
                (double) (now.gateway - spent.gateway) / ROWS,
                (double) (now.ledger - spent.ledger) / ROWS,
                (double) (now.partner - spent.partner) / ROWS);
    }

    /** CPU time so far, in milliseconds. */
    private record Spent(long gateway, long ledger, long partner) {}

    private Spent spent() throws IOException {
        long ledger = gateway.process().ledger().postmasterPid().orElseThrow();
        return new Spent(
                ProcessReading.of(gateway.process().pid()).cpuMillis(),
                ProcessReading.treeCpuMillis(ledger),
                ProcessReading.treeCpuMillis(server.pid()));
    }

    private long unmarked() throws SQLException {
        return Long.parseLong(server.one(SPACE, "select count(*) from PRE_APASINFO where SIGNSTATE = '0'"));
    }
}
