package org.tongqu.adapters.dialect;

import java.util.Map;

/**
 * How a message travels in a request, always by {@code POST}. Immutable.
 *
 * @param carrier in what
 * @param parameter the name under which it stands; empty if it is the body itself
 * @param contentType of the body
 * @param headers that every request has, besides those of the authentication
 */
public record Transport(Carrier carrier, String parameter, String contentType, Map<String, String> headers) {
    /** Copies the map. */
    public Transport {
        headers = Map.copyOf(headers);
    }

    /** What a message travels in. */
    public enum Carrier {
        /** It is the body; other parameters stand in the query. */
        BODY,
        /** It is a field of a form ({@code application/x-www-form-urlencoded}), as {@code xmlStr}; other parameters are others. */
        FORM,
        /** It is a text in a JSON object; other parameters are other members. */
        JSON_FIELD,
        /** It is the body, a JSON object; other parameters are members of the object {@code parameter} in it, as {@code head}. */
        JSON_HEAD
    }
}
