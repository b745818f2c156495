package org.tongqu.adapters.dialect;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages in requests, as a {@link Transport} has it: put in and taken out. Stateless. */
public final class Requests {
    private static final int MOST_FIELDS = 256;

    private Requests() {}

    /**
     * What a request's body holds.
     *
     * @param call the partner's name of the call; empty if the body does not say, because the path does
     * @param message the partner's message
     * @param parameters what stands beside it, in its order
     */
    public record Content(String call, String message, Map<String, String> parameters) {
        /** How large, never what. */
        @Override
        public String toString() {
            return "Content[" + message.length() + " characters]";
        }
    }

    /**
     * The body of a request.
     *
     * @param octets as they are sent
     * @param contentType that says what they are
     * @param headers that belong to the body besides its type
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Packed(byte[] octets, String contentType, Map<String, String> headers) {
        /** A body without headers besides its type. */
        Packed(byte[] octets, String contentType) {
            this(octets, contentType, Map.of());
        }
    }

    /**
     * The body of a request, in this charset; an envelope of SOAP in its own.
     *
     * @throws IllegalStateException if a parameter of an operation has no value
     */
    public static Packed pack(Transport transport, Content content, Charset charset) {
        return switch (transport.carrier()) {
            case BODY -> text(transport, content.message(), charset);
            case FORM -> {
                Map<String, String> fields = new LinkedHashMap<>(content.parameters());
                fields.put(transport.parameter(), content.message());
                yield text(transport, form(fields, charset), charset);
            }
            case FORM_FIELDS -> text(transport, form(fields(content), charset), charset);
            case MULTIPART -> Multipart.pack(fields(content), transport.files(), transport.contentType(), charset);
            case JSON_HEAD -> {
                ObjectNode object = StrictJson.object();
                ObjectNode head = object.putObject(transport.parameter());
                content.parameters().forEach(head::put);
                StrictJson.parse(content.message())
                        .properties()
                        .forEach(member -> object.set(member.getKey(), member.getValue()));
                yield text(transport, StrictJson.writeText(object), charset);
            }
            case JSON_FIELD -> {
                ObjectNode object = StrictJson.object();
                content.parameters().forEach(object::put);
                object.put(transport.parameter(), content.message());
                yield text(transport, StrictJson.writeText(object), charset);
            }
            case SOAP -> {
                Soap soap = transport.envelopes();
                yield new Packed(
                        soap.request(content).getBytes(soap.charset()),
                        soap.contentType(content.call()),
                        soap.headers(content.call()));
            }
        };
    }

    private static Packed text(Transport transport, String body, Charset charset) {
        return new Packed(body.getBytes(charset), transport.contentType());
    }

    private static Map<String, String> fields(Content content) {
        Map<String, String> fields = new LinkedHashMap<>(content.parameters());
        fields.putAll(texts(StrictJson.parse(content.message())));
        return fields;
    }

    /** What stands in the query of a request by this method; empty if nothing does. */
    public static String query(Transport transport, Transport.Method method, Content content, Charset charset) {
        if (method == Transport.Method.GET) {
            return form(fields(content), charset);
        }
        return transport.carrier() == Transport.Carrier.BODY ? form(content.parameters(), charset) : "";
    }

    /**
     * What the body of a request holds.
     *
     * @param body as it came
     * @param contentType as its header says; null if none does
     * @param shown names of parameters that show who calls: where fields travel one by one, these are none of the message
     * @throws Untranslatable if it is not of the transport's form, or in another charset, or the message is not in it
     */
    public static Content unpack(
            Transport transport, byte[] body, @Nullable String contentType, Set<String> shown, Charset charset)
            throws Untranslatable {
        return switch (transport.carrier()) {
            case BODY -> new Content("", Charsets.decode(body, charset), Map.of());
            case FORM -> named(transport, unform(Charsets.decode(body, charset), charset));
            case FORM_FIELDS -> ofFields(unform(Charsets.decode(body, charset), charset), shown);
            case MULTIPART -> ofFields(Multipart.unpack(body, contentType, transport.files(), charset), shown);
            case JSON_HEAD -> headed(transport, Charsets.decode(body, charset));
            case JSON_FIELD -> named(transport, members(Charsets.decode(body, charset)));
            case SOAP -> {
                Soap soap = transport.envelopes();
                yield soap.read(Charsets.decode(body, soap.charset()));
            }
        };
    }

    private static Content ofFields(Map<String, String> fields, Set<String> shown) {
        ObjectNode object = StrictJson.object();
        fields.forEach((name, value) -> {
            if (!shown.contains(name)) {
                object.put(name, value);
            }
        });
        return new Content("", StrictJson.writeText(object), fields);
    }

    private static Content named(Transport transport, Map<String, String> fields) throws Untranslatable {
        String message = fields.remove(transport.parameter());
        if (message == null || message.isBlank()) {
            throw new Untranslatable(List.of(new FieldError(
                    "",
                    "parameter",
                    "缺少参数 " + transport.parameter() + "，报文应放在其中",
                    "The parameter " + transport.parameter() + " with the message is missing.")));
        }
        return new Content("", message, fields);
    }

    /**
     * The fields of a form or a query; of one that stands twice, the first.
     *
     * @throws Untranslatable if it is not encoded as one
     */
    public static Map<String, String> unform(String text, Charset charset) throws Untranslatable {
        if (text.chars().filter(c -> c == '&').count() >= MOST_FIELDS) {
            throw notEncoded();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int is = pair.indexOf('=');
                String name = is < 0 ? pair : pair.substring(0, is);
                String value = is < 0 ? "" : pair.substring(is + 1);
                fields.putIfAbsent(decoded(name, charset), decoded(value, charset));
            }
        }
        return fields;
    }

    /** Octets that are no text in this charset are refused, not replaced: a name in another one would be spoilt without a word. */
    private static String decoded(String text, Charset charset) throws Untranslatable {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            for (int i = 0; i < text.length(); i++) {
                int c = text.codePointAt(i);
                if (c == '%') {
                    octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                    i += 2;
                } else if (c == '+') {
                    octets.write(' ');
                } else {
                    octets.writeBytes(Character.toString(c).getBytes(charset));
                    i += Character.charCount(c) - 1;
                }
            }
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException | RuntimeException otherCharsetOrCut) {
            throw notEncoded();
        }
    }

    private static Untranslatable notEncoded() {
        return new Untranslatable(
                List.of(
                        new FieldError(
                                "",
                                "form",
                                "不是本方言字符集的表单编码，或字段过多",
                                "It is not encoded as application/x-www-form-urlencoded in the dialect's charset, or has too many fields.")));
    }

    private static Content headed(Transport transport, String body) throws Untranslatable {
        JsonNode head = JsonText.read(body).path(transport.parameter());
        return new Content("", body, head.isObject() ? members(StrictJson.writeText(head)) : Map.of());
    }

    private static Map<String, String> members(String body) throws Untranslatable {
        try {
            return texts(StrictJson.parse(body));
        } catch (MalformedJson malformed) {
            throw new Untranslatable(List.of(new FieldError(
                    malformed.pointer(), "json:" + malformed.rule(), "不是合格的 JSON", "It is no strict JSON.")));
        }
    }

    /** The members of an object, each as text; what is itself of several, as JSON. */
    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (var member : object.properties()) {
            JsonNode value = member.getValue();
            fields.put(member.getKey(), value.isContainer() ? StrictJson.writeText(value) : value.asString());
        }
        return fields;
    }

    private static String form(Map<String, String> fields, Charset charset) {
        return fields.entrySet().stream()
                .map(one -> URLEncoder.encode(one.getKey(), charset) + "=" + URLEncoder.encode(one.getValue(), charset))
                .collect(Collectors.joining("&"));
    }
}
