package org.tongqu.adapters.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.adapters.dialect.FileShape.Form;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.PickUp.Found;
import org.tongqu.record.port.PickUp.Lying;
import org.tongqu.record.port.PickUp.Stray;
import org.tongqu.record.port.PickUp.Verdict;
import org.tongqu.record.site.Party;

/** A folder as a place where messages are picked up. */
class FolderPickUpTest {
    private static final Verdict TAKEN = new Verdict.Taken();
    private static final Verdict LEFT = new Verdict.Left();
    private static final Verdict REFUSED = new Verdict.Refused(new Rejection(
            ProblemCode.SCHEMA_VIOLATION, "broken", List.of(new FieldError("/NAME", "required", "必填", "Required."))));

    private final Places places = new Places();
    private final Names names = new Names();

    @TempDir
    Path temporary;

    private Path folder;
    private Party party;
    private FolderPickUp pickUp;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createDirectory(temporary.resolve("folder"));
        party = TestFiles.party(folder.toUri(), TestFiles.shape(Form.CSV, false), StandardCharsets.UTF_8, Map.of());
        pickUp = fresh();
    }

    private FolderPickUp fresh() {
        return new FolderPickUp(
                places,
                new Spool(temporary.resolve("spool"), TestFiles.DIGESTS, new SecureRandom()),
                TestFiles.DIGESTS,
                names,
                Clock.fixed(Instant.parse("2026-03-02T01:00:00Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws Exception {
        pickUp.close();
        try (Stream<Path> left = Files.list(temporary.resolve("spool"))) {
            assertThat(left).isEmpty();
        }
        places.close();
    }

    @Test
    void aFileIsItsLinesAndGoesToTheArchiveOnceTheyAreDecided() throws Exception {
        TestFiles.leave(folder, "case-1.csv", csv(1, 2));

        Found found = pickUp.look(party);

        assertThat(found.messages()).extracting(Lying::where).containsExactly("case-1.csv:2", "case-1.csv:3");
        assertThat(found.settled()).containsExactly("case-1.csv");
        assertThat(left()).as("until it is answered").contains("case-1.csv");
        found.answer(List.of(TAKEN, TAKEN));
        assertThat(left()).containsExactly("archive");
        assertThat(pickUp.look(party).messages()).isEmpty();
        assertThat(pickUp.look(party).isMore()).isFalse();
    }

    @Test
    void aRefusedLineIsToldWithItsReasonAndHoldsUpItsCaseInAllOfTheFile() throws Exception {
        TestFiles.leave(
                folder,
                "case-1.csv",
                csv(IntStream.range(0, FileReading.MOST + 100).map(i -> i % 10).toArray()));
        Found first = pickUp.look(party);
        assertThat(first.messages()).hasSize(FileReading.MOST);
        assertThat(first.settled()).isEmpty();
        first.answer(verdicts(first, where -> where.equals("case-1.csv:5") ? REFUSED : TAKEN));

        Found second = pickUp.look(party);

        assertThat(second.messages()).hasSize(90);
        assertThat(second.strays())
                .hasSize(10)
                .extracting(Stray::where, Stray::code)
                .contains(tuple("case-1.csv:505", "EARLIER_ITEM_REFUSED"));
        assertThat(second.settled()).containsExactly("case-1.csv");
        second.answer(verdicts(second, where -> TAKEN));
        assertThat(Files.readAllLines(folder.resolve("case-1.csv.err")))
                .hasSize(12)
                .contains("\"5\",\"SCHEMA_VIOLATION\",\"/NAME\",\"required\",\"必填 / Required.\"")
                .anyMatch(line -> line.startsWith("\"505\",\"EARLIER_ITEM_REFUSED\""))
                .as("never what stands there")
                .noneMatch(line -> line.contains("name of"));
        assertThat(left()).containsExactlyInAnyOrder("archive", "case-1.csv.err");
    }

    @Test
    void whatIsUndecidedComesAgain() throws Exception {
        TestFiles.leave(folder, "case-1.csv", csv(1, 2));
        pickUp.look(party).answer(List.of(TAKEN, LEFT));

        Found again = pickUp.look(party);

        assertThat(again.messages()).hasSize(2);
        again.answer(List.of(TAKEN, TAKEN));
        assertThat(left()).containsExactly("archive");
    }

    /** As after a crash between the commit of some lines and the answer. */
    @Test
    void aFileThatWasBegunIsReadAgainFromItsBeginning() throws Exception {
        TestFiles.leave(
                folder,
                "case-1.csv",
                csv(IntStream.range(0, FileReading.MOST + 1).toArray()));
        Found first = pickUp.look(party);
        first.answer(verdicts(first, where -> TAKEN));
        pickUp.close();
        pickUp = fresh();

        Found again = pickUp.look(party);

        assertThat(again.messages()).extracting(Lying::where).startsWith("case-1.csv:2", "case-1.csv:3");
        again.answer(verdicts(again, where -> TAKEN));
        Found last = pickUp.look(party);
        assertThat(last.messages()).hasSize(1);
        last.answer(List.of(TAKEN));
        assertThat(left()).containsExactly("archive");
    }

    @Test
    void aNameStandsForOneContent() throws Exception {
        TestFiles.leave(folder, "case-1.csv", csv(1));
        pickUp.look(party).answer(List.of(TAKEN));
        TestFiles.leave(folder, "case-1.csv", csv(1));
        Found same = pickUp.look(party);
        assertThat(same.messages()).as("its lines are repeats").hasSize(1);
        same.answer(List.of(TAKEN));
        TestFiles.leave(folder, "case-1.csv", csv(2));

        Found other = pickUp.look(party);

        assertThat(other.messages()).isEmpty();
        assertThat(other.strays()).singleElement().satisfies(stray -> assertThat(stray.reason())
                .startsWith("name-reused"));
        other.answer(List.of());
        assertThat(left()).containsExactlyInAnyOrder("archive", "quarantine", "case-1.csv.err");
        assertThat(Files.readString(folder.resolve("case-1.csv.err"))).contains("name-reused");
    }

    @Test
    void aFileThatWasHalfWrittenMayComeAgainWhole() throws Exception {
        TestFiles.leave(folder, "case-1.csv", csv(1, 2));
        Files.write(folder.resolve("case-1.csv"), csv(1));
        Found half = pickUp.look(party);
        assertThat(half.strays())
                .extracting(Stray::where, Stray::call, Stray::code)
                .containsExactly(tuple("case-1.csv", "file", "FILE_REFUSED"));
        half.answer(List.of());
        TestFiles.leave(folder, "case-1.csv", csv(1, 2));

        Found whole = pickUp.look(party);

        assertThat(whole.messages()).hasSize(2);
        assertThat(whole.settled()).as("its refusal is over").containsExactly("case-1.csv");
        whole.answer(List.of(TAKEN, TAKEN));
        assertThat(left()).containsExactlyInAnyOrder("archive", "quarantine");
    }

    @Test
    void aFileWithoutLinesIsTakenAndTheNextOneIsLookedAt() throws Exception {
        TestFiles.leave(folder, "case-1.csv", csv());
        TestFiles.leave(folder, "case-2.csv", csv(1));

        Found found = pickUp.look(party);

        assertThat(found.messages()).extracting(Lying::where).containsExactly("case-2.csv:2");
        assertThat(left()).doesNotContain("case-1.csv");
    }

    @Test
    void aFolderThatIsGoneIsAway() throws Exception {
        Files.delete(folder);
        assertThatThrownBy(() -> pickUp.look(party))
                .isInstanceOfSatisfying(
                        PartnerAway.class, away -> assertThat(away.code()).isEqualTo("FOLDER_AWAY"));
    }

    private static List<Verdict> verdicts(Found found, Function<String, Verdict> of) {
        return found.messages().stream().map(lying -> of.apply(lying.where())).toList();
    }

    private static byte[] csv(int... cases) {
        StringBuilder text = new StringBuilder("NO,NAME\r\n");
        for (int one : cases) {
            text.append(one).append(",name of ").append(one).append("\r\n");
        }
        return TestFiles.utf8(text.toString());
    }

    private List<String> left() throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
