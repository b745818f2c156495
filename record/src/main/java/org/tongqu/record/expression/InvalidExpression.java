package org.tongqu.record.expression;

/** An expression that cannot be compiled, or that asks for more than is allowed. A mistake in the site's files. */
public final class InvalidExpression extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    InvalidExpression(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** Line of the fault within the expression, 1-based; 0 when it concerns the whole. */
    public int line() {
        return line;
    }

    /** Column of the fault, 1-based; 0 when it concerns the whole. */
    public int column() {
        return column;
    }
}
