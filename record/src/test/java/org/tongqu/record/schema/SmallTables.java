package org.tongqu.record.schema;

import java.time.LocalDate;
import java.util.Map;

/** Code tables of one code. */
final class SmallTables {

    private SmallTables() {}

    static CodeTable version(String name, String version, String effectiveFrom, String code) {
        return new CodeTable(
                name,
                version,
                "灯",
                "lamp",
                LocalDate.parse(effectiveFrom),
                "-",
                Map.of(code, new CodeTable.Entry("亮", "lit")));
    }
}
