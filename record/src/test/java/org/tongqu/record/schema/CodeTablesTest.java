package org.tongqu.record.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
    void theTablesOfTheFirstRecordTypesAreShipped() {
        assertThat(TABLES.names())
                .contains(
                        "itemType",
                        "level",
                        "serviceObject",
                        "channel",
                        "caseType",
                        "specialProcedure",
                        "satisfaction",
                        "stepState",
                        "acceptResult",
                        "finishResult",
                        "approvalStep",
                        "materialSource",
                        "materialNeed",
                        "materialForm",
                        "resultType",
                        "idType",
                        "certHolderCodeType",
                        "certStatus",
                        "ticketCategory",
                        "urgency",
                        "division");
        assertThat(TABLES.find("no-such-table")).isEmpty();
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
