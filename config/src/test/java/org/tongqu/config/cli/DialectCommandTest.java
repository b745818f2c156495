package org.tongqu.config.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.tongqu.record.json.StrictJson;

class DialectCommandTest {
    private static final Path DIALECTS = Path.of("dialects");
    private static final Path SAMPLES = DIALECTS.resolve("haochaping/samples/evaluation");

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    @Test
    void allSamplesAreCountedOnTheLastLine() {
        assertThat(run(DIALECTS, "test", "--all", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(lastLine())
                .matches("\\{\"families\":\\d+,\"samples\":\\d+,\"failed\":0,\"fields_covered\":1,\"codes_covered\":1,"
                        + "\"outcomes_covered\":1}");
    }

    @Test
    void aCodeWithoutASampleIsAFailure() throws IOException {
        FileSystemUtils.copyRecursively(DIALECTS.resolve("haochaping"), folder.resolve("haochaping"));
        Path codes = folder.resolve("haochaping/codes/evaluationChannel.csv");
        Files.writeString(codes, Files.readString(codes) + "0,7,in,其他\n");

        assertThat(run(folder, "test", "haochaping", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString()).contains("no sample goes through codes/evaluationChannel.csv 0 = 7 in");
        assertThat(lastLine()).contains("\"failed\":1", "\"codes_covered\":0.98");
    }

    @Test
    void whatAMessageBecomesIsToldFieldByFieldWithItsRule() {
        assertThat(run(
                        DIALECTS,
                        "try",
                        "haochaping",
                        SAMPLES.resolve("good.partner.json").toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(said.toString())
                .contains("evaluation → case.evaluated")
                .containsPattern("satisfaction = \"5\"  →  /satisfaction = \"1\" +\\(case.evaluated.yml:\\d+\\)")
                .contains("\"evaluatedAt\":\"2026-03-12T02:00:00.000Z\"");
    }

    @Test
    void whatNoRowReadsIsSaid() throws IOException {
        String good = Files.readString(SAMPLES.resolve("good.partner.json"));
        Path more = Files.writeString(
                folder.resolve("more.json"),
                good.replaceFirst("\\{", "{\"extra\":{\"a\":[{\"b\":\"1\"},{\"b\":\"2\"}],\"empty\":\" \"},"));

        assertThat(run(DIALECTS, "try", "haochaping", more.toString())).isEqualTo(ExitCode.DONE);

        assertThat(said.toString())
                .containsOnlyOnce("  · /extra/a/b  不带入")
                .doesNotContain("/extra/empty", "· /satisfaction");
    }

    @Test
    void aRecordIsPutIntoThePartnersWords() {
        assertThat(run(
                        DIALECTS,
                        "try",
                        "haochaping",
                        SAMPLES.resolve("good.canonical.json").toString(),
                        "--from",
                        "case.evaluated"))
                .isEqualTo(ExitCode.DONE);
        assertThat(lastLine()).startsWith("[{\"projectNo\":\"9901012026030200001\",\"assessNumber\":1,\"pf\":\"2\"");
    }

    @Test
    void aQuestionIsPutIntoThePartnersWordsByTheCallThatItIsAskedBy() throws IOException {
        Path samples = DIALECTS.resolve("approvedatainfo-json/samples/getApplyInfo");
        Path question = samples.resolve("applied.question.json");

        assertThat(run(DIALECTS, "try", "approvedatainfo-json", question.toString(), "--question", "case.find"))
                .isEqualTo(ExitCode.DONE);
        assertThat(said.toString())
                .contains("case.find → getApplyInfo")
                .containsPattern("/caseNo = \"\\d+\"  →  sblshShort = \"\\d+\" +\\(queries/case.find.yml:\\d+\\)");
        assertThat(StrictJson.parse(lastLine()))
                .isEqualTo(StrictJson.parse(Files.readAllBytes(samples.resolve("applied.asked.json"))));

        Path bare = Files.writeString(folder.resolve("bare.json"), "{\"caseNo\":\"1\"}");
        assertThat(run(DIALECTS, "try", "approvedatainfo-json", bare.toString(), "--question", "case.find"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(lastLine()).contains("a question is written so");
        assertThat(run(DIALECTS, "try", "approvedatainfo-json", question.toString(), "--question", "payment.status"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(lastLine()).contains("case.find getApplyInfo");
        assertThat(run(DIALECTS, "try", "approvedatainfo-json", question.toString(), "--question", "x", "--from", "y"))
                .as("one of them")
                .isEqualTo(2);
    }

    @Test
    void whatAProviderAnswersBecomesResults() throws IOException {
        Path samples = DIALECTS.resolve("approvedatainfo-json/samples/getApplyInfo");
        String answer = Files.readString(samples.resolve("applied.answer.json"));

        assertThat(run(
                        DIALECTS,
                        "try",
                        "approvedatainfo-json",
                        samples.resolve("applied.answer.json").toString(),
                        "--answer",
                        "getApplyInfo"))
                .isEqualTo(ExitCode.DONE);
        assertThat(said.toString())
                .contains("getApplyInfo → case.find")
                .containsPattern("sqrlx = \"1\"  →  /applicant/kind = \"1\" +\\(queries/case.find.yml:\\d+\\)");
        assertThat(StrictJson.parse(lastLine()))
                .isEqualTo(StrictJson.parse(Files.readAllBytes(samples.resolve("applied.results.json"))));

        Path wrong = Files.writeString(
                folder.resolve("wrong.json"),
                answer.replaceFirst("\"sqrlx\": *\"1\"", "\"sqrlx\":\"77\",\"extra\":\"x\""));
        assertThat(run(DIALECTS, "try", "approvedatainfo-json", wrong.toString(), "--answer", "getApplyInfo"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString()).containsPattern("✗ /data/spshenqin/sqrlx  code:");
        Path more = Files.writeString(
                folder.resolve("more.json"), answer.replaceFirst("\"sqrlx\"", "\"extra\":\"x\",\"sqrlx\""));
        assertThat(run(DIALECTS, "try", "approvedatainfo-json", more.toString(), "--answer", "getApplyInfo"))
                .isEqualTo(ExitCode.DONE);
        assertThat(said.toString()).contains("  · /data/spshenqin/extra  不带入").doesNotContain("  · /code", "  · /msg");
        assertThat(run(DIALECTS, "try", "approvedatainfo-json", more.toString(), "--answer", "getApply"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(lastLine()).contains("case.find getApplyInfo");
    }

    @Test
    void aQuestionOfThePartnersIsPutIntoOursAndOurResultsIntoItsWords() throws IOException {
        Path samples = DIALECTS.resolve("certificate-sharing/samples/queryCertInfoByHolderCode");
        Path asked = samples.resolve("holder-001.asked.json");

        assertThat(run(
                        DIALECTS,
                        "try",
                        "certificate-sharing",
                        asked.toString(),
                        "--asked",
                        "queryCertInfoByHolderCode"))
                .isEqualTo(ExitCode.DONE);
        assertThat(said.toString())
                .contains("queryCertInfoByHolderCode → certificate.find", "→  purpose = \"办理示范经营许可\"")
                .containsPattern("holderTypeCode = \"001\"  →  /holderCodeType = \"001\" +\\(queries/certificate.find");
        assertThat(StrictJson.parse(lastLine()))
                .isEqualTo(StrictJson.parse(Files.readAllBytes(samples.resolve("holder-001.question.json")))
                        .path("data"));

        Path found = samples.resolve("found.results.json");
        assertThat(run(
                        DIALECTS,
                        "try",
                        "certificate-sharing",
                        found.toString(),
                        "--results",
                        "queryCertInfoByHolderCode"))
                .isEqualTo(ExitCode.DONE);
        assertThat(StrictJson.parse(lastLine()).at("/data/0/certificate_name").asString())
                .isEqualTo(StrictJson.parse(Files.readAllBytes(found))
                        .at("/0/name")
                        .asString());
        assertThat(run(DIALECTS, "try", "certificate-sharing", found.toString(), "--asked", "nothing"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(run(
                        DIALECTS,
                        "try",
                        "certificate-sharing",
                        asked.toString(),
                        "--results",
                        "queryCertInfoByHolderCode"))
                .isNotEqualTo(ExitCode.DONE);
    }

    @Test
    void whatIsWrongWithAMessageIsToldWhereAndWhy() throws IOException {
        assertThat(run(
                        DIALECTS,
                        "try",
                        "haochaping",
                        SAMPLES.resolve("incomplete.partner.json").toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString()).contains("✗ /0/projectNo  required", "✗ /0/assessNumber  integer");

        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"projectNo\":");
        assertThat(run(DIALECTS, "try", "haochaping", broken.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString()).contains("json:", "line 1");
    }

    /** The page's own blocks and commands: whoever follows it gets what it says. */
    @Test
    void whoFollowsThePageHasADialectThatIsWhole() throws IOException {
        String page = Files.readString(Path.of("../docs/add-a-dialect.md"));
        Map<String, String> blocks = blocks(page);
        assertThat(blocks)
                .containsOnlyKeys(
                        "dialect.yml",
                        "utility.paid.yml",
                        "codes/utilityKind.csv",
                        "samples/payBill/paid.partner.json",
                        "samples/payBill/paid.canonical.json",
                        "samples/payBill/paid.variants.csv",
                        "samples/answers/");
        String answers = Objects.requireNonNull(blocks.remove("samples/answers/"));
        answers.lines()
                .map(line -> line.split(" +", 2))
                .forEach(file -> blocks.put("samples/answers/" + file[0], file[1]));
        String canonical = Objects.requireNonNull(blocks.get("samples/payBill/paid.canonical.json"));
        for (Map.Entry<String, String> file : blocks.entrySet()) {
            Path target = folder.resolve("demo-water").resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
            assertThat(page).as("the listing of the folder").contains(String.valueOf(target.getFileName()));
        }

        assertThat(run(
                        folder,
                        "try",
                        "demo-water",
                        folder.resolve("demo-water/samples/payBill/paid.partner.json")
                                .toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(lastLine()).isEqualTo(canonical.strip());
        assertThat(run(folder, "test", "demo-water")).as(said.toString()).isEqualTo(ExitCode.DONE);
        assertThat(page).contains("\n# " + lastLine() + "\n");
    }

    /** The blocks of a page in front of which the name of a file stands, by that name; of a folder each line is a file. */
    private static Map<String, String> blocks(String page) {
        return Pattern.compile("(?m)^`([A-Za-z0-9./]+)`[^\n]*\n\n```[a-z]*\n((?:.*\n)*?)```$")
                .matcher(page)
                .results()
                .collect(Collectors.toMap(
                        block -> block.group(1), block -> block.group(2), (one, other) -> one + other, TreeMap::new));
    }

    @Test
    void whatIsWronglyCalledSaysWhatThereIs() {
        assertThat(run(DIALECTS, "test")).isEqualTo(2);
        assertThat(run(DIALECTS, "try", "klingon", "x")).isEqualTo(ExitCode.REFUSED);
        assertThat(run(folder.resolve("nowhere"), "list")).isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString()).contains("name dialects, or --all", "haochaping", "is no directory");
        assertThat(said.toString()).doesNotContain("\tat ");
    }

    private int run(Path dialects, String... words) {
        PrintWriter out = new PrintWriter(said, true);
        String[] line =
                Arrays.copyOf(new String[] {"dialect", words[0], "--dialects", dialects.toString()}, words.length + 3);
        System.arraycopy(words, 1, line, 4, words.length - 1);
        return Tongqu.commandLine(out, out).execute(line);
    }

    private String lastLine() {
        return said.toString().lines().reduce((first, second) -> second).orElse("");
    }
}
