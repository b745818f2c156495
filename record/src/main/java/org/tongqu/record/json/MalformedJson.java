package org.tongqu.record.json;

import java.util.List;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * A text is not the strict JSON (RFC 8259, I-JSON RFC 7493) that may travel in a record. The sender's fault, final. Never
 * carries a value of the text: a pointer, a line and a column say where to look.
 */
public final class MalformedJson extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String pointer;
    private final int line;
    private final int column;

    MalformedJson(String rule, String pointer, int line, int column) {
        super("JSON refused by rule " + rule + " at " + (pointer.isEmpty() ? "the root" : pointer)
                + (line > 0 ? ", line " + line + ", column " + column : ""));
        this.rule = rule;
        this.pointer = pointer;
        this.line = line;
        this.column = column;
    }

    /**
     * The rule broken, a stable word: {@code syntax}, {@code duplicate-key}, {@code trailing-tokens}, {@code depth},
     * {@code number}, {@code length}, {@code encoding}, {@code bom}, {@code lone-surrogate} or {@code nul-character}.
     */
    public String rule() {
        return rule;
    }

    /**
     * JSON Pointer (RFC 6901) to the innermost place known; empty for the root. A name that could carry personal data is
     * shown as {@code ?}.
     */
    public String pointer() {
        return pointer;
    }

    /** Line of the fault, 1-based; 0 when not known. */
    public int line() {
        return line;
    }

    /** Column of the fault in UTF-16 code units, 1-based; 0 when not known. */
    public int column() {
        return column;
    }

    /**
     * What whoever sent this is told: {@code MALFORMED}, or {@code SCHEMA_VIOLATION} for U+0000, which is well-formed as an escape
     * and yet kept by no database.
     */
    public Rejection rejection() {
        boolean nul = rule.equals("nul-character");
        return new Rejection(
                nul ? ProblemCode.SCHEMA_VIOLATION : ProblemCode.MALFORMED,
                "The body is not acceptable JSON: " + getMessage(),
                List.of(new FieldError(
                        pointer,
                        rule,
                        nul ? "去掉字符 U+0000" : "请按 RFC 8259 提交严格的 JSON",
                        nul ? "leave out the character U+0000" : "send strict JSON as of RFC 8259")));
    }
}
