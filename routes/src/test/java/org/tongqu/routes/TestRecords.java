package org.tongqu.routes;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Valid {@code case.accepted} records from the schema's own example. */
final class TestRecords {
    static final RecordSchema SCHEMA = Schemas.shipped().find("case.accepted").orElseThrow();
    static final String SUBJECT_FIELD = SCHEMA.subjectPointer().substring(1);

    private TestRecords() {}

    static byte[] accepted(String id, String subject) {
        return accepted(id, subject, event -> {});
    }

    static byte[] accepted(String id, String subject, Consumer<ObjectNode> change) {
        return event(TestSite.WINDOW, id, subject, change);
    }

    static byte[] event(PartyId source, String id, String subject, Consumer<ObjectNode> change) {
        ObjectNode event = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", source.source())
                .put("type", "case.accepted")
                .put("subject", subject)
                .put("time", "2026-01-02T03:04:05.000Z");
        ObjectNode data = (ObjectNode) SCHEMA.example().deepCopy();
        data.put(SUBJECT_FIELD, subject);
        event.set("data", data);
        change.accept(event);
        return StrictJson.write(event);
    }

    /** A {@code case.supplement-received} with a material of each digest. */
    static byte[] supplemented(String id, String subject, Digest... materials) {
        RecordSchema schema = Schemas.shipped().find("case.supplement-received").orElseThrow();
        return event(TestSite.WINDOW, id, subject, event -> {
            ObjectNode data = (ObjectNode) schema.example().deepCopy();
            data.put(schema.subjectPointer().substring(1), subject);
            JsonNode line = data.required("materials").required(0);
            ArrayNode lines = data.putArray("materials");
            for (Digest material : materials) {
                lines.add(((ObjectNode) line.deepCopy()).put("digest", material.value()));
            }
            event.put("type", "case.supplement-received").set("data", data);
        });
    }

    static SealedText sealed(byte[] octets) {
        return new SealedText(
                new String(octets, StandardCharsets.UTF_8), TestSeals.by(TestSite.WINDOW, SealType.RECORD, octets));
    }
}
