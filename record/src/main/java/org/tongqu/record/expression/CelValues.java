package org.tongqu.record.expression;

import dev.cel.common.values.NullValue;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows JSON to CEL as maps, lists and scalars, converting only what an expression touches. */
final class CelValues {

    private CelValues() {}

    static Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new Members(node);
            case ARRAY -> new Items(node);
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.decimalValue().doubleValue();
    }

    private static final class Members extends AbstractMap<String, Object> {

        private final JsonNode object;

        Members(JsonNode object) {
            this.object = object;
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            JsonNode member = name instanceof String text ? object.get(text) : null;
            return member == null ? null : of(member);
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return name instanceof String text && object.has(text);
        }

        @Override
        public int size() {
            return object.size();
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            Set<Map.Entry<String, Object>> entries = new LinkedHashSet<>();
            object.forEachEntry((name, member) -> entries.add(Map.entry(name, of(member))));
            return entries;
        }
    }

    private static final class Items extends AbstractList<Object> {

        private final JsonNode array;

        Items(JsonNode array) {
            this.array = array;
        }

        @Override
        public Object get(int index) {
            JsonNode item = array.get(index);
            if (item == null) {
                throw new IndexOutOfBoundsException(index);
            }
            return of(item);
        }

        @Override
        public int size() {
            return array.size();
        }
    }
}
