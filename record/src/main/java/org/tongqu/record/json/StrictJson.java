package org.tongqu.record.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one reader and writer of JSON. What it refuses is listed at {@link MalformedJson#rule()}: everything that two
 * readers could understand differently, or that a database or a partner cannot hold.
 *
 * <p>Limits: 64 levels of nesting, 400 characters per number, names of 1,024 characters; a number must lie within the
 * range of a finite double (RFC 7493), fractions are kept exactly as {@link java.math.BigDecimal}. Stateless and
 * thread-safe.
 */
public final class StrictJson {

    static final int MAX_DEPTH = 64;
    static final int MAX_NUMBER_LENGTH = 400;
    private static final int MAX_NAME_LENGTH = 1_024;

    // No table of known names: it would be shared between requests, and a sender could fill it with names that collide.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();
    private static final JsonMapper WRITER = JsonMapper.builder().build();

    private StrictJson() {}

    /**
     * Reads exactly one JSON value from its UTF-8 octets.
     *
     * @throws MalformedJson when the octets are not strict JSON in UTF-8 without a byte order mark
     */
    public static JsonNode parse(byte[] utf8) {
        if (utf8.length >= 3 && utf8[0] == (byte) 0xEF && utf8[1] == (byte) 0xBB && utf8[2] == (byte) 0xBF) {
            throw new MalformedJson("bom", "", 1, 1);
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            // Either the character itself or the decoder's stand-in for broken octets: only a second look can tell.
            refuseBrokenOctets(utf8);
        }
        return parse(text);
    }

    /**
     * Reads exactly one JSON value.
     *
     * @throws MalformedJson when the text is not strict JSON
     */
    public static JsonNode parse(String text) {
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            throw new MalformedJson("bom", "", 1, 1);
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw at("nul-character", text, nul);
        }
        return new StrictReader(FACTORY.createParser(ObjectReadContext.empty(), text)).document();
    }

    /**
     * The node as UTF-8 octets, without spaces, members in their order.
     *
     * @throws tools.jackson.core.JacksonException when a string holds a lone surrogate
     */
    public static byte[] write(JsonNode node) {
        return WRITER.writeValueAsBytes(node);
    }

    /** The node as text, without spaces, members in their order. */
    public static String writeText(JsonNode node) {
        return WRITER.writeValueAsString(node);
    }

    /** The reader's limits in force, by name; -1 is none. How long a text may be is for whoever takes it from outside to say. */
    public static SortedMap<String, String> settings() {
        StreamReadConstraints limits = FACTORY.streamReadConstraints();
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("deepest-nesting", Integer.toString(MAX_DEPTH));
        settings.put("longest-name-characters", Integer.toString(limits.getMaxNameLength()));
        settings.put("longest-number-characters", Integer.toString(limits.getMaxNumberLength()));
        settings.put("longest-text-characters", Long.toString(limits.getMaxDocumentLength()));
        settings.put(
                "names-interned",
                Boolean.toString(FACTORY.isEnabled(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)));
        settings.put(
                "names-kept-in-a-table",
                Boolean.toString(FACTORY.isEnabled(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)));
        return settings;
    }

    /** A new empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void refuseBrokenOctets(byte[] utf8) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer octets = ByteBuffer.wrap(utf8);
        CharBuffer characters = CharBuffer.allocate(utf8.length);
        CoderResult result = decoder.decode(octets, characters, true);
        if (result.isError()) {
            int fault = octets.position();
            boolean surrogate =
                    (utf8[fault] & 0xFF) == 0xED && fault + 1 < utf8.length && (utf8[fault + 1] & 0xFF) >= 0xA0;
            String before = characters.flip().toString();
            throw at(surrogate ? "lone-surrogate" : "encoding", before, before.length());
        }
    }

    private static MalformedJson at(String rule, String text, int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new MalformedJson(rule, "", line, index - lineStart + 1);
    }
}
