package org.tongqu.adapters.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Form;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.site.Party;

class LeftFoldersTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final byte[] CSV = TestFiles.utf8("NO,NAME\r\n1,\"甲,\"\"乙\"\"\"\r\n2,\r\n");

    private final Places places = new Places();

    @TempDir
    Path temporary;

    private Path folder;
    private LeftFolders folders;
    private Party party;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createDirectory(temporary.resolve("folder"));
        folders = at(NOW);
        party = party(TestFiles.shape(Form.CSV, false), StandardCharsets.UTF_8);
    }

    private LeftFolders at(Instant now) {
        return new LeftFolders(
                places,
                new Spool(temporary.resolve("spool"), TestFiles.DIGESTS, new SecureRandom()),
                TestFiles.DIGESTS,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private Party party(FileShape shape, Charset charset) {
        return TestFiles.party(folder.toUri(), shape, charset, Map.of());
    }

    @AfterEach
    void nothingIsLeftInTheSpool() throws Exception {
        try (Stream<Path> left = Files.list(temporary.resolve("spool"))) {
            assertThat(left).isEmpty();
        }
        places.close();
    }

    @Test
    void aFileIsSeenOnceItsPartySaysThatItIsWhole() throws Exception {
        Files.write(folder.resolve("case-2.csv"), CSV);
        Files.write(folder.resolve("case-3.csv.part"), CSV);
        assertThat(folders.next(party)).isEmpty();

        TestFiles.leave(folder, "case-2.csv", CSV);
        TestFiles.leave(folder, "case-1.csv", CSV);
        assertThat(folders.next(party)).contains(new FileName("case-1.csv"));
    }

    @Test
    void itsLinesAreMessagesWithWhereTheyStand() throws Exception {
        TestFiles.leave(folder, "case-1.csv", CSV);
        List<FileLine> lines = lines("case-1.csv");
        assertThat(lines).extracting(FileLine::place).containsExactly("2", "3");
        assertThat(lines).extracting(FileLine::subject).containsExactly("1", "2");
        assertThat(lines)
                .extracting(line -> new String(line.message(), StandardCharsets.UTF_8))
                .containsExactly("{\"NO\":\"1\",\"NAME\":\"甲,\\\"乙\\\"\"}", "{\"NO\":\"2\"}");
    }

    @Test
    void aCopyDoesNotChangeWithTheFile() throws Exception {
        TestFiles.leave(folder, "case-1.csv", CSV);
        try (CopiedFile copy = folders.copy(party, new FileName("case-1.csv"))) {
            Files.writeString(folder.resolve("case-1.csv"), "something else");
            assertThat(copy.next(10, 1 << 20)).hasSize(2);
            try (Stream<Path> spooled = Files.list(temporary.resolve("spool"))) {
                assertThat(spooled.map(LeftFoldersTest::latin)).hasSize(1).noneMatch(text -> text.contains("NAME"));
            }
        }
    }

    private static String latin(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNotWhatItsPartySaysIsRefused() throws Exception {
        TestFiles.leave(folder, "case-1.csv", CSV);
        Files.write(folder.resolve("case-1.csv"), java.util.Arrays.copyOf(CSV, CSV.length - 5));
        assertThat(refusal("case-1.csv")).isEqualTo("size");

        byte[] changed = CSV.clone();
        changed[CSV.length - 3] = '3';
        Files.write(folder.resolve("case-1.csv"), changed);
        assertThat(refusal("case-1.csv")).isEqualTo("digest");

        Files.write(folder.resolve("case-1.csv"), CSV);
        Files.copy(folder.resolve("case-1.csv"), folder.resolve("case-9.csv"));
        Files.copy(folder.resolve("case-1.csv.ok"), folder.resolve("case-9.csv.ok"));
        assertThat(refusal("case-9.csv")).isEqualTo("renamed");

        Files.writeString(folder.resolve("case-1.csv.ok"), "done\n");
        assertThat(refusal("case-1.csv")).isEqualTo("ok-file");

        TestFiles.leave(folder, "other.csv", CSV);
        assertThat(refusal("other.csv")).isEqualTo("name");
    }

    @Test
    void whatIsNotWrittenAsAgreedIsRefusedWithItsLine() throws Exception {
        assertThat(fault("NO,NAME\n1,a\n2\n")).isEqualTo("3 columns");
        assertThat(fault("NO,NAME\n1,a,b\n")).isEqualTo("2 columns");
        assertThat(fault("NO,OTHER\n1,a\n")).isEqualTo("1 header");
        assertThat(fault("")).isEqualTo("1 header");
        assertThat(fault("NO,NAME\n1,\"a\"b\n")).isEqualTo("2 csv");
        TestFiles.leave(folder, "case-1.csv", "NO,NAME\n1,甲\n".getBytes(Charset.forName("GBK")));
        assertThat(refusal("case-1.csv")).isEqualTo("encoding");
    }

    @Test
    void anOpenQuoteIsNoEndOfAFile() throws Exception {
        assertThat(fault("NO,NAME\n1,\"a\n2,b\n")).isEqualTo("2 csv");
    }

    @Test
    void aMarkInFrontDoesNotCountAndColumnsMayStandInAnyOrder() throws Exception {
        TestFiles.leave(folder, "case-1.csv", TestFiles.utf8("\uFEFFNAME,NO\na,1\n"));
        assertThat(new String(lines("case-1.csv").get(0).message(), StandardCharsets.UTF_8))
                .isEqualTo("{\"NAME\":\"a\",\"NO\":\"1\"}");
    }

    @Test
    void moreThanAFileMayHaveIsRefused() throws Exception {
        TestFiles.leave(folder, "case-1.csv", new byte[(int) TestFiles.MOST + 1]);
        assertThat(refusal("case-1.csv")).isEqualTo("too-large");
    }

    @Test
    void linksAndFoldersAreNoFiles() throws Exception {
        Path secret = Files.write(temporary.resolve("secret"), CSV);
        Files.createSymbolicLink(folder.resolve("case-1.csv"), secret);
        Files.write(
                folder.resolve("case-1.csv.ok"),
                new OkFile(TestFiles.DIGESTS.sm3(CSV), CSV.length, "case-1.csv").octets());
        assertThat(refusal("case-1.csv")).isEqualTo("no-file");
        folders.quarantine(
                party, new FileName("case-1.csv"), FileFaults.of(List.of(FileFault.ofFile("", "x", "x", "x"))));
        assertThat(secret).hasBinaryContent(CSV);
        assertThat(folders.next(party)).isEmpty();

        Files.createDirectory(folder.resolve("case-2.csv"));
        Files.write(folder.resolve("case-2.csv.ok"), new OkFile(TestFiles.DIGESTS.sm3(CSV), 1, "case-2.csv").octets());
        assertThat(refusal("case-2.csv")).isEqualTo("no-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/b", "a\\b", "a\0b", ".x", "", "a\nb", "é", "e\u0301", "Ａ", "a b", "x:y"})
    void aNameThatLeadsElsewhereIsNone(String name) {
        assertThat(FileName.isShaped(name)).isFalse();
        assertThat(FileName.isShaped("x".repeat(4096))).isFalse();
    }

    @Test
    void aNameThatIsNotTakenIsToldOnceUnderOneOfOurs() throws Exception {
        Files.write(folder.resolve("a b;c"), CSV);
        Files.writeString(folder.resolve("a b;c.ok"), "x");
        assertThat(folders.next(party)).isEmpty();
        assertThat(folders.next(party)).isEmpty();
        List<String> told =
                names().stream().filter(name -> name.endsWith(".err")).toList();
        assertThat(told).hasSize(1).allMatch(name -> name.matches("name-[0-9a-f]{12}[.]err"));
    }

    @Test
    void aDecidedFileGoesToTheArchiveAndWhatIsWrongIsSaidBesideIt() throws Exception {
        TestFiles.leave(folder, "case-1.csv", CSV);
        FileFault fault =
                new FileFault("3", "SCHEMA_VIOLATION", new FieldError("/=NAME", "required", "必填", "required"));
        try (CopiedFile copy = folders.copy(party, new FileName("case-1.csv"))) {
            folders.archive(party, copy, FileFaults.of(List.of(fault)));
        }

        String beginning = TestFiles.DIGESTS.sm3(CSV).value().substring(4, 16);
        assertThat(folder.resolve("archive/20260302/" + beginning + "-case-1.csv"))
                .hasBinaryContent(CSV);
        assertThat(Files.readString(folder.resolve("case-1.csv.err")))
                .contains("\"3\",\"SCHEMA_VIOLATION\",\"/=NAME\",\"required\",\"必填 / required\"");
        assertThat(names()).containsExactlyInAnyOrder("archive", "case-1.csv.err");

        TestFiles.leave(folder, "case-1.csv", CSV);
        try (CopiedFile copy = folders.copy(party, new FileName("case-1.csv"))) {
            folders.archive(party, copy, new FileFaults());
            folders.archive(party, copy, new FileFaults());
        }
        assertThat(names()).containsExactly("archive");
    }

    @Test
    void aFileThatCameInThePlaceOfAnotherIsNotMovedAwayUnread() throws Exception {
        TestFiles.leave(folder, "case-1.csv", CSV);
        try (CopiedFile copy = folders.copy(party, new FileName("case-1.csv"))) {
            TestFiles.leave(folder, "case-1.csv", TestFiles.utf8("NO,NAME\n9,a\n"));
            folders.archive(party, copy, new FileFaults());
        }
        assertThat(folders.next(party)).contains(new FileName("case-1.csv"));
        assertThat(folder.resolve("case-1.csv")).content().contains("9,a");
    }

    @Test
    void aRefusedFileGoesToQuarantineAndBothAreForgottenInTime() throws Exception {
        TestFiles.leave(folder, "case-1.csv", CSV);
        folders.quarantine(
                party, new FileName("case-1.csv"), FileFaults.of(List.of(FileFault.ofFile("", "size", "大小", "size"))));
        assertThat(folder.resolve("quarantine/20260302/unread090000000-case-1.csv"))
                .hasBinaryContent(CSV);
        assertThat(folder.resolve("quarantine/20260302/unread090000000-case-1.csv.err"))
                .exists();
        assertThat(folder.resolve("case-1.csv.err")).exists();

        folders.forget(party, NOW.plus(Duration.ofDays(30)));
        assertThat(folder.resolve("quarantine/20260302")).exists();
        folders.forget(party, NOW.plus(Duration.ofDays(31)));
        assertThat(folder.resolve("quarantine/20260302")).doesNotExist();
    }

    @Test
    void whatSaysThatAFileIsWholeThatIsGoneSaysItOfNoOther() throws Exception {
        TestFiles.leave(folder, "case-1.csv", CSV);
        Files.delete(folder.resolve("case-1.csv"));
        assertThat(folders.next(party)).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void columnsOfFixedWidthAreCountedInOctets() throws Exception {
        party = party(TestFiles.shape(Form.FIXED_WIDTH, false), Charset.forName("GBK"));
        TestFiles.leave(folder, "case-1.txt", "1       甲乙    \r\n".getBytes(Charset.forName("GBK")));
        assertThat(new String(lines("case-1.txt").get(0).message(), Charset.forName("GBK")))
                .isEqualTo("{\"NO\":\"1\",\"NAME\":\"甲乙\"}");
        TestFiles.leave(folder, "case-2.txt", "1       甲乙   \n".getBytes(Charset.forName("GBK")));
        assertThat(refusal("case-2.txt")).isEqualTo("width");
        TestFiles.leave(folder, "case-3.txt", "1      甲乙丙丁戊\n".getBytes(Charset.forName("GBK")));
        assertThat(refusal("case-3.txt")).isEqualTo("width");
    }

    @Test
    void aLineOfJsonIsAnObject() throws Exception {
        party = party(TestFiles.shape(Form.JSON_LINES, false), StandardCharsets.UTF_8);
        TestFiles.leave(folder, "case-1.jsonl", TestFiles.utf8("{\"NO\":\"1\",\"list\":[1]}\n\n{\"NO\":\"2\"}"));
        assertThat(lines("case-1.jsonl")).extracting(FileLine::place).containsExactly("1", "3");
        TestFiles.leave(folder, "case-2.jsonl", TestFiles.utf8("{\"NO\":\"1\",\"NO\":\"2\"}\n"));
        assertThat(refusal("case-2.jsonl")).startsWith("json:");
        TestFiles.leave(folder, "case-3.jsonl", TestFiles.utf8("[1]\n"));
        assertThat(refusal("case-3.jsonl")).isEqualTo("json:object");
    }

    @Test
    void elementsOfXmlAreMessagesAndNothingIsFetchedForThem() throws Exception {
        party = party(TestFiles.shape(Form.XML, false), StandardCharsets.UTF_8);
        TestFiles.leave(
                folder,
                "case-1.xml",
                TestFiles.utf8(
                        "<?xml version=\"1.0\"?>\n<ROWS>\n<ROW><NO>1</NO><NAME/></ROW>\n<ROW><NO>2</NO></ROW></ROWS>"));
        List<FileLine> lines = lines("case-1.xml");
        assertThat(lines).extracting(FileLine::place).containsExactly("3", "4");
        assertThat(new String(lines.get(0).message(), StandardCharsets.UTF_8)).isEqualTo("{\"NO\":\"1\"}");
        for (String wrong : List.of(
                "<ROWS><ROW><NO>1</NO></ROW>",
                "<ROWS><OTHER/></ROWS>",
                "<OTHER/>",
                "<!DOCTYPE ROWS [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><ROWS><ROW><NO>&x;</NO></ROW></ROWS>",
                "<ROWS/>trailing")) {
            TestFiles.leave(folder, "case-2.xml", TestFiles.utf8(wrong));
            assertThat(refusal("case-2.xml")).as(wrong).isEqualTo("xml");
        }
    }

    @Test
    void aZipHoldsExactlyWhatItsManifestSays() throws Exception {
        party = party(TestFiles.shape(Form.CSV, true), StandardCharsets.UTF_8);
        TestFiles.leave(folder, "day.zip", zip(manifest("case-1.csv", CSV), Map.of("case-1.csv", CSV)));
        assertThat(lines("day.zip")).extracting(FileLine::place).containsExactly("case-1.csv:2", "case-1.csv:3");

        String good = manifest("case-1.csv", CSV);
        refuses(zip(good, Map.of()), "manifest");
        refuses(zip("", Map.of("case-1.csv", CSV)), "entry");
        refuses(zip(manifest("../case-1.csv", CSV), Map.of("../case-1.csv", CSV)), "manifest");
        refuses(zip(manifest("/etc/case-1.csv", CSV), Map.of("/etc/case-1.csv", CSV)), "manifest");
        refuses(zip(good, ordered("case-1.csv", CSV, "../../evil", CSV)), "entry");
        refuses(zip(good, Map.of("case-1.csv", TestFiles.utf8("NO,NAME\n"))), "digest");
        refuses(zip(manifest("other.csv", CSV), Map.of("other.csv", CSV)), "entry");
        refuses(
                zip(manifest("case-1.csv", TestFiles.utf8("NO\n")), Map.of("case-1.csv", TestFiles.utf8("NO\n"))),
                "header");
        refuses(CSV, "manifest");
        byte[] cut = zip(good, Map.of("case-1.csv", CSV));
        TestFiles.leave(folder, "day.zip", java.util.Arrays.copyOf(cut, cut.length / 2));
        assertThat(catchThrowableOfType(Exception.class, () -> lines("day.zip")))
                .isInstanceOf(UnusableFile.class);
    }

    @Test
    @Timeout(10)
    void aZipThatUnpacksWithoutEndIsCutAtTheLimit() throws Exception {
        party = party(TestFiles.shape(Form.CSV, true), StandardCharsets.UTF_8);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("manifest.txt"));
            zip.write(TestFiles.utf8(manifest("case-1.csv", CSV)));
            zip.putNextEntry(new ZipEntry("case-1.csv"));
            zip.write(TestFiles.utf8("NO,NAME\n"));
            byte[] line = TestFiles.utf8("1,a\n".repeat(1 << 18));
            for (int i = 0; i < 100; i++) {
                zip.write(line);
            }
        }
        assertThat(bomb.size()).isLessThan((int) TestFiles.MOST);
        refuses(bomb.toByteArray(), "too-large");
    }

    private static Map<String, byte[]> ordered(String first, byte[] one, String second, byte[] other) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(first, one);
        entries.put(second, other);
        return entries;
    }

    private static String manifest(String name, byte[] octets) {
        return TestFiles.DIGESTS.sm3(octets) + " " + octets.length + " " + name + "\n";
    }

    private static byte[] zip(String manifest, Map<String, byte[]> entries) throws Exception {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(octets)) {
            zip.putNextEntry(new ZipEntry("manifest.txt"));
            zip.write(TestFiles.utf8(manifest));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return octets.toByteArray();
    }

    private void refuses(byte[] zip, String rule) throws Exception {
        TestFiles.leave(folder, "day.zip", zip);
        assertThat(refusal("day.zip")).isEqualTo(rule);
    }

    private List<FileLine> lines(String name) throws UnusableFile {
        try (CopiedFile copy = folders.copy(party, new FileName(name))) {
            List<FileLine> lines = new ArrayList<>();
            for (List<FileLine> next = copy.next(1, 1 << 20); !next.isEmpty(); next = copy.next(1, 1 << 20)) {
                lines.addAll(next);
            }
            return lines;
        }
    }

    private String fault(String content) throws Exception {
        TestFiles.leave(folder, "case-1.csv", TestFiles.utf8(content));
        FileFault fault = refused("case-1.csv");
        return fault.place() + " " + fault.error().rule();
    }

    private String refusal(String name) {
        return refused(name).error().rule();
    }

    private FileFault refused(String name) {
        return catchThrowableOfType(UnusableFile.class, () -> lines(name))
                .faults()
                .get(0);
    }

    private List<String> names() throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
