package org.tongqu.record.json;

import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** JSON Pointers (RFC 6901) as plain strings. Stateless. */
public final class JsonPointers {

    private static final int LONGEST_SHOWN_NAME = 64;
    private static final int LONGEST_SHOWN_DIGITS = 5;

    private JsonPointers() {}

    /** The pointer to member {@code name} of the object at {@code parent}, exact. */
    public static String child(String parent, String name) {
        if (name.indexOf('~') < 0 && name.indexOf('/') < 0) {
            return parent + "/" + name;
        }
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to the 0-based item {@code index} of the array at {@code parent}. */
    public static String child(String parent, int index) {
        return parent + "/" + index;
    }

    /**
     * Like {@link #child(String, String)} for a name that the sender chose: a name that is not a plain word of at most 64
     * letters, digits, {@code _} and {@code -}, or that has six digits in a row, may carry personal data and becomes
     * {@code ?}.
     */
    public static String shownChild(String parent, String name) {
        return parent + "/" + (isPlainWord(name) ? name : "?");
    }

    /**
     * Every value at a pattern, in order.
     *
     * @param pattern a pointer in which {@code *} stands for every item of an array
     * @param found gets the pointer, with item numbers, and the value as text; neither null nor an object or array is a value
     */
    public static void forEach(JsonNode data, String pattern, BiConsumer<String, String> found) {
        descend(data, pattern.substring(1).split("/", -1), 0, "", found);
    }

    private static void descend(
            JsonNode node, String[] segments, int at, String pointer, BiConsumer<String, String> found) {
        if (at == segments.length) {
            if (node.isValueNode() && !node.isNull()) {
                found.accept(pointer, node.asString());
            }
        } else if (segments[at].equals("*")) {
            for (int item = 0; item < node.size(); item++) {
                descend(node.get(item), segments, at + 1, child(pointer, item), found);
            }
        } else {
            String name = segments[at].replace("~1", "/").replace("~0", "~");
            JsonNode member = node.get(name);
            if (member != null) {
                descend(member, segments, at + 1, child(pointer, name), found);
            }
        }
    }

    private static boolean isPlainWord(String name) {
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-') {
                return false;
            }
            digits = Character.isDigit(c) ? digits + 1 : 0;
            if (digits > LONGEST_SHOWN_DIGITS) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_SHOWN_NAME;
    }
}
