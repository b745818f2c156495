package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does: the demo, the README's example, the commands beside it; then what no newcomer does. */
class DemoIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @Test
    void theDemoDoesWhatTheReadmeSaysAndSurvivesKillingAllOfItInAnyOrder() throws Exception {
        try (RunningDemo demo = RunningDemo.start(data, Path.of("target/demo.log"))) {
            demo.awaitGuide();
            String answers = theAgentAsks(demo.said());
            theExampleOfTheReadme(demo);
            assertThat(answers)
                    .contains("\\\"caseNo\\\":\\\"9901012026030200001\\\"", "\\\"stateText\\\":\\\"办理中\\\"")
                    .contains("\\\"status\\\":\\\"01\\\"", "\\\"validTo\\\":\\\"2031-03-08\\\"")
                    .doesNotContain("供水", "示许字", "organization");
            demo.awaitArrivalsEverywhere();
            demo.awaitReportsInEveryDialect();
            theAgentAsksAboutACaseOfTheHall(demo);
            assertThat(demo.run(0, "trace", demo.accepted().get(0))).contains("DELIVERED");
            aComplaintLivesItsWholeLife(demo);
            aRowGoesThroughAndARecordArrivesAsARow(demo);
            theSiteIsChangedAndChangedBack(demo);
            killAll(demo, new Random(20261126));
        }
        long before = recordsAcceptedBeforeTheKill();
        try (RunningDemo again = RunningDemo.start(data, Path.of("target/demo-again.log"))) {
            again.awaitArrivalsEverywhere();
            assertThat(again.awaitReportsInEveryDialect())
                    .as("of at least four families, APPROVEDATAINFO as XML and as JSON being one")
                    .contains(
                            "national-rest",
                            "approvedatainfo-xml",
                            "approvedatainfo-json",
                            "guizhou-rest",
                            "ataf-soap");
            assertThat(again.ledger().records()).isGreaterThan(before);
            assertThat(again.interrupt()).isEqualTo(143);
            assertThat(again.ledger().postmasterPid())
                    .as("a demo that has ended leaves no database running")
                    .isEmpty();
        }
    }

    /** The city's hotline knows SOAP alone, the bureau JSON alone; each hears of the other once. */
    private static void aComplaintLivesItsWholeLife(RunningDemo demo) {
        String ticket = demo.awaitClosedTicket();
        await().atMost(SOON).untilAsserted(() -> assertThat(way(demo.run(0, "trace", ticket)))
                .containsExactly(
                        "已结案",
                        "990100.hotline ticket.dispatched",
                        "→ 990101.urban DELIVERED",
                        "990101.urban ticket.signed",
                        "→ 990101.hotline DELIVERED",
                        "990101.urban ticket.returned",
                        "→ 990100.hotline SENT",
                        "→ 990101.hotline DELIVERED",
                        "990100.hotline ticket.return-reviewed",
                        "→ 990101.urban DELIVERED",
                        "990101.urban ticket.replied",
                        "→ 990100.hotline SENT",
                        "→ 990101.hotline DELIVERED",
                        "990100.hotline ticket.redispatched",
                        "→ 990101.urban DELIVERED",
                        "990101.urban ticket.signed",
                        "→ 990101.hotline DELIVERED",
                        "990101.urban ticket.replied",
                        "→ 990100.hotline SENT",
                        "→ 990101.hotline DELIVERED",
                        "990100.hotline ticket.revisited",
                        "→ 990101.urban DELIVERED",
                        "990100.hotline ticket.closed",
                        "→ 990101.urban DELIVERED"));
        assertThat(demo.got("990100.hotline", ticket))
                .containsExactly("ticket.returned", "ticket.replied", "ticket.replied");
        assertThat(demo.got("990101.urban", ticket))
                .containsExactly(
                        "ticket.dispatched",
                        "ticket.return-reviewed",
                        "ticket.redispatched",
                        "ticket.revisited",
                        "ticket.closed");
    }

    /** As the guide has it, to the letter but for the client: what it would be given goes to the database. */
    private void aRowGoesThroughAndARecordArrivesAsARow(RunningDemo demo) throws SQLException, IOException {
        String guide = demo.said();
        Matcher server = Pattern.compile(
                        "cat (\\S+)\\)\\s+psql -h (\\S+) -p (\\d+) -U (\\S+) (\\S+) -c \"\\s+(insert [^\"]*)\"",
                        Pattern.DOTALL)
                .matcher(guide);
        assertThat(server.find()).as(guide).isTrue();
        String password = Files.readString(Path.of(server.group(1)));
        String url = "jdbc:postgresql://" + server.group(2) + ":" + server.group(3) + "/" + server.group(5);
        try (Connection database = DriverManager.getConnection(url, server.group(4), password);
                Statement statement = database.createStatement()) {
            String caseNo = one(statement, server.group(6));
            await().atMost(SOON).until(() -> one(
                            statement, "select SIGNSTATE from bureau.PRE_APASINFO where PROJID = '" + caseNo + "'")
                    .equals("1"));
            await().atMost(SOON).untilAsserted(() -> assertThat(demo.run(0, "trace", caseNo))
                    .contains("990101.bureau", "→ 990101.market  DELIVERED", "→ 990101.town  SENT"));
            assertThat(one(statement, "select PROJECTNAME from town.PRE_APASINFO where PROJID = '" + caseNo + "'"))
                    .isEqualTo("我留下的一行");
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(demo.got("990101.town", caseNo)).containsExactly("PRE_APASINFO");
                assertThat(demo.got("990101.market", caseNo)).containsExactly("case.applied");
            });
            Matcher probe = Pattern.compile("\\./tongqu (frontdb probe .*?) --data \\S+")
                    .matcher(Files.readString(data.resolve("README.md")));
            assertThat(probe.find()).isTrue();
            assertThat(demo.run(0, (probe.group(1) + " --dialects " + root().resolve("config/dialects")).split(" ")))
                    .as("the whole family, and no line of a log between")
                    .startsWith("PostgreSQL 18")
                    .contains("最像 · most like  inspur-pre", "✓ pre_apasinfo", "dialect: inspur-pre   # 100 %")
                    .doesNotContain("✗", "thread=");
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet found = statement.executeQuery(sql)) {
            assertThat(found.next()).as(sql).isTrue();
            return String.valueOf(found.getString(1));
        }
    }

    /** Of what {@code trace} says: where the ticket stands, the records with their senders, who got each and how it ended. */
    private static List<String> way(String trace) {
        Pattern line =
                Pattern.compile("(?m)^状态 state  \\S+  (\\S+)|─ \\d+\\. (\\S+)  来自 from (\\S+)|─ → (\\S+)  (\\S+)");
        return line.matcher(trace)
                .results()
                .map(found -> found.group(1) != null
                        ? found.group(1)
                        : found.group(2) != null
                                ? found.group(3) + " " + found.group(2)
                                : "→ " + found.group(4) + " " + found.group(5))
                .toList();
    }

    /** The commands of the README's example, to the letter but for where this demo keeps its data. */
    private void theExampleOfTheReadme(RunningDemo demo) throws IOException {
        Path root = root();
        Matcher block = Pattern.compile("```sh\n(sed .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(root.resolve("README.md")));
        assertThat(block.find()).isTrue();
        String script = block.group(1)
                .replace("./tongqu trace", "sleep_until_delivered")
                .replace("data/demo", data.toString())
                .replace("/tmp/record.json", data.resolve("record.json").toString());
        // A person types the last line some seconds after the one before it.
        String function = "sleep_until_delivered() { for i in 1 2 3 4 5 6; do said=$(" + RunningDemo.shellCommand()
                + " trace \"$1\" --data '" + data
                + "'); case \"$said\" in *SENDING*|*ACCEPTED*) ;; *) break ;; esac; done;"
                + " printf '%s\\n' \"$said\"; }\n";
        String said = RunningDemo.run(0, List.of("bash", "-ec", "cd '" + root + "'\n" + function + script));
        assertThat(said).contains("HTTP/1.1 202").contains("\"payload\"");
        assertThat(said.split("DELIVERED", -1)).as(said).hasSizeGreaterThan(4);
        assertThat(demo.run(0, "send", data.resolve("record.json").toString())).contains("accepted before");
    }

    /** The commands of a guide, to the letter but for where the question lies meanwhile; returns what the gateway answered. */
    private String theAgentAsks(String guide) throws IOException {
        Matcher block = Pattern.compile("^ *for type in .*?^ *done$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(guide);
        assertThat(block.find()).as(guide).isTrue();
        String script = block.group()
                .replace("/tmp/question.json", data.resolve("question.json").toString());
        return RunningDemo.run(0, List.of("bash", "-ec", "cd '" + root() + "'\n" + script));
    }

    /** As the data directory's guide has it: any case that the hall sent, by its password, and nothing with another. */
    private void theAgentAsksAboutACaseOfTheHall(RunningDemo demo) throws IOException {
        String guide = Files.readString(data.resolve("README.md"));
        Matcher applied = Pattern.compile("→ 990101\\.window +受理 accepted +case\\.applied +(\\S+)")
                .matcher(demo.said());
        assertThat(applied.find()).isTrue();
        String about = "sed \"s/9901012026030200001/" + applied.group(1) + "/;s/EXAMPLE-1/";
        assertThat(theAgentAsks(guide.replace("sed \"s/EXAMPLE-1/", about)))
                .contains("\\\"caseNo\\\":\\\"" + applied.group(1) + "\\\"", "\\\"itemName\\\":\\\"示范经营许可\\\"");
        assertThat(theAgentAsks(
                        guide.replace("sed \"s/EXAMPLE-1/", about.replace("sed \"", "sed \"s/000000/000001/;"))))
                .contains("{\\\"results\\\":[]}")
                .doesNotContain(applied.group(1));
    }

    private void theSiteIsChangedAndChangedBack(RunningDemo demo) throws IOException {
        Path rules = data.resolve("site/sharing/tickets.yml");
        String text = Files.readString(rules);
        Files.writeString(rules, "rules:\n  - name: nonsense\n");
        String site = data.resolve("site").toString();
        assertThat(demo.run(1, "apply", "--site", site, "--who", "Zhang San")).contains("sharing/tickets.yml:2");
        Files.writeString(rules, "rules: []\n");
        assertThat(demo.run(0, "apply", "--site", site, "--who", "Zhang San"))
                .contains("- rule tickets-to-water")
                .contains("version 2 is in force");
        Files.writeString(rules, text);
        assertThat(demo.run(0, "rollback", "--who", "Li Si"))
                .contains("+ rule tickets-to-water")
                .contains("version 3 is in force");
    }

    /** {@code kill -9} of supervisor, gateway, parties and database, one after the other. */
    private static void killAll(RunningDemo demo, Random order) {
        List<ProcessHandle> processes = demo.processes();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(4);
        Collections.shuffle(processes, order);
        processes.forEach(ProcessHandle::destroyForcibly);
        await().atMost(SOON).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static long recordsAcceptedBeforeTheKill() throws IOException {
        return Files.readString(Path.of("target/demo.log"))
                .lines()
                .filter(line -> line.contains("受理 accepted"))
                .count();
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("README.zh-CN.md"))) {
            at = at.getParent();
        }
        return at;
    }
}
