package org.tongqu.record.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tongqu.record.json.ShippedResources;

class CodeTablesTest {

    private static final CodeTables TABLES = CodeTables.shipped();

    @Test
    void satisfactionFollowsTheNationalStandardWithOneAsBest() {
        CodeTable table = TABLES.find("satisfaction").orElseThrow();
        assertThat(table.version()).isEqualTo("1.0");
        assertThat(table.effectiveFrom()).isEqualTo(LocalDate.of(2020, 10, 1));
        assertThat(table.find("1").orElseThrow()).isEqualTo(new CodeTable.Entry("非常满意", "very satisfied"));
        assertThat(table.entries().keySet()).containsExactly("1", "2", "3", "4", "5");
        assertThat(table.contains("6")).isFalse();
    }

    @Test
    void everyTableOfTheVocabularyIsShipped() {
        assertThat(TABLES.names())
                .contains(
                        "itemType",
                        "level",
                        "agencyNature",
                        "serviceObject",
                        "channel",
                        "caseType",
                        "caseStage",
                        "specialProcedure",
                        "satisfaction",
                        "stepState",
                        "acceptResult",
                        "finishResult",
                        "approvalStep",
                        "itemFlowStep",
                        "materialSource",
                        "materialNeed",
                        "materialForm",
                        "resultType",
                        "idType",
                        "certHolderCodeType",
                        "certStatus",
                        "ticketCategory",
                        "ticketEvent",
                        "urgency",
                        "utilityKind",
                        "payError",
                        "op",
                        "light",
                        "division");
        assertThat(TABLES.find("no-such-table")).isEmpty();
    }

    @Test
    void everyTableFileIsInTheIndexUnderItsOwnName() throws IOException, URISyntaxException {
        Path folder = Path.of(requireNonNull(CodeTablesTest.class.getResource("/org/tongqu/record/codes"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> requireNonNull(file.getFileName()).toString())
                            .filter(name -> !name.equals("index.json"))
                            .map(name -> name.replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(TABLES.names());
        }
    }

    @Test
    void everyEntryIsNamedInBothLanguagesAndNoCodeStandsTwice() {
        for (String name : TABLES.names()) {
            CodeTable table = TABLES.find(name).orElseThrow();
            assertThat(table.titleZh()).as(name).matches(".*\\p{IsHan}.*");
            assertThat(table.titleEn()).as(name).isNotBlank();
            assertThat(table.source()).as(name).isNotBlank();
            assertThat(table.entries())
                    .as(name)
                    .hasSameSizeAs(ShippedResources.json("/org/tongqu/record/codes/" + name + ".json")
                            .required("entries"))
                    .allSatisfy((code, entry) -> {
                        assertThat(entry.zh()).as(code).matches(".*\\p{IsHan}.*");
                        assertThat(entry.en()).as(code).isNotBlank();
                    });
        }
    }

    @Test
    void theVersionInForceIsTheLastThatHasBegun() {
        CodeTables tables = CodeTables.of(List.of(
                SmallTables.version("lamp", "2.0", "2026-07-01", "B"),
                SmallTables.version("lamp", "1.0", "2026-01-01", "A"),
                SmallTables.version("horn", "1.0", "2020-01-01", "A")));

        assertThat(inForce(tables, "2025-12-31")).isEmpty();
        assertThat(inForce(tables, "2026-01-01")).contains("1.0");
        assertThat(inForce(tables, "2026-06-30")).contains("1.0");
        assertThat(inForce(tables, "2026-07-01")).contains("2.0");
        assertThat(tables.find("lamp").map(CodeTable::version)).contains("2.0");
        assertThat(tables.versions("lamp")).extracting(CodeTable::version).containsExactly("1.0", "2.0");
        assertThat(tables.find("none", LocalDate.of(2026, 1, 1))).isEmpty();
        assertThat(tables.versions("none")).isEmpty();
        assertThat(tables.names()).containsExactly("horn", "lamp");
    }

    @Test
    void twoVersionsThatCannotBeToldApartAreRefused() {
        CodeTable first = SmallTables.version("lamp", "1.0", "2026-01-01", "A");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeTables.of(List.of(first, SmallTables.version("lamp", "1.0", "2026-07-01", "B"))))
                .withMessageContaining("lamp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeTables.of(List.of(first, SmallTables.version("lamp", "2.0", "2026-01-01", "B"))));
    }

    private static Optional<String> inForce(CodeTables tables, String day) {
        return tables.find("lamp", LocalDate.parse(day)).map(CodeTable::version);
    }

    @Test
    void onlyFictionalDivisionsAreShipped() {
        assertThat(TABLES.find("division").orElseThrow().entries().keySet())
                .containsExactly("990000000000", "990100000000", "990101000000");
    }
}
