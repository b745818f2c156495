package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * Reads the body of a request, bounded before anything looks at it: the stated length first, then at most one octet more than
 * the bound. Of a request nothing but these octets goes on.
 */
public final class BodyOctets {
    private static final int STEP = 8 << 10;

    private BodyOctets() {}

    /**
     * The exact octets.
     *
     * @param most the largest body taken, in bytes
     * @param share what of the door's budget the body takes: its stated length, or step by step what comes
     * @throws Rejection {@code TOO_LARGE}; {@code TOO_FAST} if the budget is used up; {@code UNSUPPORTED_MEDIA_TYPE} for a content encoding or a charset other than UTF-8;
     *     {@code MALFORMED} if it broke off
     */
    static byte[] read(HttpServletRequest request, int most, BodyBudget.Share share) {
        String contentType = request.getContentType();
        if (contentType != null && !isUtf8(MediaType.parseMediaType(contentType))) {
            throw new Rejection(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the body in UTF-8.");
        }
        return bounded(request, most, share);
    }

    private static byte[] bounded(HttpServletRequest request, int most, BodyBudget.Share share) {
        if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            throw new Rejection(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body without Content-Encoding: its octets are what counts.");
        }
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] octets = octets(request, most, share);
        if (octets.length > most) {
            throw tooLarge(most);
        }
        return octets;
    }

    /**
     * The exact octets of a message in a partner's dialect, whose charset is the dialect's and not for its header to say.
     *
     * @throws Rejection as {@link #read}, but for the charset
     */
    public static byte[] readMessage(HttpServletRequest request, int most, BodyBudget.Share share) {
        return bounded(request, most, share);
    }

    private static byte[] octets(HttpServletRequest request, int most, BodyBudget.Share share) {
        try {
            InputStream body = request.getInputStream();
            long stated = request.getContentLengthLong();
            if (stated < 0) {
                return stepByStep(body, most, share);
            }
            share.add(stated);
            return body.readNBytes(most + 1);
        } catch (IOException brokenOff) {
            throw new Rejection(ProblemCode.MALFORMED, "The body broke off before its end.");
        }
    }

    private static byte[] stepByStep(InputStream body, int most, BodyBudget.Share share) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int came = STEP;
        while (came == STEP && octets.size() <= most) {
            share.add(STEP);
            byte[] step = body.readNBytes(STEP);
            octets.writeBytes(step);
            came = step.length;
        }
        return octets.toByteArray();
    }

    private static boolean isUtf8(MediaType type) {
        return type.getCharset() == null || StandardCharsets.UTF_8.equals(type.getCharset());
    }

    private static Rejection tooLarge(int most) {
        return new Rejection(ProblemCode.TOO_LARGE, "The body is larger than " + most + " bytes.");
    }
}
