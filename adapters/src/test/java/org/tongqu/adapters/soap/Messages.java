package org.tongqu.adapters.soap;

import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages as a partner's system would send them. */
final class Messages {
    static final String TYPE = "case.accepted";

    private Messages() {}

    /** The JSON form of a record with this data, members in the order of docs/soap.md. */
    static ObjectNode json(PartyId source, String id, String type, JsonNode data) {
        ObjectNode record = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + source)
                .put("type", type)
                .put("subject", "C-1")
                .put("time", "2026-03-02T03:59:00.000Z");
        record.set("data", data);
        return record;
    }

    static ObjectNode json(PartyId source, String id) {
        RecordSchema schema = Schemas.shipped().find(TYPE).orElseThrow();
        return json(source, id, TYPE, schema.example());
    }

    /** The XML form of the same. */
    static String record(ObjectNode json) {
        return XmlAnswer.element("record", record -> json.properties().forEach(member -> {
            if (member.getKey().equals("data")) {
                record.with("data", data -> data.value(json.path("type").asString(), member.getValue()));
            } else {
                record.value(member.getKey(), member.getValue());
            }
        }));
    }

    static String submit(ObjectNode... records) {
        return operation(records.length == 1 ? "submit" : "submitBatch", records);
    }

    static String operation(String name, ObjectNode... records) {
        StringBuilder inside = new StringBuilder();
        for (ObjectNode record : records) {
            inside.append(record(record));
        }
        return "<" + name + " xmlns=\"" + Namespaces.EXCHANGE + "\">" + inside + "</" + name + ">";
    }

    static String envelope(String header, String body) {
        return envelope(SoapVersion.V11, header, body);
    }

    static String envelope(SoapVersion version, String header, String body) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"" + version.namespace()
                + "\"><s:Header>" + header + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    static String token(PartyId user, String password) {
        return "<o:Security xmlns:o=\"" + Namespaces.SECURITY
                + "\" s:mustUnderstand=\"1\"><o:UsernameToken><o:Username>" + user + "</o:Username><o:Password>"
                + Envelopes.escaped(password) + "</o:Password></o:UsernameToken></o:Security>";
    }

    static String known(String operation) {
        return envelope(token(SoapWorld.WINDOW, SoapWorld.PASSWORD), operation);
    }
}
