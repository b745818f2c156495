package org.tongqu.adapters.dialect;

import java.util.Map;

/**
 * How a message travels in a request, always by {@code POST}. Immutable.
 *
 * @param carrier in what
 * @param parameter the name under which it stands; empty if it is the body itself, or its fields are
 * @param files of a multipart body: which fields of the message are files, and for each the field with the file's name
 * @param contentType of the body
 * @param headers that every request has, besides those of the authentication
 */
public record Transport(
        Carrier carrier, String parameter, Map<String, String> files, String contentType, Map<String, String> headers) {
    /** Copies the maps. */
    public Transport {
        files = Map.copyOf(files);
        headers = Map.copyOf(headers);
    }

    /** What a message travels in. */
    public enum Carrier {
        /** It is the body; other parameters stand in the query. */
        BODY,
        /** It is a field of a form ({@code application/x-www-form-urlencoded}), as {@code xmlStr}; other parameters are others. */
        FORM,
        /** Its fields are those of a form; other parameters are others. */
        FORM_FIELDS,
        /** Its fields are the parts of a body in {@code multipart/form-data} (RFC 7578), files among them; other parameters are others. */
        MULTIPART,
        /** It is a text in a JSON object; other parameters are other members. */
        JSON_FIELD,
        /** It is the body, a JSON object; other parameters are members of the object {@code parameter} in it, as {@code head}. */
        JSON_HEAD;

        /** Whether the fields of a message travel one by one, so that it is a JSON object only here. */
        public boolean isOfFields() {
            return this == FORM_FIELDS || this == MULTIPART;
        }
    }
}
