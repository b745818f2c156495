package org.tongqu.record.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

class DispatchCatalogueTest {
    private static final PartyId WATER = new PartyId("990101.water");
    private static final PartyId HOUSING = new PartyId("990101.housing");
    private static final PartyId CITY = new PartyId("990100.platform");

    private static final DispatchCatalogue CATALOGUE = new DispatchCatalogue(List.of(
            new DispatchCatalogue.Entry("030102", "990101002000", HOUSING),
            new DispatchCatalogue.Entry("0301", "990101", WATER),
            new DispatchCatalogue.Entry("0301", "990100", CITY),
            new DispatchCatalogue.Entry("0909", null, HOUSING),
            new DispatchCatalogue.Entry(null, "990000000000", CITY)));

    @Test
    void theFirstEntryThatFitsCounts() {
        assertThat(handler("0301", "030102", "990101002007")).contains(HOUSING);
        assertThat(handler("0301", "030102", "990101003000")).contains(WATER);
        assertThat(handler("0301", null, "990101000000")).contains(WATER);
        assertThat(handler("0301", null, "990102000000")).contains(CITY);
        assertThat(handler("0909", null, null)).contains(HOUSING);
        assertThat(handler("0001", null, "990101000000")).contains(CITY);
    }

    @Test
    void whatNoEntryFitsHasNoHandler() {
        assertThat(handler("0301", null, null)).isEmpty();
        assertThat(handler("0301", null, "980101000000")).isEmpty();
        assertThat(handler(null, null, null)).isEmpty();
        assertThat(DispatchCatalogue.EMPTY.handlerOf(StrictJson.object())).isEmpty();
    }

    private static Optional<PartyId> handler(@Nullable String topic, @Nullable String subtopic, @Nullable String area) {
        ObjectNode data = StrictJson.object();
        if (topic != null) {
            data.put("topicCode", topic);
        }
        if (subtopic != null) {
            data.put("subtopicCode", subtopic);
        }
        if (area != null) {
            data.putObject("place").put("areaCode", area);
        }
        return CATALOGUE.handlerOf(data);
    }
}
