package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.tongqu.ittests.frontdb.FrontGateway.ARCHIVE;
import static org.tongqu.ittests.frontdb.FrontGateway.BUREAU;
import static org.tongqu.ittests.frontdb.FrontGateway.COUNTY;
import static org.tongqu.ittests.frontdb.FrontGateway.DESK;
import static org.tongqu.ittests.frontdb.FrontGateway.PROVINCE;
import static org.tongqu.ittests.frontdb.FrontGateway.REPORTER;
import static org.tongqu.ittests.frontdb.FrontGateway.TOWN;
import static org.tongqu.ittests.frontdb.FrontGateway.space;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tongqu.adapters.frontdb.Drivers;
import org.tongqu.adapters.frontdb.FrontDatabasePickUp;
import org.tongqu.adapters.frontdb.FrontDatabases;
import org.tongqu.config.cli.Tongqu;
import org.tongqu.config.dialect.DialectReader;
import org.tongqu.ittests.frontdb.FrontGateway;
import org.tongqu.ittests.frontdb.FrontServer;
import org.tongqu.ittests.frontdb.PreRows;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.PickUp.Found;
import org.tongqu.record.port.PickUp.Lying;
import org.tongqu.record.port.PickUp.Verdict;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A packaged gateway and front-end databases of its parties at a real server: what they leave is taken, what they get is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FrontDatabaseContract {
    static final Duration SOON = Duration.ofSeconds(40);
    private static final List<String> PRE_TABLES = List.of("PRE_APASINFO", "PRE_ACCEPT", "PRE_NODE", "PRE_TRANSACT");

    private static final String LOOKED_AT = "lookedat";
    private static final List<String> LATER_TABLES = List.of("PRE_NODE", "PRE_TRANSACT");
    private static final String CLAIM_OF_NODES = "(?s)(PRE_NODE:.*?claim: )\\{[^}]*}";
    private static final Verdict TAKEN = new Verdict.Taken();
    private static final Verdict LEFT = new Verdict.Left();
    private static final Verdict REFUSED =
            new Verdict.Refused(new Rejection(ProblemCode.UNTRANSLATABLE, "It cannot be understood."));

    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor();
    private final FrontDatabases databases = new FrontDatabases(new Drivers(Path.of("target/no-drivers-here")), keeper);
    private final AtomicInteger numbers = new AtomicInteger();
    private FrontServer server;
    private FrontGateway gateway;

    abstract FrontServer server() throws Exception;

    @BeforeAll
    void start() throws Exception {
        server = server();
        FrontGateway.makeSpaces(server);
        server.with(LOOKED_AT, "inspur-pre.sql").with(LOOKED_AT + "2", "inspur-pre.sql");
        for (String space : List.of(LOOKED_AT, LOOKED_AT + "2")) {
            server.run(space, "alter table PRE_NODE add OP char(1)");
            server.run(space, "alter table PRE_NODE add MARK " + server.markType());
        }
        gateway = new FrontGateway(FrontGateway.freshFolder(), server);
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        keeper.shutdownNow();
        databases.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aWholeCaseOfACountyIsTakenInItsOrderAndReachesTheProvinceInItsTables() throws Exception {
        String caseNo = fresh();
        held("PRE_TRANSACT", PreRows.result(caseNo));
        held("PRE_NODE", PreRows.node(caseNo, 2, "决定"));
        held("PRE_NODE", PreRows.node(caseNo, 1, "审核"));
        held("PRE_ACCEPT", PreRows.acceptance(caseNo));
        server.leave(space(COUNTY), "PRE_ATTR", PreRows.material(caseNo, 1, "经营场所证明"));
        held("PRE_APASINFO", PreRows.application(caseNo, 1));
        assertThat(released(caseNo)).isEqualTo(5);

        List<JsonNode> events = gateway.fetched(ARCHIVE, caseNo, 5);

        assertThat(events)
                .extracting(event -> event.path("type").asString())
                .containsExactly("case.applied", "case.accepted", "case.step-done", "case.step-done", "case.completed");
        assertThat(events.get(0).at("/data/materials/0/name").asString()).isEqualTo("经营场所证明");
        assertThat(events.get(0).at("/data/appliedAt").asString()).isEqualTo("2026-03-02T01:00:00.000Z");
        assertThat(events.get(1).at("/data/applicant/name").asString()).isEqualTo("示例商贸有限公司");
        assertThat(events.get(2).at("/data/step/name").asString()).isEqualTo("审核");
        for (String table : PRE_TABLES) {
            await().atMost(SOON).untilAsserted(() -> assertThat(server.rows(
                            space(COUNTY), "select SIGNSTATE from " + table + " where PROJID = '" + caseNo + "'"))
                    .isNotEmpty()
                    .allMatch(row -> row.get("signstate").equals("1")));
        }
        Map<String, String> accepted = theirs("up_pro_accept", caseNo, 1).get(0);
        assertThat(accepted)
                .containsEntry("task_version", "3")
                .containsEntry("applyer_page_code", "91990100XXXX00027M")
                .containsEntry("cd_operation", "I")
                .containsEntry("is_sync", "0");
        assertThat(accepted.get("accept_date")).startsWith("2026-03-03 09:00:00");
        assertThat(accepted.get("cd_batch")).matches("[0-9a-f]{32}");
        assertThat(theirs("up_pro_process", caseNo, 2))
                .extracting(row -> row.get("process_name"))
                .containsExactlyInAnyOrder("审核", "决定");
        assertThat(theirs("up_pro_result", caseNo, 1).get(0)).containsEntry("result_cetr_no", "示许字2026第0001号");
    }

    /** Neither family has a table of evaluations: that the case was evaluated is told by whoever seals records. */
    @Test
    void aCaseOfTheOneFamilyArrivesInTheTablesOfTheOtherAndIsEvaluated() throws Exception {
        String caseNo = fresh();
        server.leave(space(REPORTER), "up_pro_accept", acceptance("A-" + caseNo, caseNo));
        server.leave(space(REPORTER), "up_pro_process", reported("P-" + caseNo, caseNo, "1"));
        server.leave(space(REPORTER), "up_pro_result", result("R-" + caseNo, caseNo));

        String town = " from PRE_TRANSACT where PROJID = '" + caseNo + "'";
        await().atMost(SOON)
                .until(() -> server.one(space(TOWN), "select count(*)" + town).equals("1"));

        assertThat(server.rows(space(TOWN), "select *" + town).get(0))
                .containsEntry("transact_result", "0")
                .containsEntry("result_code", "示许字2026第0001号")
                .containsEntry("dataver", "1");
        Map<String, String> accepted = server.rows(
                        space(TOWN), "select * from PRE_ACCEPT where PROJID = '" + caseNo + "'")
                .get(0);
        assertThat(accepted).containsEntry("accept_man", "示例经办人").containsEntry("document_code", "SL-2026-0001");
        assertThat(accepted.get("accept_time")).startsWith("2026-03-03 10:00:00");
        assertThat(server.rows(space(TOWN), "select * from PRE_NODE where PROJID = '" + caseNo + "'"))
                .singleElement()
                .satisfies(step -> assertThat(step).containsEntry("node_name", "审核"));
        assertThat(gateway.submit(evaluated(caseNo + "-1", caseNo))).isEqualTo(202);
        assertThat(gateway.fetched(ARCHIVE, caseNo, 4))
                .extracting(event -> event.path("type").asString())
                .containsExactly("case.accepted", "case.step-done", "case.completed", "case.evaluated");
    }

    @Test
    void aPoisonRowIsMarkedWithItsReasonAndTheOthersGoOn() throws Exception {
        String good = fresh();
        String bad = fresh();
        Map<String, Object> poison = PreRows.application(bad, 1);
        poison.put("INFOTYPE", "7");
        server.leave(space(COUNTY), "PRE_APASINFO", List.of(poison, PreRows.application(good, 1)));

        awaitMark("PRE_APASINFO", good, "1");
        awaitMark("PRE_APASINFO", bad, "2");

        JsonNode refused = refused("PRE_APASINFO " + bad + ":1");
        assertThat(refused.path("code").asString()).isEqualTo("UNTRANSLATABLE");
        assertThat(refused.path("reason").asString()).contains("/INFOTYPE");
        assertThat(refused.path("party").asString()).isEqualTo(COUNTY);

        server.run(
                space(COUNTY), "update PRE_APASINFO set INFOTYPE = '2', SIGNSTATE = '0' where PROJID = '" + bad + "'");

        awaitMark("PRE_APASINFO", bad, "1");
        assertThat(refused("PRE_APASINFO " + bad + ":1").isEmpty()).isTrue();
    }

    @Test
    void aRowSeenTwiceHasOneEffectAndOneThatWasChangedIsRefused() throws Exception {
        String caseNo = fresh();
        server.leave(space(COUNTY), "PRE_APASINFO", PreRows.application(caseNo, 1));
        awaitMark("PRE_APASINFO", caseNo, "1");
        long before = gateway.records();

        server.run(space(COUNTY), "update PRE_APASINFO set SIGNSTATE = null where PROJID = '" + caseNo + "'");
        awaitMark("PRE_APASINFO", caseNo, "1");
        assertThat(gateway.records()).isEqualTo(before);

        server.run(
                space(COUNTY),
                "update PRE_APASINFO set SIGNSTATE = '0', PROJECTNAME = '别的' where PROJID = '" + caseNo + "'");
        awaitMark("PRE_APASINFO", caseNo, "2");
        assertThat(refused("PRE_APASINFO " + caseNo + ":1").path("code").asString())
                .isEqualTo("ID_REUSED");
        server.leave(space(COUNTY), "PRE_APASINFO", PreRows.application(caseNo, 2));
        await().atMost(SOON).until(() -> server.one(
                        space(COUNTY),
                        "select SIGNSTATE from PRE_APASINFO where DATAVER = 2 and PROJID = '" + caseNo + "'")
                .equals("1"));
        assertThat(gateway.records()).isEqualTo(before + 1);
    }

    @Test
    void aRecordBecomesRowsAndOneThatIsToldAnewTheNextVersion() throws Exception {
        String caseNo = fresh();
        assertThat(gateway.submit(applied(caseNo + "-1", caseNo, "示例申请一"))).isEqualTo(202);
        awaitState(caseNo + "-1", TOWN, "SENT");
        assertThat(gateway.submit(applied(caseNo + "-2", caseNo, "示例申请二"))).isEqualTo(202);
        awaitState(caseNo + "-2", TOWN, "SENT");
        assertThat(gateway.submit(applied(caseNo + "-3", caseNo, "示例申请一"))).isEqualTo(202);
        awaitState(caseNo + "-3", TOWN, "SENT");

        List<Map<String, String>> rows =
                server.rows(space(TOWN), "select * from PRE_APASINFO where PROJID = '" + caseNo + "' order by DATAVER");
        assertThat(rows).extracting(row -> row.get("dataver")).containsExactly("1", "2", "3");
        assertThat(rows)
                .extracting(row -> row.get("projectname"))
                .as("what is told again later is the last word again")
                .containsExactly("示例申请一", "示例申请二", "示例申请一");
        assertThat(rows.get(0)).containsEntry("signstate", "0").containsEntry("applyfrom", "2");
        assertThat(rows.get(0).get("receivetime")).startsWith("2026-03-02 09:00:00");
        assertThat(server.rows(space(TOWN), "select * from PRE_ATTR where PROJID = '" + caseNo + "' order by DATAVER"))
                .extracting(row -> row.get("attrname") + " " + row.get("dataver"))
                .containsExactly("经营场所证明 1", "经营场所证明 2", "经营场所证明 3");
    }

    @Test
    void whereThePartnersSystemIsFasterTheRowIsTheNextVersion() throws Exception {
        String caseNo = fresh();
        try (Connection theirs = server.connect(space(TOWN));
                Statement statement = theirs.createStatement()) {
            theirs.setAutoCommit(false);
            statement.executeUpdate("insert into PRE_TRANSACT (PROJID, DATAVER, TRANSACT_RESULT, SIGNSTATE) values ('"
                    + caseNo + "', 1, '1', '1')");
            assertThat(gateway.submit(completed(caseNo + "-1", caseNo))).isEqualTo(202);
            await().atMost(SOON)
                    .until(() -> server.one(space(TOWN), server.waiting()).equals("1"));
            theirs.commit();
        }

        awaitState(caseNo + "-1", TOWN, "SENT");
        assertThat(server.rows(
                        space(TOWN),
                        "select TRANSACT_RESULT from PRE_TRANSACT where PROJID = '" + caseNo + "' order by DATAVER"))
                .extracting(row -> row.get("transact_result"))
                .containsExactly("1", "0");
    }

    @Test
    void whatTheProvinceHasAgainstARowIsANoticeToWhoeverSentIt() throws Exception {
        String caseNo = fresh();
        assertThat(gateway.submit(stepDone(caseNo + "-1", caseNo))).isEqualTo(202);
        assertThat(gateway.submit(stepDone(caseNo + "-2", caseNo))).isEqualTo(202);
        List<Map<String, String>> rows = theirs("up_pro_process", caseNo, 2);

        Map<String, Object> byRow = objection("A-" + caseNo, rows.get(0).get("row_guid"), null);
        Map<String, Object> byBatch = objection("B-" + caseNo, null, rows.get(1).get("cd_batch"));
        Map<String, Object> ofNobody = objection("C-" + caseNo, "unheard-of", null);
        server.leave(space(PROVINCE), "dn_audit_abnormal", List.of(byRow, byBatch, ofNobody));

        List<JsonNode> notices = gateway.fetched(DESK, caseNo, 2);
        assertThat(notices)
                .extracting(notice -> notice.path("type").asString(), notice -> notice.at("/data/code")
                        .asString())
                .containsOnly(tuple("delivery.refused", "PARTNER_OBJECTED"));
        assertThat(notices)
                .extracting(notice -> notice.at("/data/id").asString())
                .containsExactlyInAnyOrder(caseNo + "-1", caseNo + "-2");
        assertThat(notices.get(0).at("/data/reason").asString()).isEqualTo("E17 环节名称不规范");
        await().atMost(SOON).until(() -> server.one(
                        space(PROVINCE),
                        "select count(*) from dn_audit_abnormal where is_sync = '1' and row_guid like '%-" + caseNo
                                + "'")
                .equals("3"));
        assertThat(refused("dn_audit_abnormal C-" + caseNo).path("code").asString())
                .isEqualTo("OBJECTION_UNKNOWN");
    }

    @Test
    void aReportedRowThatIsRefusedIsToldInTheTableOfErrors() throws Exception {
        String caseNo = fresh();
        server.leave(
                space(REPORTER),
                "up_pro_process",
                List.of(reported("G-" + caseNo, caseNo, "7"), reported("H-" + caseNo + "x", caseNo + "x", "1")));

        List<JsonNode> events = gateway.fetched(ARCHIVE, caseNo + "x", 1);

        assertThat(events.get(0).at("/data/origin/recordId").asString()).isEqualTo("H-" + caseNo + "x");
        await().atMost(SOON).until(() -> !errors(caseNo).isEmpty());
        assertThat(errors(caseNo)).singleElement().satisfies(error -> assertThat(error)
                .containsEntry("err_type", "UNTRANSLATABLE")
                .containsEntry("table_name", "up_pro_process")
                .containsEntry("table_cd_batch", "B-1")
                .containsEntry("is_sync", "0"));
        assertThat(errors(caseNo).get(0).get("remark")).contains("/event_name").doesNotContain("示例经办人");
    }

    @Test
    void aRowWhoseRefusalTheTableOfErrorsDoesNotTakeIsMarkedAndHoldsUpNoOther() throws Exception {
        String caseNo = fresh();
        server.leave(
                space(REPORTER),
                "up_pro_process",
                List.of(
                        reported("UNTOLD-" + caseNo, caseNo + "u", "7"),
                        reported("G-" + caseNo, caseNo, "7"),
                        reported("H-" + caseNo + "x", caseNo + "x", "1")));

        await().atMost(SOON).until(() -> server.one(
                        space(REPORTER),
                        "select count(*) from up_pro_process where is_sync = '1' and project_no like '" + caseNo + "%'")
                .equals("3"));

        assertThat(errors(caseNo)).hasSize(1);
        assertThat(logged("event=refusal-not-told table=up_pro_process where=up_pro_process UNTOLD-" + caseNo))
                .isTrue();
        assertThat(refused("up_pro_process UNTOLD-" + caseNo + ":B-1:I")
                        .path("code")
                        .asString())
                .isEqualTo("UNTRANSLATABLE");
        assertThat(gateway.fetched(ARCHIVE, caseNo + "x", 1)).hasSize(1);
    }

    @Test
    void aServerThatIsAwayIsToldOnceAndEverythingGoesOnByItself() throws Exception {
        String caseNo = fresh();
        server.kill();
        try {
            await().atMost(SOON).until(() -> logged("event=pick-up-away party=" + COUNTY));
            assertThat(gateway.submit(applied(caseNo + "-1", caseNo, "示例申请"))).isEqualTo(202);
            awaitState(caseNo + "-1", TOWN, "WAITING");
        } finally {
            server.startAgain();
        }
        server.leave(space(COUNTY), "PRE_APASINFO", PreRows.application(caseNo, 1));

        awaitMark("PRE_APASINFO", caseNo, "1");
        awaitState(caseNo + "-1", TOWN, "SENT");
        assertThat(server.one(space(TOWN), "select count(*) from PRE_APASINFO where PROJID = '" + caseNo + "'"))
                .isEqualTo("1");
        assertThat(logged("event=pick-up-back party=" + COUNTY)).isTrue();
    }

    @Test
    void aFileInARowBecomesAMaterialThatItsRecordRefersTo() throws Exception {
        String caseNo = fresh();
        byte[] file = new byte[2_500_000];
        new Random(caseNo.hashCode()).nextBytes(file);
        Map<String, Object> scan = PreRows.material(caseNo, 1, "经营场所证明 1/2");
        scan.put("FILE_BODY", file);
        server.leave(space(BUREAU), "PRE_ATTR", scan);
        server.leave(space(BUREAU), "PRE_ATTR", PreRows.material(caseNo, 1, "身份证明"));
        server.leave(space(BUREAU), "PRE_APASINFO", PreRows.application(caseNo, 1));

        JsonNode event = gateway.fetched(ARCHIVE, caseNo, 1).get(0);

        assertThat(event.at("/data/materials"))
                .extracting(material -> material.path("name").asString())
                .containsExactly("经营场所证明 1/2", "身份证明");
        assertThat(event.at("/data/materials/1/digest").isMissingNode()).isTrue();
        assertThat(gateway.material(
                        ARCHIVE, event.at("/data/materials/0/digest").asString()))
                .isEqualTo(file);
    }

    @Test
    void anOperationColumnTellsNewRowsAndStandsInTheirMessages() throws Exception {
        String caseNo = fresh();
        server.leave(LOOKED_AT, "PRE_NODE", List.of(operation(caseNo, 1, "I"), operation(caseNo, 2, "U")));
        FrontDatabasePickUp pickUp = new FrontDatabasePickUp(databases, Clock.systemUTC());

        Found found = pickUp.look(lookedAt(LOOKED_AT, "by-operation", List.of("PRE_NODE"), 10));

        assertThat(found.messages())
                .extracting(lying ->
                        StrictJson.parse(lying.message().octets()).path("OP").asString())
                .containsExactly("I", "U");
        server.run(LOOKED_AT, "update PRE_NODE set OP = 'D' where DATAVER = 2 and PROJID = '" + caseNo + "'");
        found.answer(List.of(REFUSED, TAKEN));
        assertThat(marks(LOOKED_AT, "OP", caseNo))
                .as("a row that says another operation meanwhile is not marked")
                .containsExactly("E", "D");
        Found again = pickUp.look(lookedAt(LOOKED_AT, "by-operation", List.of("PRE_NODE"), 10));
        assertThat(again.messages()).hasSize(1);
        again.answer(List.of(TAKEN));
        assertThat(marks(LOOKED_AT, "OP", caseNo)).containsExactly("E", "N");
    }

    @Test
    void aSmallNumberSaysHowFarARowIs() throws Exception {
        String caseNo = fresh();
        Map<String, Object> first = operation(caseNo, 1, "-");
        first.put("MARK", 0);
        Map<String, Object> second = operation(caseNo, 2, "-");
        second.put("MARK", 0);
        server.leave(LOOKED_AT, "PRE_NODE", List.of(first, second));

        Found found = new FrontDatabasePickUp(databases, Clock.systemUTC())
                .look(lookedAt(LOOKED_AT, "by-mark", List.of("PRE_NODE"), 10));
        assertThat(found.messages()).hasSize(2);
        found.answer(List.of(TAKEN, REFUSED));

        assertThat(marks(LOOKED_AT, "MARK + 0", caseNo)).containsExactly("1", "2");
    }

    @Test
    void whatAnotherNodeMarkedMeanwhileStaysAsItIs() throws Exception {
        String caseNo = fresh();
        server.leave(
                LOOKED_AT,
                "PRE_NODE",
                IntStream.rangeClosed(1, 3)
                        .mapToObj(version -> PreRows.node(caseNo, version, "审核"))
                        .toList());
        FrontDatabasePickUp pickUp = new FrontDatabasePickUp(databases, Clock.systemUTC());
        Party party = lookedAt(LOOKED_AT, "inspur-pre", List.of("PRE_NODE"), 10);

        Found late = pickUp.look(party);
        pickUp.look(party).answer(List.of(TAKEN, REFUSED, LEFT));
        late.answer(List.of(REFUSED, TAKEN, TAKEN));

        assertThat(marks(LOOKED_AT, "SIGNSTATE", caseNo)).containsExactly("1", "2", "1");
    }

    @Test
    void aRowWhoseKeyEndsInABlankIsMarkedToo() throws Exception {
        String caseNo = fresh();
        server.leave(LOOKED_AT, "PRE_NODE", PreRows.node(caseNo + " ", 1, "审核 "));

        Found found = new FrontDatabasePickUp(databases, Clock.systemUTC())
                .look(lookedAt(LOOKED_AT, "inspur-pre", List.of("PRE_NODE"), 10));
        JsonNode said = StrictJson.parse(found.messages().get(0).message().octets());
        found.answer(List.of(TAKEN));

        assertThat(said.path("PROJID").asString()).isEqualTo(caseNo);
        assertThat(said.path("NODE_NAME").asString()).isEqualTo("审核");
        assertThat(marks(LOOKED_AT, "SIGNSTATE", caseNo + " ")).containsExactly("1");
    }

    @Test
    void aRowWithoutAKeyIsToldOfAndHoldsUpNoOther() throws Exception {
        String caseNo = fresh();
        Map<String, Object> keyless = PreRows.node(caseNo, 1, "审核");
        keyless.put("PHASE_CODE", null);
        Map<String, Object> whole = PreRows.node(caseNo, 2, "决定");
        whole.put("PHASE_CODE", "P1");
        server.leave(LOOKED_AT, "PRE_NODE", List.of(keyless, whole));

        Found found = new FrontDatabasePickUp(databases, Clock.systemUTC())
                .look(lookedAt(LOOKED_AT, "by-phase", List.of("PRE_NODE"), 10));
        found.answer(List.of(TAKEN));

        assertThat(places(found)).containsExactly("PRE_NODE " + caseNo + ":P1");
        assertThat(found.strays()).singleElement().satisfies(stray -> assertThat(
                        stray.reason().toUpperCase(Locale.ROOT))
                .isEqualTo("1 NEW ROWS HAVE NO VALUE IN ONE OF PHASE_CODE"));
        assertThat(marks(LOOKED_AT, "SIGNSTATE", caseNo)).containsExactly("0", "1");
        server.run(LOOKED_AT, "update PRE_NODE set SIGNSTATE = '9' where PROJID = '" + caseNo + "'");
    }

    @Test
    void aLookIsBoundedAndTakesNothingBeforeWhatItCouldNotRead() throws Exception {
        String caseNo = fresh();
        String space = LOOKED_AT + "2";
        server.leave(
                space,
                "PRE_NODE",
                IntStream.rangeClosed(1, 5)
                        .mapToObj(version -> PreRows.node(caseNo, version, "审核"))
                        .toList());
        Map<String, Object> result = PreRows.result(caseNo);
        result.put("TRANSACT_TIME", PreRows.APPLIED.plusDays(2).plusHours(4));
        server.leave(space, "PRE_TRANSACT", result);
        FrontDatabasePickUp pickUp = new FrontDatabasePickUp(databases, Clock.systemUTC());
        Party party = lookedAt(space, "inspur-pre", LATER_TABLES, 3);

        Found first = pickUp.look(party);
        assertThat(places(first))
                .containsExactly("PRE_NODE " + caseNo + ":1", "PRE_NODE " + caseNo + ":2", "PRE_NODE " + caseNo + ":3");
        assertThat(first.isMore()).isTrue();
        first.answer(List.of(TAKEN, TAKEN, TAKEN));

        Found second = pickUp.look(party);
        assertThat(places(second))
                .as("of one time as the tables stand in the dialect")
                .containsExactly(
                        "PRE_NODE " + caseNo + ":4", "PRE_TRANSACT " + caseNo + ":1", "PRE_NODE " + caseNo + ":5");
        assertThat(second.isMore()).isFalse();
    }

    /** Before a database is anybody's in the site: what it resembles, where it differs, and a file that a site takes. */
    @Test
    void aDatabaseIsHeldAgainstTheFamiliesThatAreKnown() throws Exception {
        String space = "probed";
        server.with(space, "inspur-pre.sql");
        server.run(space, "alter table PRE_ACCEPT drop column DOCUMENT_CODE");
        server.run(space, "alter table PRE_APASINFO add LOCAL_MARK varchar(10)");
        server.run(space, "alter table PRE_TRANSACT drop column SIGNSTATE");
        Path draft = FrontGateway.freshFolder().resolve("draft.yml");

        JsonNode said = StrictJson.parse(
                probe(0, space, "--json", "--out", draft.toString()).getBytes(StandardCharsets.UTF_8));

        assertThat(said.path("vendor").asString()).isEqualTo(server.vendor().wire());
        assertThat(said.path("likest").asString()).isEqualTo("inspur-pre");
        JsonNode nearest = said.at("/families/0");
        assertThat(nearest.path("tablesFound").asInt()).isEqualTo(5);
        assertThat(nearest.path("columns").asInt()
                        - nearest.path("columnsFound").asInt())
                .isEqualTo(2);
        assertThat(said.at("/families/1/family").asString()).isEqualTo("national-tables");
        assertThat(said.at("/families/1/columnsFound").asInt()).isZero();
        assertThat(names(said, "PRE_ACCEPT", "missing")).containsExactly("DOCUMENT_CODE");
        assertThat(names(said, "PRE_ACCEPT", "needed")).isEmpty();
        assertThat(names(said, "PRE_TRANSACT", "needed")).containsExactly("SIGNSTATE");
        assertThat(names(said, "PRE_APASINFO", "new"))
                .usingElementComparator(String::compareToIgnoreCase)
                .contains("LOCAL_MARK")
                .doesNotContain("PROJID", "SIGNSTATE", "APPLYNAME");
        assertThat(texts(said.path("pickable"))).containsExactly("PRE_APASINFO", "PRE_ACCEPT", "PRE_NODE");
        assertThat(draft).content().contains("dialect: inspur-pre", "# 缺 · missing: PRE_ACCEPT: DOCUMENT_CODE");
        assertThat(probe(1, space, "--out", draft.toString())).contains("it is not replaced");
    }

    @Test
    void whereTheTablesLieInAnotherSchemaIsSaid() throws Exception {
        server.makeSpace("nothinghere");

        JsonNode said = StrictJson.parse(probe(1, "nothinghere", "--json").getBytes(StandardCharsets.UTF_8));

        assertThat(said.path("likest").isNull()).isTrue();
        assertThat(texts(said.at("/elsewhere/" + space(PROVINCE))))
                .usingElementComparator(String::compareToIgnoreCase)
                .contains("UP_PRO_ACCEPT", "DN_AUDIT_ABNORMAL");
        assertThat(said.path("elsewhere").has("nothinghere")).isFalse();
    }

    private String probe(int expected, String space, String... more) {
        List<String> command = new ArrayList<>(List.of("frontdb", "probe"));
        command.addAll(List.of("--dialects", FrontGateway.DIALECTS.toString()));
        command.addAll(List.of("--data", gateway.data().toString()));
        command.addAll(server.arguments(space));
        command.addAll(List.of(more));
        StringWriter said = new StringWriter();
        PrintWriter screen = new PrintWriter(said, true);
        assertThat(Tongqu.commandLine(screen, screen).execute(command.toArray(String[]::new)))
                .as(said.toString())
                .isEqualTo(expected);
        return said.toString();
    }

    private static List<String> names(JsonNode said, String table, String which) {
        for (JsonNode one : said.path("tables")) {
            if (one.path("table").asString().equals(table)) {
                return texts(one.path(which));
            }
        }
        throw new AssertionError("no " + table + " in " + said);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private Party lookedAt(String space, String dialect, List<String> tables, int batch) throws Exception {
        Path shipped = FrontGateway.DIALECTS;
        Path folder = dialect.equals("inspur-pre") ? shipped.resolve(dialect) : variant(dialect);
        Translator translator = new DialectReader(Schemas.shipped(), CodeTables.shipped(), shipped).read(folder);
        return new Party(
                new PartyId(COUNTY),
                "县审批",
                "county approval",
                "county",
                "platform",
                List.of(),
                new Endpoint.None(),
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE,
                null,
                null,
                null,
                server.database(space, translator, tables, batch));
    }

    /** A site's own variant: what was done to a row or a number says that it is new, or a row is known by its phase. */
    private static Path variant(String name) throws IOException {
        Path folder = FrontGateway.freshFolder().resolve(name);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("dialect.yml"), "name: {zh: 例, en: example}\nlike: inspur-pre\n");
        String tables = Files.readString(FrontGateway.DIALECTS.resolve("inspur-pre/tables.yml"));
        Files.writeString(
                folder.resolve("tables.yml"),
                switch (name) {
                    case "by-operation" ->
                        tables.replaceFirst(
                                CLAIM_OF_NODES, "$1{column: OP, new: [I, U, D], taken: N, refused: E, told: true}");
                    case "by-mark" ->
                        tables.replaceFirst(
                                CLAIM_OF_NODES, "$1{column: MARK, new: [\"0\"], taken: \"1\", refused: \"2\"}");
                    default ->
                        tables.replaceFirst(
                                "(?s)(PRE_NODE:\n  key: \\[PROJID, )DATAVER(].*?)\n  version: DATAVER",
                                "$1PHASE_CODE$2");
                });
        return folder;
    }

    private static List<String> places(Found found) {
        return found.messages().stream().map(Lying::where).toList();
    }

    private static Map<String, Object> operation(String caseNo, int version, String operation) {
        Map<String, Object> row = PreRows.node(caseNo, version, "审核");
        row.put("OP", operation);
        row.put("SIGNSTATE", "9");
        return row;
    }

    private List<String> marks(String space, String column, String caseNo) throws SQLException {
        return server
                .rows(space, "select " + column + " from PRE_NODE where PROJID = '" + caseNo + "' order by DATAVER")
                .stream()
                .map(row -> row.values().iterator().next())
                .toList();
    }

    FrontGateway gateway() {
        return gateway;
    }

    String fresh() {
        return "QZK" + getClass().getSimpleName().charAt(0) + numbers.incrementAndGet();
    }

    /** As a system does that fills a row before it lets it go. */
    private void held(String table, Map<String, Object> row) throws SQLException {
        row.put("SIGNSTATE", "9");
        server.leave(space(COUNTY), table, row);
    }

    private int released(String caseNo) throws SQLException {
        int rows = 0;
        try (Connection connection = server.connect(space(COUNTY));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String table : PRE_TABLES) {
                rows += statement.executeUpdate(
                        "update " + table + " set SIGNSTATE = '0' where PROJID = '" + caseNo + "'");
            }
            connection.commit();
        }
        return rows;
    }

    private void awaitMark(String table, String caseNo, String mark) {
        await().atMost(SOON)
                .until(() -> mark.equals(server.one(
                        space(COUNTY), "select SIGNSTATE from " + table + " where PROJID = '" + caseNo + "'")));
    }

    void awaitState(String id, String recipient, String state) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> gateway.state(id, recipient).equals(state));
    }

    private List<Map<String, String>> theirs(String table, String caseNo, int howMany) throws SQLException {
        String sql = "select * from " + table + " where project_no = '" + caseNo + "' order by cd_time";
        await().atMost(SOON).until(() -> server.rows(space(PROVINCE), sql).size() >= howMany);
        return server.rows(space(PROVINCE), sql);
    }

    private List<Map<String, String>> errors(String caseNo) throws SQLException {
        return server.rows(
                space(REPORTER), "select * from dn_audit_abnormal where table_row_guid = 'G-" + caseNo + "'");
    }

    JsonNode refused(String where) throws IOException {
        for (JsonNode one : gateway.admin("/admin/v1/pick-ups/refused").path("refused")) {
            if (one.path("where").asString().equals(where)) {
                return one;
            }
        }
        return StrictJson.object();
    }

    private boolean logged(String words) throws IOException {
        return Files.readString(gateway.process().log()).contains(words);
    }

    private static Map<String, Object> objection(String guid, String row, String batch) {
        Map<String, Object> objection = new LinkedHashMap<>();
        objection.put("row_guid", guid);
        objection.put("err_type", "E17");
        objection.put("remark", "环节名称不规范");
        objection.put("table_name", "UP_PRO_PROCESS");
        objection.put("table_row_guid", row);
        objection.put("table_cd_batch", batch);
        objection.put("is_sync", "0");
        return objection;
    }

    private static Map<String, Object> reported(String guid, String caseNo, String action) {
        Map<String, Object> row = envelope(guid, caseNo, "2026-03-09 17:00:00");
        row.put("event_name", action);
        row.put("process_name", "审核");
        row.put("handle_user_name", "示例经办人");
        row.put("handle_explain", "同意");
        row.put("event_start_time", Timestamp.valueOf("2026-03-03 11:00:00"));
        row.put("event_end_time", Timestamp.valueOf("2026-03-03 14:00:00"));
        row.put("org_name", "示范市行政审批服务局");
        return row;
    }

    private static Map<String, Object> acceptance(String guid, String caseNo) {
        Map<String, Object> row = envelope(guid, caseNo, "2026-03-03 10:00:00");
        row.put("catalog_code", "000199001000");
        row.put("task_code", "11990100XXXX0001933000199001000");
        row.put("task_name", "示范经营许可");
        row.put("task_version", 3);
        row.put("applyer_name", "示例商贸有限公司");
        row.put("applyer_type", "2");
        row.put("applyer_page_type", "001");
        row.put("applyer_page_code", "91990100XXXX00027M");
        row.put("apply_date", Timestamp.valueOf("2026-03-02 09:00:00"));
        row.put("apply_type", "1");
        row.put("org_name", "示范市行政审批服务局");
        row.put("org_code", "11990100XXXX000193");
        row.put("handle_user_name", "示例经办人");
        row.put("accept_date", Timestamp.valueOf("2026-03-03 10:00:00"));
        row.put("accept_doc_no", "SL-2026-0001");
        row.put("project_type", "2");
        return row;
    }

    private static Map<String, Object> result(String guid, String caseNo) {
        Map<String, Object> row = envelope(guid, caseNo, "2026-03-09 18:00:00");
        row.put("handle_user_name", "示例经办人");
        row.put("result_date", Timestamp.valueOf("2026-03-09 16:00:00"));
        row.put("result_type", "0");
        row.put("result_cetr_name", "示范经营许可证");
        row.put("result_cetr_no", "示许字2026第0001号");
        row.put("is_delivery_results", "0");
        row.put("org_name", "示范市行政审批服务局");
        return row;
    }

    private static Map<String, Object> envelope(String guid, String caseNo, String time) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("row_guid", guid);
        row.put("cd_operation", "I");
        row.put("cd_time", Timestamp.valueOf(time));
        row.put("cd_batch", "B-1");
        row.put("data_source", "370");
        row.put("project_no", caseNo);
        return row;
    }

    private static byte[] evaluated(String id, String caseNo) {
        ObjectNode data = (ObjectNode) StrictJson.parse(
                """
                {"caseNo":"%s","evaluationNo":1,"channel":"2","satisfaction":"1","evaluatedAt":"2026-03-12T02:00:00.000Z",
                 "organization":{"name":"示范市行政审批服务局"}}
                """
                        .formatted(caseNo));
        return event(id, "case.evaluated", caseNo, data);
    }

    static byte[] applied(String id, String caseNo, String title) {
        ObjectNode data = (ObjectNode) StrictJson.parse(
                """
                {"caseNo":"%s","item":{"implCode":"11990100XXXX0001933000199001000","name":"示范经营许可"},"title":"%s",
                 "caseType":"2","applicant":{"kind":"2","name":"示例商贸有限公司","idType":"001","idNo":"91990100XXXX00027M"},
                 "channel":"1","appliedAt":"2026-03-02T01:00:00.000Z","areaCode":"990101000000",
                 "organization":{"name":"示范市行政审批服务局"},"materials":[{"name":"经营场所证明","takeMode":"1"}]}
                """
                        .formatted(caseNo, title));
        return event(id, "case.applied", caseNo, data);
    }

    private static byte[] stepDone(String id, String caseNo) {
        ObjectNode data = (ObjectNode) StrictJson.parse(
                """
                {"caseNo":"%s","action":"1","step":{"name":"审核"},"actor":{"name":"示例经办人"},"opinion":"同意",
                 "startedAt":"2026-03-03T03:00:00.000Z","endedAt":"2026-03-03T06:00:00.000Z",
                 "organization":{"name":"示范市行政审批服务局"}}
                """
                        .formatted(caseNo));
        return event(id, "case.step-done", caseNo, data);
    }

    private static byte[] completed(String id, String caseNo) {
        ObjectNode data = (ObjectNode) StrictJson.parse(
                """
                {"caseNo":"%s","result":"0","courier":false,"completedAt":"2026-03-09T08:00:00.000Z",
                 "organization":{"name":"示范市行政审批服务局"}}
                """
                        .formatted(caseNo));
        return event(id, "case.completed", caseNo, data);
    }

    private static byte[] event(String id, String type, String subject, ObjectNode data) {
        ObjectNode event = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + DESK)
                .put("type", type)
                .put("subject", subject)
                .put("time", "2026-03-09T08:00:00.000Z");
        event.set("data", data);
        return StrictJson.writeText(event).getBytes(StandardCharsets.UTF_8);
    }
}
