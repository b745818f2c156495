package org.tongqu.record.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tongqu.record.json.StrictJson;

class CodesByDayTest {

    private static final String SCHEMA =
            """
            {"$id": "urn:tongqu:schemas:lamp.lit/1.0", "type": "object", "additionalProperties": false,
             "properties": {"lamps": {"type": "array", "items": {"type": "string", "x-code": "lamp"}}}}
            """;

    private final RecordSchema schema = schema(CodeTables.of(List.of(
            SmallTables.version("lamp", "1.0", "2026-01-01", "A"),
            SmallTables.version("lamp", "2.0", "2026-07-01", "B"))));

    @Test
    void aCodeIsHeldAgainstTheVersionOfItsDay() {
        assertThat(broken("A", "2026-06-30")).isEmpty();
        assertThat(broken("B", "2026-06-30")).containsExactly("/data/lamps/0 code is not in the code table lamp 1.0");
        assertThat(broken("A", "2026-07-01")).containsExactly("/data/lamps/0 code is not in the code table lamp 2.0");
        assertThat(broken("B", "2026-07-01")).isEmpty();
    }

    @Test
    void beforeTheFirstVersionTheFirstCounts() {
        assertThat(broken("A", "2019-05-05")).isEmpty();
        assertThat(broken("B", "2019-05-05")).hasSize(1);
    }

    @Test
    void withoutADayTheNewestCounts() {
        assertThat(schema.validate(StrictJson.parse("{\"lamps\":[\"B\"]}".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void aTableThatIsNotThereIsNamedAtLoad() {
        assertThatIllegalStateException()
                .isThrownBy(() -> schema(CodeTables.of(List.of())))
                .withMessageContaining("no code table lamp");
    }

    private List<String> broken(String code, String day) {
        byte[] data = ("{\"lamps\":[\"" + code + "\"]}").getBytes(StandardCharsets.UTF_8);
        return schema.validate(StrictJson.parse(data), "/data", LocalDate.parse(day)).stream()
                .map(violation -> violation.pointer() + " " + violation.messageEn())
                .toList();
    }

    private static RecordSchema schema(CodeTables codes) {
        return RecordSchema.compile(
                "lamp.lit",
                StrictJson.parse(SCHEMA.getBytes(StandardCharsets.UTF_8)),
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12),
                codes);
    }
}
