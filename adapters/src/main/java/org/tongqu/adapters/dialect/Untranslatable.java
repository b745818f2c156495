package org.tongqu.adapters.dialect;

import java.util.List;
import java.util.stream.Collectors;
import org.tongqu.record.failure.FieldError;

/** A message cannot be translated. Says all that is wrong with it, and of the values only codes that look like codes. */
public final class Untranslatable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    /** @param errors at least one */
    public Untranslatable(List<FieldError> errors) {
        super(
                errors.stream().map(e -> e.pointer() + " " + e.rule()).collect(Collectors.joining(", ")),
                null,
                false,
                false);
        this.errors = List.copyOf(errors);
    }

    static void refuse(List<FieldError> errors) throws Untranslatable {
        if (!errors.isEmpty()) {
            throw new Untranslatable(errors);
        }
    }

    /** What is wrong, in the order of the table; pointers are those of the message that was to be translated. */
    public List<FieldError> errors() {
        return errors;
    }
}
