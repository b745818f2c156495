package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tongqu.ittests.frontdb.FrontGateway.ARCHIVE;
import static org.tongqu.ittests.frontdb.FrontGateway.DESK;
import static org.tongqu.ittests.frontdb.FrontGateway.WATERWORKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tongqu.ittests.frontdb.CaseFiles;
import org.tongqu.ittests.frontdb.FrontGateway;
import org.tongqu.ittests.frontdb.FrontPostgres;
import org.tongqu.ittests.frontdb.FrontServer;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;

/** Front-end databases on PostgreSQL; and folders, which need no server, at the same gateway. */
class PostgresFrontIT extends FrontDatabaseContract {
    @Override
    FrontServer server() {
        return new FrontPostgres(FrontGateway.freshFolder());
    }

    @Test
    void whatADepartmentLeavesInItsFolderIsTakenLineByLine() throws Exception {
        String good = fresh();
        String bad = fresh();
        Path left = gateway().left();
        String name = "case-" + good + ".csv";
        byte[] file = CaseFiles.csv(
                CaseFiles.applied(good),
                CaseFiles.accepted(good),
                CaseFiles.accepted(bad).replace(",2,,,", ",7,,,"),
                CaseFiles.accepted(bad));
        long before = gateway().records();
        CaseFiles.leave(left, name, file);

        List<JsonNode> events = gateway().fetched(ARCHIVE, good, 2);

        assertThat(events)
                .extracting(event -> event.path("type").asString())
                .containsExactly("case.applied", "case.accepted");
        awaitGone(left, name);
        assertThat(Files.readString(left.resolve(name + ".err")))
                .contains("\"4\",\"UNTRANSLATABLE\",\"/CASE_TYPE\",\"code:caseType\"")
                .contains("\"5\",\"EARLIER_ITEM_REFUSED\"")
                .as("never what stands there")
                .doesNotContain("示例")
                .doesNotContain(bad);
        assertThat(refused(name + ":4").path("code").asString()).isEqualTo("UNTRANSLATABLE");
        assertThat(refused(name + ":4").path("party").asString()).isEqualTo(WATERWORKS);
        assertThat(gateway().records()).isEqualTo(before + 2);

        CaseFiles.leave(left, name, file);
        awaitGone(left, name);
        assertThat(gateway().records()).as("the same again").isEqualTo(before + 2);

        CaseFiles.leave(left, name, CaseFiles.csv(CaseFiles.accepted(fresh())));
        awaitGone(left, name);
        assertThat(Files.readString(left.resolve(name + ".err"))).contains("name-reused");
        assertThat(gateway().records()).as("the same name with other content").isEqualTo(before + 2);
    }

    @Test
    void aFileThatIsHalfWrittenIsRefusedAndTakenOnceItIsWhole() throws Exception {
        String caseNo = fresh();
        Path left = gateway().left();
        String name = "case-" + caseNo + ".csv";
        byte[] whole = CaseFiles.csv(CaseFiles.accepted(caseNo));
        CaseFiles.leave(left, name, CaseFiles.csv(), whole);
        awaitGone(left, name);
        assertThat(Files.readString(left.resolve(name + ".err"))).contains("\"size\"");
        assertThat(refused(name).path("code").asString()).isEqualTo("FILE_REFUSED");

        CaseFiles.leave(left, name, whole);

        assertThat(gateway().fetched(ARCHIVE, caseNo, 1)).hasSize(1);
        awaitGone(left, name);
        assertThat(left.resolve(name + ".err")).doesNotExist();
        assertThat(refused(name).isEmpty()).isTrue();
    }

    @Test
    void aRecordIsAFileInTheFolderOfWhoGetsItAndNoFormula() throws Exception {
        String caseNo = fresh();
        assertThat(gateway().submit(applied(caseNo, caseNo, "=1+1|示例申请"))).isEqualTo(202);
        awaitState(caseNo, WATERWORKS, "SENT");

        List<Path> files = CaseFiles.names(gateway().given()).stream()
                .filter(name -> name.endsWith(".csv"))
                .map(gateway().given()::resolve)
                .filter(file -> text(file).contains(caseNo))
                .toList();
        assertThat(files).hasSize(1);
        assertThat(text(files.get(0)))
                .contains("\"APPLIED\",\"" + caseNo + "\"")
                .contains("\"'=1+1|示例申请\"");
        assertThat(Files.readString(Path.of(files.get(0) + ".ok")))
                .isEqualTo(new Sm3().sm3(Files.readAllBytes(files.get(0))) + " " + Files.size(files.get(0)) + " "
                        + files.get(0).getFileName() + "\n");
    }

    /** As if another gateway had read it behind a one-way gateway. */
    @Test
    void whatComesBackByTheSecondPathIsHeard() throws Exception {
        String caseNo = fresh();
        assertThat(gateway().submit(applied(caseNo, caseNo, "示例申请"))).isEqualTo(202);
        awaitState(caseNo, WATERWORKS, "SENT");
        Path file = CaseFiles.names(gateway().given()).stream()
                .filter(name -> name.endsWith(".csv"))
                .map(gateway().given()::resolve)
                .filter(one -> text(one).contains(caseNo))
                .findFirst()
                .orElseThrow();
        Path replies = gateway().replies();

        Files.copy(Path.of(file + ".ok"), replies.resolve(file.getFileName() + ".ack"));
        await().atMost(SOON).until(() -> CaseFiles.names(replies).isEmpty());
        Path told = replies.resolve(file.getFileName() + ".err");
        Files.writeString(
                told,
                "\"行 line\",\"代码 code\",\"字段 field\",\"规则 rule\",\"原因 reason\"\r\n\"2\",\"NO_RULE\",\"\",\"refused\",\"x\"\r\n");

        List<JsonNode> notices = gateway().fetched(DESK, caseNo, 1);
        assertThat(notices.get(0).path("type").asString()).isEqualTo("delivery.refused");
        assertThat(notices.get(0).at("/data/code").asString()).isEqualTo("PARTNER_OBJECTED");
        assertThat(notices.get(0).at("/data/reason").asString()).isEqualTo("2 NO_RULE  refused x");
        await().atMost(SOON).until(() -> CaseFiles.names(replies).isEmpty());
        assertThat(gateway().state(caseNo, WATERWORKS)).isEqualTo("SENT");
        assertThat(CaseFiles.names(gateway().given()))
                .as("of yesterday")
                .anyMatch(name -> name.matches("daily-[0-9]{8}[.]txt[.]ok"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, CaseFiles.GB18030);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitGone(Path left, String name) throws IOException {
        await().atMost(SOON).until(() -> !CaseFiles.names(left).contains(name + ".ok"));
    }
}
