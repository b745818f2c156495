package org.tongqu.routes.intake;

import java.util.Optional;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.site.Site;
import tools.jackson.databind.JsonNode;

/** The business key that a body states, whatever else is wrong with it. */
final class StatedKey {
    private StatedKey() {}

    /** Empty if source, type or subject cannot be made out. */
    static Optional<BusinessKey> of(byte[] octets, Site site) {
        try {
            JsonNode event = StrictJson.parse(octets);
            return Optional.of(site.keyOf(
                    PartyId.ofSource(text(event, "source")),
                    RecordType.parse(text(event, "type")),
                    text(event, "subject")));
        } catch (MalformedJson | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode event, String attribute) {
        JsonNode value = event.get(attribute);
        if (value == null || !value.isString()) {
            throw new IllegalArgumentException(attribute);
        }
        return value.stringValue();
    }
}
