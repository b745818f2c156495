package org.tongqu.adapters.dialect;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a message travels in a request. Immutable.
 *
 * @param carrier in what
 * @param parameter the name under which it stands; empty if it is the body itself, or its fields are
 * @param files of a multipart body: which fields of the message are files, and for each the field with the file's name
 * @param contentType of the body
 * @param headers that every request has, besides those of the authentication
 * @param methods of calls that are not made by {@code POST}; by {@code GET} only where fields travel one by one, in the query then
 * @param soap the service; null unless messages travel in envelopes of SOAP
 */
public record Transport(
        Carrier carrier,
        String parameter,
        Map<String, String> files,
        String contentType,
        Map<String, String> headers,
        Map<String, Method> methods,
        @Nullable Soap soap) {
    /** One without envelopes of SOAP. */
    public Transport(
            Carrier carrier,
            String parameter,
            Map<String, String> files,
            String contentType,
            Map<String, String> headers,
            Map<String, Method> methods) {
        this(carrier, parameter, files, contentType, headers, methods, null);
    }

    /** Copies the maps. */
    public Transport {
        files = Map.copyOf(files);
        headers = Map.copyOf(headers);
        methods = Map.copyOf(methods);
    }

    /** The service whose operations are called; empty unless messages travel in envelopes of SOAP. */
    public Optional<Soap> service() {
        return Optional.ofNullable(soap);
    }

    Soap envelopes() {
        return service().orElseThrow(() -> new IllegalStateException("a carrier without envelopes"));
    }

    /** By which method a call is made. */
    public Method method(String call) {
        return methods.getOrDefault(call, Method.POST);
    }

    /** Methods of HTTP (RFC 9110). */
    public enum Method {
        /** The message's fields stand in the query; there is no body. */
        GET,
        /** The message is in the body. */
        POST,
        /** The message is in the body. */
        PUT
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
        JSON_HEAD,
        /** It is in an envelope of SOAP, as {@link Soap} has it; other parameters are those of the operation, or stand in its header. */
        SOAP;

        /** Whether the fields of a message travel one by one, so that it is a JSON object only here. */
        public boolean isOfFields() {
            return this == FORM_FIELDS || this == MULTIPART;
        }
    }
}
