package org.tongqu.adapters.push;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * A partner's answer in a line that an operator can read: at most 500 characters, without control or format characters, so
 * that it can do no harm in a log, a page or a database.
 */
final class PartnerWords {
    static final int LONGEST = 500;

    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})");
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+");
    private static final List<String> TELLING = List.of("code", "title", "detail", "message");

    private PartnerWords() {}

    /** Status, media type and the beginning of an answer that was no receipt. */
    static String ofAnswer(int status, String contentType, CappedBody.Octets body) {
        String type = contentType.isBlank() ? "no media type" : contentType;
        String rest = body.bytes().length == 0 ? "empty" : text(contentType, body.bytes());
        return line("HTTP " + status + ", " + type + (body.cut() ? ", cut off at 64 KiB: " : ": ") + rest);
    }

    /** What a system that speaks a dialect said, with the status. */
    static String ofSaying(int status, String said) {
        return line("HTTP " + status + (said.isBlank() ? "" : ": " + said));
    }

    /** What a problem document (RFC 9457) or the like says; else the beginning of the text. */
    static String ofProblem(int status, String contentType, CappedBody.Octets body) {
        String said = problem(body.bytes());
        return said == null ? ofAnswer(status, contentType, body) : line("HTTP " + status + ": " + said);
    }

    private static @Nullable String problem(byte[] body) {
        JsonNode document;
        try {
            document = StrictJson.parse(body);
        } catch (MalformedJson somethingElse) {
            return null;
        }
        String said = TELLING.stream()
                .map(document::get)
                .filter(Objects::nonNull)
                .flatMap(value -> value.isValueNode() ? Stream.of(value.asString()) : Stream.empty())
                .filter(value -> !value.isBlank())
                .collect(Collectors.joining(" · "));
        return said.isEmpty() ? null : said;
    }

    private static String text(String contentType, byte[] body) {
        return new String(body, charset(contentType));
    }

    private static Charset charset(String contentType) {
        Matcher named = CHARSET.matcher(contentType);
        if (!named.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(named.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static String line(String text) {
        String start = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        String clean = HARMFUL.matcher(start).replaceAll(" ").strip();
        if (clean.length() <= LONGEST) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return clean.substring(0, end);
    }
}
