package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tongqu.ittests.frontdb.FrontGateway.COUNTY;
import static org.tongqu.ittests.frontdb.FrontGateway.DESK;
import static org.tongqu.ittests.frontdb.FrontGateway.PROVINCE;
import static org.tongqu.ittests.frontdb.FrontGateway.TOWN;
import static org.tongqu.ittests.frontdb.FrontGateway.space;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ittests.frontdb.CaseFiles;
import org.tongqu.ittests.frontdb.FrontGateway;
import org.tongqu.ittests.frontdb.FrontPostgres;
import org.tongqu.ittests.frontdb.FrontServer;
import org.tongqu.ittests.frontdb.PreRows;
import org.tongqu.ittests.nemesis.Byteman;

/** The gateway is killed between a row and its record, and between a record and its row: nothing is lost and nothing is doubled. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontKillsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration READY = Duration.ofSeconds(90);
    private static final int ROWS = 20;
    private static final int LINES = 1_200;
    private static final int KILLED_ITSELF = 255;

    private FrontServer server;
    private FrontGateway gateway;

    @BeforeAll
    void start() throws Exception {
        server = new FrontPostgres(FrontGateway.freshFolder());
        FrontGateway.makeSpaces(server);
        gateway = new FrontGateway(FrontGateway.freshFolder(), server);
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "looked-and-not-committed, org.tongqu.ledger.admission.AdmissionWork, run, EXIT",
        "committed-and-not-marked, org.tongqu.routes.pickup.PickUpSteps, admit, EXIT",
        "marked-and-not-committed, org.tongqu.adapters.frontdb.FoundRows, mark, EXIT"
    })
    void rowsArePickedUpOnceWhereverTheGatewayDies(String where, String type, String method, String at)
            throws Exception {
        long before = gateway.records();
        gateway.process().kill();
        server.leave(
                space(COUNTY),
                "PRE_APASINFO",
                IntStream.range(0, ROWS)
                        .mapToObj(i -> PreRows.application(where + "-" + i, 1))
                        .toList());
        server.leave(
                space(COUNTY),
                "PRE_NODE",
                IntStream.range(0, ROWS)
                        .mapToObj(i -> PreRows.node(where + "-" + i, 1, "审核"))
                        .toList());
        gateway.process().restart(Byteman.killAt(gateway.folder(), type, method, at));
        assertThat(gateway.process().awaitExit(READY)).isEqualTo(KILLED_ITSELF);
        assertThat(count(COUNTY, "PRE_APASINFO", "PROJID", where, "and SIGNSTATE = '0'"))
                .isEqualTo(ROWS);

        gateway.process().restart();
        gateway.process().awaitReady(READY);

        await().atMost(SOON)
                .until(() -> count(COUNTY, "PRE_NODE", "PROJID", where, "and SIGNSTATE = '1'") == ROWS
                        && count(PROVINCE, "up_pro_process", "project_no", where, "") >= ROWS);
        assertThat(count(COUNTY, "PRE_APASINFO", "PROJID", where, "and SIGNSTATE = '1'"))
                .isEqualTo(ROWS);
        assertThat(count(PROVINCE, "up_pro_process", "project_no", where, "")).isEqualTo(ROWS);
        assertThat(gateway.records()).as("each row is one record").isEqualTo(before + 2 * ROWS);
        assertThat(gateway.admin("/admin/v1/pick-ups/refused").path("refused").isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "not-written, org.tongqu.adapters.frontdb.ToldRows, write, EXIT",
        "written, org.tongqu.adapters.frontdb.FrontDatabaseChannel, tell, EXIT"
    })
    void aRecordIsOneRowWhereverTheGatewayDies(String where, String type, String method, String at) throws Exception {
        gateway.process().kill();
        gateway.process().restart(Byteman.killAt(gateway.folder(), type, method, at));
        gateway.process().awaitReady(READY);
        assertThat(gateway.submit(completed(where))).isEqualTo(202);
        assertThat(gateway.process().awaitExit(READY)).isEqualTo(KILLED_ITSELF);
        assertThat(count(TOWN, "PRE_TRANSACT", "PROJID", where, "")).isEqualTo(where.equals("written") ? 1 : 0);

        gateway.process().restart();
        gateway.process().awaitReady(READY);

        await().atMost(SOON).until(() -> gateway.state(where, TOWN).equals("SENT"));
        assertThat(count(TOWN, "PRE_TRANSACT", "PROJID", where, "")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "file-read-and-not-committed, org.tongqu.ledger.admission.AdmissionWork, run, EXIT",
        "file-committed-and-not-settled, org.tongqu.routes.pickup.PickUpSteps, admit, EXIT",
        "file-moved-and-not-forgotten, org.tongqu.adapters.files.Place, move, EXIT"
    })
    void aFileIsTakenOnceWhereverTheGatewayDies(String where, String type, String method, String at) throws Exception {
        long before = gateway.records();
        gateway.process().kill();
        String name = "case-" + where + ".csv";
        CaseFiles.leave(
                gateway.left(),
                name,
                CaseFiles.csv(IntStream.range(0, LINES)
                        .mapToObj(i -> CaseFiles.applied(where + "-" + i))
                        .toArray(String[]::new)));
        gateway.process().restart(Byteman.killAt(gateway.folder(), type, method, at));
        assertThat(gateway.process().awaitExit(READY)).isEqualTo(KILLED_ITSELF);
        assertThat(CaseFiles.names(gateway.left())).contains(name + ".ok");

        gateway.process().restart();
        gateway.process().awaitReady(READY);

        await().atMost(SOON).until(() -> !CaseFiles.names(gateway.left()).contains(name + ".ok"));
        assertThat(CaseFiles.names(gateway.left())).doesNotContain(name, name + ".err");
        assertThat(gateway.records()).as("each line is one record").isEqualTo(before + LINES);
    }

    private int count(String party, String table, String column, String prefix, String more) throws SQLException {
        List<Map<String, String>> rows = server.rows(
                space(party), "select count(*) from " + table + " where " + column + " like '" + prefix + "%' " + more);
        return Integer.parseInt(rows.get(0).values().iterator().next());
    }

    private static byte[] completed(String id) {
        return """
                {"specversion":"1.0","id":"%s","source":"/parties/%s","type":"case.completed","subject":"%s",
                 "time":"2026-03-09T08:00:00.000Z","data":{"caseNo":"%s","result":"0","courier":false,
                 "completedAt":"2026-03-09T08:00:00.000Z","organization":{"name":"示范市行政审批服务局"}}}
                """
                .formatted(id, DESK, id, id)
                .getBytes(StandardCharsets.UTF_8);
    }
}
