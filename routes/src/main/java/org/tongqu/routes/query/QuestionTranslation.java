package org.tongqu.routes.query;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.PartnerFiles;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.seal.SealedText;
import org.tongqu.routes.material.AttachedMaterials;
import org.tongqu.routes.material.MessageFiles;
import org.tongqu.routes.step.WireTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a party's system asks in its dialect, as a question of ours, and the results as it is told them. Thread-safe. */
final class QuestionTranslation {
    private final Materials materials;
    private final PartnerFiles partners;
    private final IntakeGate gate;
    private final UnmappedCodes unmapped;
    private final IncidentIds ids;
    private final Clock clock;

    QuestionTranslation(
            Materials materials,
            PartnerFiles partners,
            IntakeGate gate,
            UnmappedCodes unmapped,
            IncidentIds ids,
            Clock clock) {
        this.materials = materials;
        this.partners = partners;
        this.gate = gate;
        this.unmapped = unmapped;
        this.ids = ids;
        this.clock = clock;
    }

    /** A question of ours that a message asks: its type, and the octets of its envelope. */
    record Told(String type, byte[] octets) {}

    /** Each question is one of its own: their systems have no ids by which it could be known again. */
    Told question(PartyId asker, Translator translator, String call, byte[] message) {
        try {
            PartnerQuestion question =
                    translator.question(call, message, new MessageFiles(materials, partners, gate, asker));
            return new Told(question.type().toString(), envelope(asker, question));
        } catch (Rejection refused) {
            unmapped.noticed(asker, translator.family(), true, refused.errors());
            throw refused;
        }
    }

    private byte[] envelope(PartyId asker, PartnerQuestion question) {
        String id = "q-" + ids.next();
        ObjectNode envelope = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", asker.source())
                .put("type", question.type().toString())
                .put("subject", question.data().path("caseNo").asString(id))
                .put("time", WireTime.of(clock.instant()))
                .put("purpose", question.purpose());
        envelope.set("data", question.data());
        return StrictJson.write(envelope);
    }

    /** The results of an answer in the asker's dialect; empty if there are none. */
    Optional<JsonNode> results(
            PartyId asker, Translator translator, String call, SealedText answer, LongConsumer room) {
        List<JsonNode> results =
                StrictJson.parse(answer.payload()).path("results").valueStream().toList();
        if (results.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(translator.results(
                    call, results, new AttachedMaterials(materials, asker, material -> Optional.empty(), room)));
        } catch (Rejection untellable) {
            unmapped.noticed(asker, translator.family(), false, untellable.errors());
            throw untellable;
        }
    }
}
