package org.tongqu.config.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;

class DemoRecordsTest {
    @Test
    void everyInventedRecordIsValidAndOfEveryFamilySomeComes() {
        DemoRecords records = new DemoRecords(Schemas.shipped(), Clock.systemUTC(), new Random(7));
        Set<String> families = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            for (DemoRecords.Draft draft : records.next()) {
                JsonNode record = StrictJson.parse(draft.octets());
                assertThat(Schemas.shipped().find(draft.type()).orElseThrow().validate(record.required("data")))
                        .as(draft.type())
                        .isEmpty();
                families.add(draft.type().substring(0, draft.type().indexOf('.')));
            }
        }
        assertThat(families).containsExactly("case", "certificate", "material", "ticket");
    }
}
