package org.tongqu.adapters.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Materials.Part;

/** Which part of a whole a request has in its body (RFC 9110, 14.4): {@code bytes 0-1023/4096}. */
final class ContentRange {
    private static final Pattern SHAPE = Pattern.compile("bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})");

    private ContentRange() {}

    /**
     * The part.
     *
     * @param header {@code Content-Range}; null if the body is the whole
     * @param stated {@code Content-Length}; −1 if it is not said
     * @throws Rejection {@code MALFORMED} if the header is not of this form, is no range, or the body has another length
     */
    static Part part(@Nullable String header, long stated) {
        if (header == null) {
            return Part.whole(stated);
        }
        Matcher matcher = SHAPE.matcher(header);
        if (!matcher.matches()) {
            throw malformed();
        }
        long from = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        long total = Long.parseLong(matcher.group(3));
        long length = last - from + 1;
        if (length <= 0 || last >= total || (stated >= 0 && stated != length)) {
            throw malformed();
        }
        return new Part(from, length, total);
    }

    private static Rejection malformed() {
        return new Rejection(
                ProblemCode.MALFORMED,
                "Write Content-Range like \"bytes 0-1023/4096\", with the length of the whole, and send exactly these bytes.");
    }
}
