package org.tongqu.adapters.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The range that a reader asks for (RFC 9110, 14.2). One range of bytes; of several, of other units and of what cannot be understood
 * the header is passed over, as the RFC allows, and the reader gets the whole.
 *
 * @param from the first octet
 * @param length how many; 0 of a range that lies outside
 * @param isPart whether a range was asked for
 */
record AskedRange(long from, long length, boolean isPart) {
    private static final Pattern SHAPE = Pattern.compile("bytes=([0-9]{0,15})-([0-9]{0,15})");

    /** What the header asks for of something of this size; null for no header. */
    static AskedRange of(@Nullable String header, long size) {
        Matcher matcher = SHAPE.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return whole(size);
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? whole(size) : suffix(Long.parseLong(last), size);
        }
        long from = Long.parseLong(first);
        long end = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        if (!last.isEmpty() && Long.parseLong(last) < from) {
            return whole(size);
        }
        return new AskedRange(from, Math.max(0, end - from + 1), true);
    }

    private static AskedRange whole(long size) {
        return new AskedRange(0, size, false);
    }

    private static AskedRange suffix(long many, long size) {
        long length = Math.min(many, size);
        return new AskedRange(size - length, length, true);
    }

    /** Whether nothing of it is there. */
    boolean isOutside() {
        return isPart && length == 0;
    }

    /** For {@code Content-Range}. */
    String text(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
