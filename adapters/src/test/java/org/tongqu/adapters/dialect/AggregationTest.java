package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** A record that comes in two messages. */
class AggregationTest {
    private static final PartyId TOWN = new PartyId("990101.town");
    private static final RecordType OPENING = RecordType.parse("utility.opening-requested");

    private final FieldTable account = part(
            "openAccount",
            FieldPath.of("/requestedAt"),
            field("slh", "/requestNo", true),
            field("hz", "/holder/name", true),
            field("sj", "/requestedAt", true));
    private final FieldTable premises = part(
            "openPremises",
            null,
            field("bh", "/requestNo", true),
            field("dz", "/property/address", true),
            field("xm", "/holder/name", false));
    private final Aggregation opening = new Aggregation(OPENING, List.of(account, premises));

    @Test
    void theMessagesOfOneNumberAreOneRecord() throws Untranslatable {
        JsonNode first = json("{'slh':'R1','hz':'甲','sj':'2026-03-02T09:00:00+08:00'}");
        JsonNode second = json("{'bh':'R1','dz':'示范路1号','xm':'甲'}");

        assertThat(account.recordId(first)).isEqualTo("utility.opening-requested:R1");
        assertThat(premises.recordId(second)).isEqualTo(account.recordId(first));
        assertThat(envelope(first, second))
                .isEqualTo(
                        json(
                                """
                                {'specversion':'1.0','id':'utility.opening-requested:R1','source':'/parties/990101.town',
                                'type':'utility.opening-requested','subject':'R1','time':'2026-03-02T09:00:00+08:00',
                                'data':{'requestNo':'R1','holder':{'name':'甲'},'requestedAt':'2026-03-02T09:00:00+08:00',
                                'property':{'address':'示范路1号'}}}
                                """));
    }

    @Test
    void whatTheySayDifferentlyIsNamedAndSoIsWhichOfThem() {
        JsonNode first = json("{'slh':'R1','hz':'甲','sj':'2026-03-02T09:00:00+08:00'}");

        assertThat(errors(first, json("{'bh':'R1','dz':'示范路1号','xm':'乙'}")))
                .containsExactly("/openPremises contradiction");
        assertThat(errors(json("{'slh':'R1'}"), json("{'bh':'R1'}")))
                .containsExactly("/openAccount/hz required", "/openAccount/sj required", "/openPremises/dz required");
    }

    private JsonNode envelope(JsonNode first, JsonNode second) throws Untranslatable {
        return opening.toEnvelope(
                TOWN, Map.of(account.message(), first, premises.message(), second), ReceivedFiles.NONE);
    }

    private List<String> errors(JsonNode first, JsonNode second) {
        Untranslatable refused = catchThrowableOfType(Untranslatable.class, () -> envelope(first, second));
        return refused.errors().stream().map(AggregationTest::text).toList();
    }

    private static String text(FieldError error) {
        return error.pointer() + " " + error.rule();
    }

    private static FieldTable part(String message, @Nullable FieldPath time, Row... rows) {
        return new FieldTable(
                message,
                OPENING,
                FieldPath.ROOT,
                false,
                List.of(rows),
                "/" + message,
                Direction.BOTH,
                new Arrival(
                        OPENING.toString(),
                        List.of(((Row.Field) rows[0]).partner()),
                        time,
                        FieldPath.of("/requestNo"),
                        true));
    }

    private static Row.Field field(String partner, String canonical, boolean required) {
        return new Row.Field(
                "t:1", FieldPath.of(partner), FieldPath.of(canonical), Converters.text(), Direction.BOTH, required);
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text.replace('\'', '"'));
    }
}
