package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.platform.NationalPlatform;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Every table of the national report-up, through the packaged gateway in both directions. */
@ExtendWith(SharedGateway.Extension.class)
class NationalReportIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SENDER = SharedGateway.NATIONAL + "-sender";
    private static final String ORGANIZATION = "\"organization\":{\"name\":\"示范市行政审批服务局\"}";
    private static final String PROCEDURE = "\"procedureNo\":\"TB-1\",\"kind\":\"2\"," + ORGANIZATION + ",";

    private final SharedGateway gateway;
    private final NationalPlatform platform;

    NationalReportIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.platform = gateway.platforms().national();
    }

    @Test
    void stepsAndResultsAreRowsOfTheirTables() throws IOException {
        String id = gateway.freshId();

        told(
                id + "-s",
                "case.step-done",
                "CASE-" + id,
                "\"caseNo\":\"CASE-" + id
                        + "\",\"action\":\"1\",\"step\":{\"name\":\"审核\"},\"actor\":{\"name\":\"示例经办人\"},"
                        + "\"opinion\":\"同意\",\"startedAt\":\"2026-03-03T03:00:00.000Z\","
                        + "\"endedAt\":\"2026-03-03T06:00:00.000Z\"," + ORGANIZATION);
        told(
                id + "-r",
                "case.completed",
                "CASE-" + id,
                "\"caseNo\":\"CASE-" + id + "\",\"result\":\"6\",\"courier\":false,"
                        + "\"completedAt\":\"2026-03-09T08:00:00.000Z\"," + ORGANIZATION);

        JsonNode step = row("up_pro_process", "project_no", "CASE-" + id);
        assertThat(step.path("event_end_time").asString()).isEqualTo("2026-03-03 14:00:00");
        assertThat(step.path("cd_operation").asString()).isEqualTo("I");
        JsonNode result = row("up_pro_result", "project_no", "CASE-" + id);
        assertThat(result.path("result_type").asString()).isEqualTo("6");
        assertThat(result.path("row_guid").asString())
                .isNotEqualTo(step.path("row_guid").asString());
    }

    @Test
    void aSpecialProcedureIsOneRowThatIsInsertedAndUpdated() throws IOException {
        String id = gateway.freshId();

        told(
                id + "-s",
                "case.special-started",
                "CASE-" + id,
                "\"caseNo\":\"CASE-" + id + "\"," + PROCEDURE
                        + "\"name\":\"现场检测\",\"reason\":\"需现场检测\",\"startedAt\":\"2026-03-04T01:00:00.000Z\"");
        told(
                id + "-e",
                "case.special-ended",
                "CASE-" + id,
                "\"caseNo\":\"CASE-" + id + "\"," + PROCEDURE
                        + "\"result\":\"检测合格\",\"endedAt\":\"2026-03-06T01:00:00.000Z\"");

        await().atMost(SOON)
                .until(() -> rows("up_pro_special_procedure", "project_no", "CASE-" + id)
                                .size()
                        == 2);
        List<JsonNode> rows = rows("up_pro_special_procedure", "project_no", "CASE-" + id);
        assertThat(rows).extracting(row -> row.path("cd_operation").asString()).containsExactly("I", "U");
        assertThat(rows).extracting(row -> row.path("row_guid").asString()).containsOnly("CASE-" + id + "-TB-1");
        assertThat(rows.get(0).path("cd_batch").asString())
                .isNotEqualTo(rows.get(1).path("cd_batch").asString());
    }

    @Test
    void materialsAndCertificatesAreToldWithoutTheirFiles() throws IOException {
        String id = gateway.freshId();

        told(
                id + "-m",
                "material.registered",
                "M-" + id,
                "\"materialId\":\"M-" + id + "\",\"caseNo\":\"CASE-" + id
                        + "\",\"catalogueName\":\"经营场所证明\",\"takeMode\":\"1\",\"takenAt\":\"2026-03-02T01:15:00.000Z\"");
        told(
                id + "-c",
                "certificate.issued",
                "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3",
                "\"identifier\":\"1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3\","
                        + "\"typeCode\":\"11990100XXXX000193001\",\"typeName\":\"示范经营许可证\",\"name\":\"示范经营许可证\","
                        + "\"number\":\"N-" + id + "\",\"issuer\":{\"name\":\"示范市行政审批服务局\"},"
                        + "\"issueDate\":\"2026-03-09\",\"status\":\"01\",\"holders\":[{\"name\":\"示例商贸有限公司\","
                        + "\"code\":\"91990100XXXX00027M\",\"codeType\":\"001\"}]");

        JsonNode material = row("up_pro_material", "row_guid", "M-" + id);
        assertThat(material.path("get_type").asString()).isEqualTo("1");
        JsonNode certificate = row("up_lic_data", "certificate_number", "N-" + id);
        assertThat(certificate.path("certificate_holder_code").asString()).isEqualTo("91990100XXXX00027M");
        assertThat(certificate.path("issue_date").asString()).startsWith("2026-03-09");
    }

    /** An update is told as one of the row that it was where it came from. */
    @Test
    void anUpdateOfARowElsewhereIsToldAsOne() throws IOException {
        String id = gateway.freshId();

        told(
                id + "-u",
                "certificate.changed",
                "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3",
                "\"identifier\":\"1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3\","
                        + "\"typeCode\":\"11990100XXXX000193001\",\"typeName\":\"示范经营许可证\",\"name\":\"示范经营许可证\","
                        + "\"number\":\"U-" + id + "\",\"issuer\":{\"name\":\"示范市行政审批服务局\"},"
                        + "\"issueDate\":\"2026-03-09\",\"changedAt\":\"2026-03-20T01:00:00.000Z\","
                        + "\"holders\":[{\"name\":\"示例商贸有限公司\","
                        + "\"code\":\"91990100XXXX00027M\",\"codeType\":\"001\"}],"
                        + "\"origin\":{\"system\":\"370\",\"recordId\":\"G-" + id
                        + "\",\"operation\":\"U\",\"batchId\":\"B-1\"}");

        JsonNode row = row("up_lic_data", "certificate_number", "U-" + id);
        assertThat(row.path("row_guid").asString()).isEqualTo("G-" + id);
        assertThat(row.path("cd_operation").asString()).isEqualTo("U");
        assertThat(row.path("cd_batch").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void anUpdateThatComesSaysOfWhichRowItIs() throws IOException {
        String id = gateway.freshId();
        String columns = "'certificate_source_id':"
                + "'1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3',"
                + "'certificate_type':'示范经营许可证','certificate_type_code':'11990100XXXX000193001',"
                + "'certificate_name':'示范经营许可证','certificate_number':'#','issue_dept':'示范市行政审批服务局',"
                + "'certificate_holder':'示例商贸有限公司','certificate_holder_code':'91990100XXXX00027M',"
                + "'certificate_holder_type':'001','issue_date':'2026-03-09'";

        assertThat(code("up_lic_data", envelope(id, "B-1", "U", "2026-03-20 09:00:00", columns)))
                .isEqualTo("0");

        JsonNode event = fetched("up_lic_data~changed:G-" + id + ":B-1:U");
        assertThat(event.path("type").asString()).isEqualTo("certificate.changed");
        assertThat(event.at("/data/changedAt").asString()).isEqualTo("2026-03-20T01:00:00.000Z");
        assertThat(event.at("/data/origin/recordId").asString()).isEqualTo("G-" + id);
        assertThat(event.at("/data/origin/system").asString()).isEqualTo("370");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "up_pro_process|case.step-done|2026-03-03T06:00:00.000Z|/opinion=同意|'project_no':'#','event_name':'1',"
                        + "'process_name':'审核','handle_user_name':'示例经办人','handle_explain':'同意',"
                        + "'event_start_time':'2026-03-03 11:00:00','event_end_time':'2026-03-03 14:00:00'",
                "up_pro_special_procedure|case.special-started|2026-03-04T01:00:00.000Z|/procedureNo=G-#|'project_no':'#',"
                        + "'special_type':'2','special_name':'现场检测','special_time':'2026-03-04 09:00:00',"
                        + "'special_reason':'需现场检测'",
                "up_pro_special_procedure|case.special-ended|2026-03-06T01:00:00.000Z|/startedAt=2026-03-04T01:00:00.000Z|"
                        + "'project_no':'#','special_type':'2','special_name':'现场检测','special_time':'2026-03-04 09:00:00',"
                        + "'special_reason':'需现场检测','end_time':'2026-03-06 09:00:00','result':'检测合格'",
                "up_pro_material|material.registered|2026-03-02T01:15:00.000Z|/fileName=场所证明.pdf|'project_no':'#',"
                        + "'material_name':'经营场所证明','get_type':'2','get_num':1,'material_attach_name':'场所证明.pdf'",
                "up_pro_result|case.completed|2026-03-09T08:00:00.000Z|/result=6|'project_no':'#',"
                        + "'result_date':'2026-03-09 16:00:00','result_type':'6','is_delivery_results':'0'",
                "up_lic_data|certificate.issued|2026-03-08T16:00:00.000Z|/holders/0/code=91990100XXXX00027M|"
                        + "'certificate_source_id':"
                        + "'1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3',"
                        + "'certificate_type':'示范经营许可证','certificate_type_code':'11990100XXXX000193001',"
                        + "'certificate_name':'示范经营许可证','certificate_number':'#','issue_dept':'示范市行政审批服务局',"
                        + "'certificate_holder':'示例商贸有限公司','certificate_holder_code':'91990100XXXX00027M',"
                        + "'certificate_holder_type':'001','issue_date':'2026-03-09'"
            })
    void aRowThatComesIsARecord(String table, String type, String time, String expected, String columns)
            throws IOException {
        String id = gateway.freshId();
        String cameAt = table.equals("up_pro_material") ? "2026-03-02 09:15:00" : "2026-03-09 17:00:00";
        String row = envelope(id, "B-1", "I", cameAt, columns);

        assertThat(code(table, row)).isEqualTo("0");
        assertThat(code(table, row)).isEqualTo("0");

        JsonNode event = fetched(called(table, type) + ":G-" + id + ":B-1:I");
        assertThat(event.path("type").asString()).isEqualTo(type);
        assertThat(event.path("time").asString()).isEqualTo(time);
        String[] field = expected.replace("#", id).split("=");
        assertThat(event.at("/data" + field[0]).asString()).isEqualTo(field[1]);
    }

    @Test
    void anUpdateIsANewVersionAndADeletionIsRefused() throws IOException {
        String id = gateway.freshId();
        String columns =
                "'project_no':'#','result_date':'2026-03-09 16:00:00','result_type':'%s','is_delivery_results':'0'";
        String at = "2026-03-09 17:00:00";

        assertThat(code("up_pro_result", envelope(id, "B-1", "I", at, columns.formatted("6"))))
                .isEqualTo("0");
        assertThat(code("up_pro_result", envelope(id, "B-1", "U", at, columns.formatted("5"))))
                .as("the row of the same batch, updated")
                .isEqualTo("0");
        assertThat(code("up_pro_result", envelope(id, "B-2", "U", at, columns.formatted("1"))))
                .isEqualTo("0");
        assertThat(code("up_pro_result", envelope(id, "B-2", "U", at, columns.formatted("2"))))
                .isEqualTo("ID_REUSED");
        assertThat(code("up_pro_result", envelope(id, "B-3", "D", at, columns.formatted("1"))))
                .isEqualTo("UNTRANSLATABLE");

        assertThat(fetched("up_pro_result:G-" + id + ":B-1:I")
                        .at("/data/result")
                        .asString())
                .isEqualTo("6");
        JsonNode second = fetched("up_pro_result:G-" + id + ":B-2:U");
        assertThat(second.at("/data/result").asString()).isEqualTo("1");
        assertThat(second.at("/data/origin/operation").asString()).isEqualTo("U");
    }

    /** Rows of one table that are records of several types are told apart by the type. */
    private static String called(String table, String type) {
        return switch (table) {
            case "up_pro_special_procedure", "up_lic_data" -> table + type.replaceFirst("[a-z]+\\.", "~");
            default -> table;
        };
    }

    private String code(String table, String row) {
        String address = gateway.addressFor(SharedGateway.NATIONAL);
        return platform.report(address, table, row, platform.secret(address))
                .path("code")
                .asString();
    }

    private static String envelope(String id, String batch, String operation, String time, String columns) {
        return ("{'row_guid':'G-#','cd_batch':'" + batch + "','cd_operation':'" + operation + "','cd_time':'" + time
                        + "','data_source':'370','org_name':'示范市行政审批服务局'," + columns + "}")
                .replace("#", id)
                .replace('\'', '"');
    }

    private void told(String id, String type, String subject, String data) throws IOException {
        String record = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/parties/" + SENDER
                + "\",\"type\":\""
                + type + "\",\"subject\":\"" + subject + "\",\"time\":\"2026-03-09T08:00:00.000Z\",\"data\":{" + data
                + "}}";
        assertThat(gateway.submit(SENDER, record.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);
    }

    private JsonNode row(String table, String column, String value) {
        await().atMost(SOON).until(() -> !rows(table, column, value).isEmpty());
        return rows(table, column, value).get(0);
    }

    private List<JsonNode> rows(String table, String column, String value) {
        return platform.taken(table).stream()
                .filter(row -> row.path(column).asString("").equals(value))
                .toList();
    }

    private JsonNode fetched(String id) throws IOException {
        try (FetchingParty inbox = gateway.inbox(SharedGateway.REPORTS)) {
            long end = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() < end) {
                for (FetchingParty.Fetched fetched : inbox.fetch(100, 5, 10)) {
                    assertThat(inbox.confirm(List.of(fetched))).containsExactly(200);
                    if (fetched.record().endsWith("/" + id)) {
                        return StrictJson.parse(fetched.content().payload());
                    }
                }
            }
        }
        throw new AssertionError("record " + id + " did not come to the inbox");
    }
}
