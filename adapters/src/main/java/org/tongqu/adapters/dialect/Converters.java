package org.tongqu.adapters.dialect;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The converters that tables name. Stateless. */
public final class Converters {
    private static final Set<String> DIGESTS = Set.of("MD5", "SHA-256");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,15}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,9}(\\.[0-9]{1,12})?");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,6})?");

    /** The endings that platforms use for certificates and materials. */
    private static final SortedMap<String, String> MEDIA_TYPES =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.ofEntries(
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("ofd", "application/ofd"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("png", "image/png"),
                    Map.entry("tif", "image/tiff"),
                    Map.entry("txt", "text/plain"),
                    Map.entry("xml", "application/xml"),
                    Map.entry("zip", "application/zip"),
                    Map.entry("doc", "application/msword"),
                    Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                    Map.entry("xls", "application/vnd.ms-excel"),
                    Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    Map.entry("bin", "application/octet-stream"))));

    private Converters() {}

    /** A text, without the spaces around it. */
    public static Converter text() {
        return of(value -> NODES.stringNode(plain(value)), canonical -> NODES.stringNode(canonical.asString()));
    }

    /** A whole number of at most 15 digits; written as a number where the format knows numbers. */
    public static Converter integer() {
        return of(value -> NODES.numberNode(whole(plain(value))), canonical -> NODES.numberNode(canonical.longValue()));
    }

    /** A number with at most 9 digits in front of its point and 12 behind, as a coordinate; written as a text, digit by digit. */
    public static Converter decimal() {
        return of(
                value -> {
                    String text = plain(value);
                    if (!DECIMAL.matcher(text).matches()) {
                        throw new Unconvertible(
                                "decimal",
                                "应为数，小数点前至多 9 位、后至多 12 位",
                                "It must be a number of at most 9 digits and 12 behind the point.");
                    }
                    return NODES.numberNode(new BigDecimal(text));
                },
                canonical -> NODES.stringNode(canonical.decimalValue().toPlainString()));
    }

    /** The ending of a file's name, with or without its dot, in capitals or not, as a media type (RFC 6838). */
    public static Converter mediaType() {
        return of(
                value -> {
                    String ending = plain(value).toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
                    String type = MEDIA_TYPES.get(ending.equals("jpeg") ? "jpg" : ending);
                    if (type == null) {
                        throw noMediaType();
                    }
                    return NODES.stringNode(type);
                },
                canonical -> NODES.stringNode(MEDIA_TYPES.entrySet().stream()
                        .filter(one -> one.getValue().equals(canonical.asString()))
                        .findFirst()
                        .orElseThrow(Converters::noMediaType)
                        .getKey()));
    }

    private static Unconvertible noMediaType() {
        String known = String.join(", ", MEDIA_TYPES.keySet());
        return new Unconvertible("media-type", "只认识 " + known, "Only " + known + " are known.");
    }

    /** Two words that stand for yes and no. */
    public static Converter flag(String yes, String no) {
        return of(
                value -> {
                    String text = plain(value);
                    if (!text.equals(yes) && !text.equals(no)) {
                        throw new Unconvertible(
                                "flag", "只能是 " + yes + " 或 " + no, "Only " + yes + " or " + no + " may stand here.");
                    }
                    return NODES.booleanNode(text.equals(yes));
                },
                canonical -> NODES.stringNode(canonical.booleanValue() ? yes : no));
    }

    /** A moment: read in any form that {@link TimeForms} knows, written in the one given. */
    public static Converter time(TimeForms forms) {
        return of(
                value -> NODES.stringNode(forms.readMoment(plain(value))),
                canonical -> forms.writeMoment(forms.tellable(Instant.parse(canonical.stringValue()))));
    }

    /** A day: read in any form that {@link TimeForms} knows, written in the one given. */
    public static Converter day(TimeForms forms) {
        return of(
                value -> NODES.stringNode(forms.readDay(plain(value))),
                canonical -> NODES.stringNode(forms.writeDay(canonical.stringValue())));
    }

    /** A code by a map of codes; spaces around it do not count. */
    public static Converter code(CodeMap codes) {
        return new Code(codes);
    }

    /** Filled up to this length, as divisions of 12 digits are. Read as it is; written without what filled it up. */
    public static Converter filled(int length, char with, int shorter) {
        return of(
                value -> {
                    String text = plain(value);
                    if (!DIGITS.matcher(text).matches() || text.length() < shorter || text.length() > length) {
                        throw new Unconvertible(
                                "length",
                                "应为 " + shorter + " 至 " + length + " 位数字",
                                "It must have " + shorter + " to " + length + " digits.");
                    }
                    return NODES.stringNode(text + String.valueOf(with).repeat(Math.max(0, length - text.length())));
                },
                canonical -> {
                    String text = canonical.asString();
                    if (text.length() != length
                            || text.substring(shorter).chars().anyMatch(c -> c != with)) {
                        throw new Unconvertible(
                                "length",
                                "应为 " + length + " 位，第 " + (shorter + 1) + " 位起为 " + with,
                                "It must have " + length + " characters, " + with + " from the " + (shorter + 1)
                                        + "th on.");
                    }
                    return NODES.stringNode(text.substring(0, shorter));
                });
    }

    /**
     * Of a fixed width with the partner, as numbers with zeros in front or names with blanks behind. Read without what pads it; what begins,
     * or ends, as if it were padded is not written, for it would not come back.
     *
     * @param width of the partner's field
     * @param with what pads it
     * @param isLeft whether that stands in front; else behind
     */
    public static Converter padded(int width, char with, boolean isLeft) {
        return of(value -> NODES.stringNode(unpadded(plain(value), with, isLeft)), canonical -> {
            String text = canonical.asString();
            if (text.isEmpty()
                    || text.length() > width
                    || text.length() > 1 && text.charAt(isLeft ? 0 : text.length() - 1) == with) {
                throw new Unconvertible(
                        "width",
                        "最多 " + width + " 位，且不得以 " + with + (isLeft ? " 开头" : " 结尾"),
                        "It has at most " + width + " characters and does not " + (isLeft ? "begin" : "end") + " with "
                                + with + ".");
            }
            String padding = String.valueOf(with).repeat(width - text.length());
            return NODES.stringNode(isLeft ? padding + text : text + padding);
        });
    }

    private static String unpadded(String text, char with, boolean isLeft) {
        int from = 0;
        int to = text.length();
        while (to - from > 1 && text.charAt(isLeft ? from : to - 1) == with) {
            from += isLeft ? 1 : 0;
            to -= isLeft ? 0 : 1;
        }
        return text.substring(from, to);
    }

    /** Several texts in one, with a separator between them. */
    public static Converter joined(String separator) {
        return joined(separator, part -> part, part -> part);
    }

    /** The same of structures, of which only this member is told. */
    public static Converter joined(String separator, String member) {
        return joined(
                separator,
                part -> NODES.objectNode().set(member, part),
                part -> part.path(member).isMissingNode() ? NODES.stringNode("") : part.path(member));
    }

    private static Converter joined(
            String separator, UnaryOperator<JsonNode> toOurs, UnaryOperator<JsonNode> toTheirs) {
        return of(
                value -> {
                    ArrayNode parts = NODES.arrayNode();
                    for (String part : plain(value).split(Pattern.quote(separator), -1)) {
                        parts.add(toOurs.apply(NODES.stringNode(part.strip())));
                    }
                    return parts;
                },
                canonical -> {
                    if (!canonical.isArray()) {
                        throw new Unconvertible("shape", "应为列表", "It must be a list.");
                    }
                    StringBuilder text = new StringBuilder();
                    for (JsonNode one : canonical) {
                        JsonNode part = toTheirs.apply(one);
                        if (part.asString().isBlank() || part.asString().contains(separator)) {
                            throw new Unconvertible(
                                    "separator",
                                    "内容为空或含有分隔符 " + separator,
                                    "A text is empty or holds the separator " + separator + ".");
                        }
                        text.append(text.isEmpty() ? "" : separator).append(part.asString());
                    }
                    return NODES.stringNode(text.toString());
                });
    }

    /** UTF-8 in Base64 (RFC 4648). */
    public static Converter base64() {
        return of(
                value -> NODES.stringNode(fromBase64(plain(value))),
                canonical -> NODES.stringNode(
                        Base64.getEncoder().encodeToString(canonical.asString().getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * A digest of the text in UTF-8, in lower-case hexadecimal digits, as platforms ask for in the place of a confidential number. One
     * way: from it nothing of ours can be made.
     *
     * @param algorithm {@code MD5} or {@code SHA-256}
     * @throws IllegalArgumentException if it is another, whatever the platform has beside
     */
    public static Converter digest(String algorithm) {
        if (!DIGESTS.contains(algorithm)) {
            throw new IllegalArgumentException("no such digest");
        }
        return of(
                value -> {
                    throw new Unconvertible("one-way", "摘要不能还原", "A digest cannot be turned back.");
                },
                canonical -> NODES.stringNode(HexFormat.of()
                        .formatHex(
                                digester(algorithm).digest(canonical.asString().getBytes(StandardCharsets.UTF_8)))));
    }

    private static MessageDigest digester(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException unknown) {
            throw new IllegalStateException(unknown);
        }
    }

    /** In what a platform counts money; ours is in yuan with two decimals, as {@code 20.00}. */
    public enum MoneyUnit {
        /** 分: a hundredth of a yuan; a whole number. */
        FEN(-2),
        /** 元, written with two decimals. */
        YUAN(0),
        /** 万元: ten thousand yuan, with at most six decimals and none that say nothing. */
        WAN(4);

        private final int zeros;

        MoneyUnit(int zeros) {
            this.zeros = zeros;
        }

        private BigDecimal toYuan(String text) throws Unconvertible {
            if (AMOUNT.matcher(text).matches()) {
                BigDecimal yuan = new BigDecimal(text).movePointRight(zeros);
                if (yuan.scale() <= 2) {
                    return yuan.setScale(2, RoundingMode.UNNECESSARY);
                }
            }
            throw new Unconvertible("amount", "应为金额，不小于一分的整数倍", "It must be an amount, in whole hundredths of a yuan.");
        }

        private String ofYuan(BigDecimal yuan) {
            BigDecimal theirs = yuan.movePointLeft(zeros);
            return (this == YUAN ? theirs : theirs.stripTrailingZeros()).toPlainString();
        }
    }

    /** An amount, counted in this unit with the partner. */
    public static Converter money(MoneyUnit unit) {
        return of(
                value -> NODES.stringNode(unit.toYuan(plain(value)).toPlainString()),
                canonical -> NODES.stringNode(unit.ofYuan(MoneyUnit.YUAN.toYuan(canonical.asString()))));
    }

    /** Old encoders break the line every 76 characters. */
    private static String fromBase64(String text) throws Unconvertible {
        try {
            byte[] octets = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            if (decoded.indexOf('\0') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException | CharacterCodingException neither) {
            // Told below.
        }
        throw new Unconvertible("base64", "不是 UTF-8 文本的 Base64", "It is not Base64 of a text in UTF-8.");
    }

    private static long whole(String text) throws Unconvertible {
        if (!WHOLE.matcher(text).matches()) {
            throw new Unconvertible("integer", "应为至多 15 位的整数", "It must be a whole number of at most 15 digits.");
        }
        return Long.parseLong(text);
    }

    private static String plain(JsonNode value) throws Unconvertible {
        if (value.isContainer()) {
            throw new Unconvertible("scalar", "应为单个值，而不是结构", "It must be one value and no structure.");
        }
        return value.asString().strip();
    }

    private static Converter of(Step toOurs, Step toTheirs) {
        return new Converter() {
            @Override
            public JsonNode toOurs(JsonNode partner) throws Unconvertible {
                return toOurs.convert(partner);
            }

            /** A masked value is none of its kind any more. */
            @Override
            public JsonNode toTheirs(JsonNode canonical) throws Unconvertible {
                try {
                    return toTheirs.convert(canonical);
                } catch (DateTimeException | JsonNodeException ofAnotherKind) {
                    throw new Unconvertible(
                            "value", "不是该字段应有的值，可能已脱敏", "It is no value of this field; it may have been masked.");
                }
            }
        };
    }

    @FunctionalInterface
    private interface Step {
        JsonNode convert(JsonNode value) throws Unconvertible;
    }

    /** Known apart from the others, because its map is listed and counted. */
    record Code(CodeMap codes) implements Converter {
        @Override
        public JsonNode toOurs(JsonNode partner) throws Unconvertible {
            return NODES.stringNode(codes.toOurs(plain(partner)));
        }

        @Override
        public JsonNode toTheirs(JsonNode canonical) throws Unconvertible {
            return NODES.stringNode(codes.toTheirs(canonical.asString()));
        }
    }
}
