package org.tongqu.record.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
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
    void onlyFictionalDivisionsAreShipped() {
        assertThat(TABLES.find("division").orElseThrow().entries().keySet())
                .containsExactly("990000000000", "990100000000", "990101000000");
    }
}
