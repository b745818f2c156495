package org.tongqu.adapters.dialect;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Envelopes around what partners' systems told. */
final class Envelopes {
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private Envelopes() {}

    /**
     * An envelope. What of ours is missing is told by the partner's name, if there is one for it.
     *
     * @param subject where in the data the business key stands
     * @param time when it happened
     * @param theirs where in the partner's message a field of ours comes from
     * @param errors what is wrong already
     * @throws Untranslatable if the business key is missing, or anything else is wrong
     */
    static ObjectNode around(
            PartyId source,
            RecordType type,
            String id,
            FieldPath subject,
            String time,
            ObjectNode data,
            Function<FieldPath, Optional<String>> theirs,
            List<FieldError> errors)
            throws Untranslatable {
        String saidSubject = text(subject, data, theirs, errors);
        Untranslatable.refuse(errors);
        ObjectNode envelope = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + source.value())
                .put("type", type.toString())
                .put("subject", saidSubject)
                .put("time", moment(time));
        envelope.set("data", data);
        return envelope;
    }

    /** What happened on a day happened from its beginning on. */
    private static String moment(String said) {
        return DAY.matcher(said).matches() ? TimeForms.ours(BeijingTime.startOf(LocalDate.parse(said))) : said;
    }

    /** The text that stands in the data; if there is none, that is told by the partner's name for it. */
    static String text(
            FieldPath canonical,
            ObjectNode data,
            Function<FieldPath, Optional<String>> theirs,
            List<FieldError> errors) {
        JsonNode value = canonical.find(data);
        if (value != null && value.isString()) {
            return value.stringValue();
        }
        errors.add(FieldTable.missing(theirs.apply(canonical).orElse("")));
        return "";
    }
}
