package org.tongqu.adapters.files;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tongqu.record.Digest;

/**
 * What stands in the file beside a file that says that it is whole, {@code <name>.ok}: {@code sm3:<64 hexadecimal digits> <size>
 * <name>}, on one line.
 *
 * @param digest of the content
 * @param size in octets
 * @param name of the file
 */
record OkFile(Digest digest, long size, String name) {
    /** Ends its own name. */
    static final String OK = ".ok";

    /** Nothing longer is one. */
    static final int LONGEST = 1024;

    private static final Pattern SHAPE = Pattern.compile("(?:sm3:)?([0-9A-Fa-f]{64})[ \\t]+([0-9]{1,15})[ \\t]+(\\S+)");

    /** What octets say; empty if they say nothing of the kind. */
    static Optional<OkFile> read(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        Matcher parts = SHAPE.matcher((text.startsWith("\uFEFF") ? text.substring(1) : text).strip());
        return parts.matches()
                ? Optional.of(new OkFile(
                        new Digest("sm3:" + parts.group(1).toLowerCase(Locale.ROOT)),
                        Long.parseLong(parts.group(2)),
                        parts.group(3)))
                : Optional.empty();
    }

    byte[] octets() {
        return (digest + " " + size + " " + name + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
