package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tongqu.ittests.whole.FrontGateway.COUNTY;
import static org.tongqu.ittests.whole.FrontGateway.PROVINCE;
import static org.tongqu.ittests.whole.FrontGateway.REPORTER;
import static org.tongqu.ittests.whole.FrontGateway.TOWN;
import static org.tongqu.ittests.whole.FrontGateway.space;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How fast rows are picked up, everything on one machine: server, gateway, ledger. */
@Tag("long")
class FrontThroughputIT {
    private static final int WARM = 20_000;
    private static final int ROWS = 40_000;
    private static final int LEAST_A_SECOND = 1_000;

    @Test
    void rowsArePickedUpByTheThousandASecond() throws Exception {
        try (FrontServer server = new FrontPostgres(FrontGateway.freshFolder())) {
            server.with(space(COUNTY), "inspur-pre.sql")
                    .with(space(TOWN), "inspur-pre.sql")
                    .with(space(PROVINCE), "national.sql")
                    .with(space(REPORTER), "national.sql");
            try (FrontGateway gateway = new FrontGateway(FrontGateway.freshFolder(), server)) {
                double warm = rowsASecond(server, "W", WARM);
                double measured = rowsASecond(server, "M", ROWS);
                assertThat(gateway.records()).isEqualTo(WARM + ROWS);
                String figures = "rows picked up a second: %.0f while warming up, %.0f after".formatted(warm, measured);
                assertThat(measured).as(figures).isGreaterThan(LEAST_A_SECOND);
                org.slf4j.LoggerFactory.getLogger(FrontThroughputIT.class).info(figures);
            }
        }
    }

    private static double rowsASecond(FrontServer server, String prefix, int rows) throws Exception {
        for (int from = 0; from < rows; from += 1_000) {
            server.leave(
                    space(COUNTY),
                    "PRE_APASINFO",
                    IntStream.range(from, from + 1_000)
                            .mapToObj(i -> {
                                var row = PreRows.application(prefix + i, 1);
                                row.put("SIGNSTATE", "9");
                                return row;
                            })
                            .toList());
        }
        server.run(space(COUNTY), "create index if not exists fresh on PRE_APASINFO (SIGNSTATE, RECEIVETIME)");
        server.run(space(COUNTY), "update PRE_APASINFO set SIGNSTATE = '0' where PROJID like '" + prefix + "%'");
        long start = System.nanoTime();
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> server.one(
                                space(COUNTY),
                                "select count(*) from PRE_APASINFO where SIGNSTATE <> '1' and PROJID like '" + prefix
                                        + "%'")
                        .equals("0"));
        return rows / ((System.nanoTime() - start) / 1e9);
    }
}
