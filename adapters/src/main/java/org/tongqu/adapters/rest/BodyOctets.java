package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * Reads the body of a request, bounded before anything looks at it: the stated length first, then at most one octet more than
 * the bound. Of a request nothing but these octets goes on.
 */
final class BodyOctets {
    private BodyOctets() {}

    /**
     * The exact octets.
     *
     * @param most the largest body taken, in bytes
     * @throws Rejection {@code TOO_LARGE}; {@code UNSUPPORTED_MEDIA_TYPE} for a content encoding or a charset other than UTF-8;
     *     {@code MALFORMED} if it broke off
     */
    static byte[] read(HttpServletRequest request, int most) {
        if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            throw new Rejection(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body without Content-Encoding: its octets are sealed.");
        }
        String contentType = request.getContentType();
        if (contentType != null && !isUtf8(MediaType.parseMediaType(contentType))) {
            throw new Rejection(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the body in UTF-8.");
        }
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] octets = octets(request, most);
        if (octets.length > most) {
            throw tooLarge(most);
        }
        return octets;
    }

    private static byte[] octets(HttpServletRequest request, int most) {
        try {
            return request.getInputStream().readNBytes(most + 1);
        } catch (IOException brokenOff) {
            throw new Rejection(ProblemCode.MALFORMED, "The body broke off before its end.");
        }
    }

    private static boolean isUtf8(MediaType type) {
        return type.getCharset() == null || StandardCharsets.UTF_8.equals(type.getCharset());
    }

    private static Rejection tooLarge(int most) {
        return new Rejection(ProblemCode.TOO_LARGE, "The body is larger than " + most + " bytes.");
    }
}
