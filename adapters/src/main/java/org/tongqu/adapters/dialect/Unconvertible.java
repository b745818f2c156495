package org.tongqu.adapters.dialect;

import org.tongqu.record.failure.FieldError;

/** One value cannot be converted. Never carries the value. */
public final class Unconvertible extends Exception {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String zh;
    private final String en;

    /**
     * A value that breaks this rule.
     *
     * @param rule a stable kebab-case word
     * @param zh what to do, in Chinese
     * @param en what to do, in English
     */
    public Unconvertible(String rule, String zh, String en) {
        super(rule, null, false, false);
        this.rule = rule;
        this.zh = zh;
        this.en = en;
    }

    /** Which rule is broken, a stable kebab-case word. */
    public String rule() {
        return rule;
    }

    /** The same with where the value stands, as JSON pointer. */
    FieldError at(String pointer) {
        return new FieldError(pointer, rule, zh, en);
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
