package org.tongqu.ittests.soap;

import tools.jackson.databind.JsonNode;

/** Records in the XML form of {@code docs/soap.md}. */
public final class SoapRecords {
    private SoapRecords() {}

    /** The operation that submits a record. */
    public static String submit(JsonNode record) {
        StringBuilder text = new StringBuilder("<submit xmlns=\"urn:tongqu:exchange:1\"><record>");
        record.properties().forEach(member -> {
            if (member.getKey().equals("data")) {
                text.append("<data>");
                write(record.path("type").asString(), member.getValue(), text);
                text.append("</data>");
            } else {
                write(member.getKey(), member.getValue(), text);
            }
        });
        return text.append("</record></submit>").toString();
    }

    private static void write(String name, JsonNode value, StringBuilder text) {
        text.append('<').append(name).append('>');
        if (value.isObject()) {
            value.properties().forEach(member -> write(member.getKey(), member.getValue(), text));
        } else if (value.isArray()) {
            value.forEach(item -> write("item", item, text));
        } else {
            text.append(
                    value.asString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        }
        text.append("</").append(name).append('>');
    }
}
