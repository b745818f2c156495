package org.tongqu.ittests.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;

class CaseBodiesTest {
    @ParameterizedTest
    @ValueSource(ints = {2_048, 10_240, 102_400})
    void aBodyHasTheWantedSizeAndItsSchemaAcceptsIt(int size) {
        CaseBodies bodies = new CaseBodies(new PartyId("990101.window"), size, 7);

        byte[] body = bodies.body("run-1a-3kq2j8z5w1f", "run-1a");

        JsonNode event = StrictJson.parse(body);
        assertThat(body.length).isCloseTo(size, within(64));
        assertThat(Schemas.shipped().find(CaseBodies.TYPE).orElseThrow().validate(event.path("data")))
                .isEmpty();
        assertThat(event.path("subject").asString()).isEqualTo("run-1a");
        assertThat(event.path("data").path("caseNo").asString()).isEqualTo("run-1a");
        assertThat(event.path("id").asString()).isEqualTo("run-1a-3kq2j8z5w1f");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 987_654_321_012L})
    void anIdTellsWhenItsSendingBegan(long nanos) {
        assertThat(StampedId.startNanos(StampedId.of("run", 5, nanos))).isEqualTo(nanos);
    }
}
