package org.tongqu.adapters.dialect;

import java.util.List;
import org.tongqu.record.RecordId;
import org.tongqu.record.Sha256;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The id of a record that a message means: the call and the fields that tell its messages apart. */
final class MessageIdentity {
    private static final int DIGITS = 48;

    private MessageIdentity() {}

    /**
     * Readable if what the partner writes can stand in an id, {@code <call>:<field>:…}; else a digest (SHA-256, 24 octets) of it.
     *
     * @param call the partner's name of it
     * @param fields the values, in the order of the table
     */
    static String of(String call, List<String> fields) {
        String readable = call + ":" + String.join(":", fields);
        boolean isOneWay = fields.stream().noneMatch(field -> field.contains(":"));
        if (isOneWay && !call.contains(":") && RecordId.isShaped(readable)) {
            return readable;
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode().add(call);
        fields.forEach(all::add);
        return "sha256:" + Sha256.mark(StrictJson.writeText(all), DIGITS);
    }
}
