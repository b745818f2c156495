package org.tongqu.adapters.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.JsonPointers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a value stands in a tree of objects: names with {@code /} between them, as in {@code SHOULI/YWSLSJ} or {@code
 * /item/implCode}; a slash in front changes nothing, a number is the place in a list, from 0. The empty path is the tree itself.
 * Immutable.
 */
public final class FieldPath {
    /** The tree itself. */
    public static final FieldPath ROOT = new FieldPath(List.of());

    private final List<String> names;
    private final String pointer;

    private FieldPath(List<String> names) {
        this.names = names;
        this.pointer = names.stream().reduce("", JsonPointers::child);
    }

    /** @throws IllegalArgumentException if a name is empty */
    public static FieldPath of(String path) {
        String plain = path.startsWith("/") ? path.substring(1) : path;
        if (plain.isEmpty()) {
            return ROOT;
        }
        List<String> names = List.of(plain.split("/", -1));
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a name in \"" + path + "\" is empty");
        }
        return new FieldPath(names);
    }

    /** What stands there; null if there is nothing, null, or an empty text. */
    public @Nullable JsonNode find(JsonNode tree) {
        JsonNode node = tree;
        for (String name : names) {
            node = step(node, name);
            if (node == null) {
                return null;
            }
        }
        return node.isNull() || node.isString() && node.stringValue().isBlank() ? null : node;
    }

    /**
     * Puts a value there; objects on the way are made.
     *
     * @throws IllegalStateException if something that is no object stands in the way
     */
    public void put(JsonNode tree, JsonNode value) {
        JsonNode node = tree;
        for (String name : names.subList(0, names.size() - 1)) {
            JsonNode next = step(node, name);
            node = next == null ? object(node, name).putObject(name) : next;
        }
        String last = names.get(names.size() - 1);
        object(node, last).set(last, value);
    }

    private static @Nullable JsonNode step(JsonNode node, String name) {
        return node.isArray() && name.matches("[0-9]{1,6}") ? node.get(Integer.parseInt(name)) : node.get(name);
    }

    private ObjectNode object(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalStateException(pointer + ": what holds " + name + " is no object");
    }

    /** As JSON pointer (RFC 6901). */
    public String pointer() {
        return pointer;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldPath path && path.names.equals(names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /** As a partner's programmer writes it: without a slash in front. */
    @Override
    public String toString() {
        return String.join("/", names);
    }
}
