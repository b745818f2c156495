package org.tongqu.record.schema;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.tongqu.record.identifier.InvalidIdentifier;
import org.tongqu.record.json.JsonPointers;
import tools.jackson.databind.JsonNode;

/** Checks the values of one field, or of all fields below it, beyond what JSON Schema can say. */
sealed interface FieldCheck {

    /**
     * Adds what is wrong; a value of another JSON type is passed over, for JSON Schema names it.
     *
     * @param day whose code tables count
     */
    void check(JsonNode value, String pointer, LocalDate day, List<Violation> violations);

    /** The members of an object that have something to check. */
    record Members(Map<String, FieldCheck> checks) implements FieldCheck {

        @Override
        public void check(JsonNode object, String pointer, LocalDate day, List<Violation> violations) {
            checks.forEach((name, check) -> {
                JsonNode member = object.get(name);
                if (member != null) {
                    check.check(member, JsonPointers.child(pointer, name), day, violations);
                }
            });
        }
    }

    /** Every item of an array. */
    record Items(FieldCheck item) implements FieldCheck {

        @Override
        public void check(JsonNode array, String pointer, LocalDate day, List<Violation> violations) {
            if (array.isArray()) {
                for (int i = 0; i < array.size(); i++) {
                    item.check(array.get(i), JsonPointers.child(pointer, i), day, violations);
                }
            }
        }
    }

    /**
     * A code out of a table.
     *
     * @param versions of the table, the oldest first, at least one; it counts also for days before its own
     */
    record Code(List<CodeTable> versions) implements FieldCheck {

        @Override
        public void check(JsonNode value, String pointer, LocalDate day, List<Violation> violations) {
            CodeTable table = CodeTables.inForce(versions, day).orElse(versions.get(0));
            if (value.isString() && !table.contains(value.stringValue())) {
                violations.add(Violations.code(pointer, table));
            }
        }
    }

    /** An identifier that checks itself. */
    record Identifier(IdentifierKind kind) implements FieldCheck {

        @Override
        public void check(JsonNode value, String pointer, LocalDate day, List<Violation> violations) {
            if (value.isString()) {
                try {
                    kind.read(value.stringValue());
                } catch (InvalidIdentifier invalid) {
                    violations.add(Violations.identifier(pointer, kind.word(), invalid.term(), invalid.rule()));
                }
            }
        }
    }

    /** A member of an object whose kind of identifier is told by the code in another member. */
    record IdentifierBy(String member, String codeMember, Map<String, IdentifierKind> kinds) implements FieldCheck {

        @Override
        public void check(JsonNode object, String pointer, LocalDate day, List<Violation> violations) {
            JsonNode code = object.get(codeMember);
            JsonNode value = object.get(member);
            if (code != null && code.isString() && value != null) {
                IdentifierKind kind = kinds.get(code.stringValue());
                if (kind != null) {
                    new Identifier(kind).check(value, JsonPointers.child(pointer, member), day, violations);
                }
            }
        }
    }

    /** A text in a format. */
    record Format(String format, Predicate<String> accepts) implements FieldCheck {

        @Override
        public void check(JsonNode value, String pointer, LocalDate day, List<Violation> violations) {
            if (value.isString() && !accepts.test(Objects.requireNonNull(value.stringValue()))) {
                violations.add(Violations.format(pointer, format));
            }
        }
    }

    /** Several checks of the same field. */
    record All(List<FieldCheck> checks) implements FieldCheck {

        @Override
        public void check(JsonNode value, String pointer, LocalDate day, List<Violation> violations) {
            checks.forEach(check -> check.check(value, pointer, day, violations));
        }
    }
}
