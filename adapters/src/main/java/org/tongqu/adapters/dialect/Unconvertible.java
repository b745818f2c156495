package org.tongqu.adapters.dialect;

import org.jspecify.annotations.Nullable;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.UnmappedCode;

/** One value cannot be converted. Never carries the value, but a code that no code map has. */
public final class Unconvertible extends Exception {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String zh;
    private final String en;
    private final transient @Nullable UnmappedCode unmapped;

    /**
     * A value that breaks this rule.
     *
     * @param rule a stable kebab-case word
     * @param zh what to do, in Chinese
     * @param en what to do, in English
     */
    public Unconvertible(String rule, String zh, String en) {
        this(rule, zh, en, null);
    }

    private Unconvertible(String rule, String zh, String en, @Nullable UnmappedCode unmapped) {
        super(rule, null, false, false);
        this.rule = rule;
        this.zh = zh;
        this.en = en;
        this.unmapped = unmapped;
    }

    /** A code that its code map has not. */
    static Unconvertible unmapped(UnmappedCode code) {
        String shown = code.code().equals(UnmappedCode.NO_CODE) ? code.code() : "\"" + code.code() + "\"";
        return new Unconvertible(
                "code:" + code.map(),
                "代码对照表 " + code.map() + " 没有 " + shown + "，请补充后重放",
                "The code map " + code.map() + " has no " + shown + ": add it and replay.",
                code);
    }

    /** Which rule is broken, a stable kebab-case word. */
    public String rule() {
        return rule;
    }

    /** The same with where the value stands, as JSON pointer. */
    FieldError at(String pointer) {
        return new FieldError(pointer, rule, zh, en, unmapped);
    }

    /** What to do, in Chinese. */
    public String zh() {
        return zh;
    }

    /** What to do, in English. */
    public String en() {
        return en;
    }
}
