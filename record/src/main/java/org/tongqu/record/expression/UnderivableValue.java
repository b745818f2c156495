package org.tongqu.record.expression;

/** An expression cannot make its value out of what it was given. Carries why, never the values. */
public final class UnderivableValue extends Exception {
    private static final long serialVersionUID = 1L;

    UnderivableValue(String reason) {
        super(reason, null, false, false);
    }

    /** {@code absent-field}, {@code type} or {@code evaluation}. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
