package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A problem document (RFC 9457). The title stands in both languages, so that whoever reads a log needs no negotiation.
 *
 * @param type {@code urn:tongqu:problem:<code>}, or {@code about:blank} where the status says it all
 * @param titleZh title in Chinese
 * @param titleEn title in English
 * @param status the HTTP status
 * @param code the stable code
 * @param detail what happened and what to do, in English; never personal data
 * @param errors the places that are wrong; empty if the whole is
 * @param retryAfter when to come again; null if that does not help
 * @param headers what the status asks for besides, such as {@code Allow} for a 405; else empty
 */
public record Problem(
        String type,
        String titleZh,
        String titleEn,
        int status,
        String code,
        String detail,
        List<FieldError> errors,
        @Nullable Duration retryAfter,
        Map<String, String> headers) {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    /** What a rejection says to its caller. */
    public static Problem of(Rejection rejection) {
        ProblemCode code = rejection.code();
        return new Problem(
                "urn:tongqu:problem:" + code,
                code.titleZh(),
                code.titleEn(),
                code.status(),
                code.name(),
                rejection.detail(),
                rejection.errors(),
                rejection.retryAfter().orElse(usualWait(code)),
                Map.of());
    }

    /** The same with a header. */
    Problem with(String header, String value) {
        return new Problem(type, titleZh, titleEn, status, code, detail, errors, retryAfter, Map.of(header, value));
    }

    /** The method is not for this path; no code of ours, the status says it all. */
    static Problem methodNotAllowed(Set<String> allow) {
        return new Problem(
                "about:blank",
                "不支持的请求方法",
                "Method Not Allowed",
                405,
                "METHOD_NOT_ALLOWED",
                "This path does not take this method; see the header Allow.",
                List.of(),
                null,
                allow.isEmpty() ? Map.of() : Map.of(HttpHeaders.ALLOW, String.join(", ", allow)));
    }

    /** The document as JSON. */
    public ObjectNode toJson() {
        ObjectNode document = StrictJson.object()
                .put("type", type)
                .put("title", titleZh + " · " + titleEn)
                .put("status", status)
                .put("code", code)
                .put("detail", detail);
        ArrayNode places = document.putArray("errors");
        for (FieldError error : errors) {
            places.addObject()
                    .put("pointer", error.pointer())
                    .put("rule", error.rule())
                    .putObject("message")
                    .put("zh", error.zh())
                    .put("en", error.en());
        }
        return document;
    }

    /**
     * Makes it the whole answer, in place of whatever was prepared.
     *
     * @param response not committed
     * @throws IOException if the caller is gone
     */
    void writeTo(HttpServletResponse response) throws IOException {
        byte[] body = StrictJson.write(toJson());
        response.reset();
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(retryAfter)));
        }
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Seal");
        }
        headers.forEach(response::setHeader);
        response.getOutputStream().write(body);
    }

    private static @Nullable Duration usualWait(ProblemCode code) {
        return switch (code) {
            case STILL_PROCESSING, TOO_FAST -> SOON;
            case UNAVAILABLE -> LATER;
            default -> null;
        };
    }

    /** Whole seconds, rounded up, at least one. */
    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
