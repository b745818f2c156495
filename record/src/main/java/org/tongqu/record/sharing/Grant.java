package org.tongqu.record.sharing;

import java.util.List;
import java.util.Optional;

/** Which part of a record's data a rule gives. */
public sealed interface Grant {
    /** The original bytes with the sender's seal. */
    record Whole() implements Grant {}

    /**
     * Only these fields, in a body made for the receiver.
     *
     * @param fields what is given; never empty; a field that is not listed is not given
     */
    record Fields(List<Field> fields) implements Grant {
        /** @throws IllegalArgumentException if nothing is granted */
        public Fields {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("a grant of fields names at least one");
            }
        }
    }

    /**
     * One granted field.
     *
     * @param pattern JSON pointer into {@code data}, {@code *} for every item of an array: {@code /materials/*}{@code /name};
     *     an object or array is granted with all it holds
     * @param mask how its text is masked; empty for the plain value
     */
    record Field(String pattern, Optional<Mask> mask) {}
}
