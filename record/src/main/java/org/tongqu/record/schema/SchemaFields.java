package org.tongqu.record.schema;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.tongqu.record.json.JsonPointers;
import tools.jackson.databind.JsonNode;

/**
 * Walks one schema at load and collects its fields, their marks and the checks of their values. Refuses a schema that
 * leaves an object open, because an unknown field could never be granted, masked or searched.
 */
final class SchemaFields {

    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

    private final String type;
    private final CodeTables codes;
    private final SortedSet<String> fields = new TreeSet<>();
    private final SortedSet<String> leaves = new TreeSet<>();
    private final Map<String, Confidential> confidential = new TreeMap<>();
    private final Map<String, Index> index = new TreeMap<>();
    private final SortedSet<String> materials = new TreeSet<>();
    private final SortedSet<String> secrets = new TreeSet<>();
    private final FieldCheck check;

    private SchemaFields(String type, JsonNode document, CodeTables codes) {
        this.type = type;
        this.codes = codes;
        this.check = walk(document, "").orElseGet(() -> new FieldCheck.All(List.of()));
    }

    static SchemaFields of(String type, JsonNode document, CodeTables codes) {
        return new SchemaFields(type, document, codes);
    }

    FieldCheck check() {
        return check;
    }

    FieldMarks marks() {
        return new FieldMarks(
                Collections.unmodifiableSortedSet(fields),
                Collections.unmodifiableSortedSet(leaves),
                Collections.unmodifiableMap(confidential),
                Collections.unmodifiableMap(index),
                Collections.unmodifiableSortedSet(materials),
                Collections.unmodifiableSortedSet(secrets));
    }

    private Optional<FieldCheck> walk(JsonNode schema, String pattern) {
        if (!pattern.isEmpty() && !pattern.endsWith("/*")) {
            fields.add(pattern);
        }
        word(schema, "x-confidential")
                .ifPresent(word -> confidential.put(pattern, Confidential.valueOf(word.toUpperCase(Locale.ROOT))));
        word(schema, "x-index").ifPresent(word -> index.put(pattern, Index.valueOf(word.toUpperCase(Locale.ROOT))));
        if (schema.path("x-material").asBoolean(false)) {
            materials.add(pattern);
        }
        if (schema.path("x-secret").asBoolean(false)) {
            secrets.add(pattern);
        }
        String kind = word(schema, "type").orElseThrow(() -> new IllegalStateException(type + pattern + ": no type"));
        return switch (kind) {
            case "object" -> object(schema, pattern);
            case "array" -> walk(schema.required("items"), pattern + "/*").map(FieldCheck.Items::new);
            default -> leaf(schema, pattern);
        };
    }

    private Optional<FieldCheck> object(JsonNode schema, String pattern) {
        JsonNode additional = schema.get("additionalProperties");
        if (additional == null || !additional.isBoolean() || additional.booleanValue()) {
            throw new IllegalStateException(type + pattern + ": additionalProperties must be false");
        }
        Map<String, FieldCheck> members = new LinkedHashMap<>();
        List<FieldCheck> checks = new ArrayList<>();
        schema.required("properties").forEachEntry((name, member) -> {
            walk(member, JsonPointers.child(pattern, name)).ifPresent(found -> members.put(name, found));
            identifierBy(name, member).ifPresent(checks::add);
        });
        if (!members.isEmpty()) {
            checks.add(0, new FieldCheck.Members(members));
        }
        return joined(checks);
    }

    private Optional<FieldCheck> leaf(JsonNode schema, String pattern) {
        leaves.add(pattern);
        List<FieldCheck> checks = new ArrayList<>();
        word(schema, "x-code").map(this::versions).map(FieldCheck.Code::new).ifPresent(checks::add);
        word(schema, "x-identifier")
                .map(IdentifierKind::ofWord)
                .map(FieldCheck.Identifier::new)
                .ifPresent(checks::add);
        word(schema, "format").map(this::format).ifPresent(checks::add);
        return joined(checks);
    }

    private List<CodeTable> versions(String table) {
        List<CodeTable> versions = codes.versions(table);
        if (versions.isEmpty()) {
            throw new IllegalStateException(type + ": no code table " + table);
        }
        return versions;
    }

    private FieldCheck format(String format) {
        Predicate<String> accepts =
                switch (format) {
                    case "date-time" -> SchemaFields::isTime;
                    case "date" -> SchemaFields::isDay;
                    default -> throw new IllegalStateException(type + ": format " + format + " is not enforced");
                };
        return new FieldCheck.Format(format, accepts);
    }

    private static Optional<FieldCheck> identifierBy(String name, JsonNode member) {
        JsonNode rule = member.get("x-identifier-by");
        if (rule == null) {
            return Optional.empty();
        }
        Map<String, IdentifierKind> kinds = new LinkedHashMap<>();
        rule.required("kinds").forEachEntry((code, kind) -> kinds.put(code, IdentifierKind.ofWord(kind.stringValue())));
        return Optional.of(
                new FieldCheck.IdentifierBy(name, rule.required("field").stringValue(), kinds));
    }

    private static Optional<FieldCheck> joined(List<FieldCheck> checks) {
        return switch (checks.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(checks.get(0));
            default -> Optional.of(new FieldCheck.All(List.copyOf(checks)));
        };
    }

    private static boolean isTime(String text) {
        return TIME.matcher(text).matches() && isDay(text.substring(0, 10));
    }

    private static boolean isDay(String text) {
        try {
            LocalDate.parse(text, DAY);
            return text.length() == 10;
        } catch (DateTimeParseException noSuchDay) {
            return false;
        }
    }

    private static Optional<String> word(JsonNode schema, String keyword) {
        return schema.optional(keyword).flatMap(JsonNode::stringValueOpt);
    }
}
