package org.tongqu.record.identifier;

/**
 * A text is not the identifier it should be. The sender's fault, final. Never carries the text: it may be the number of a
 * citizen.
 */
public final class InvalidIdentifier extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String term;

    InvalidIdentifier(String term, String rule) {
        super(term + ": " + rule);
        this.term = term;
        this.rule = rule;
    }

    /**
     * The rule broken, a stable word: {@code form} (length, alphabet or parts), {@code check-character},
     * {@code organization-code} (the inner check of GB 11714), {@code birth-date}, {@code division}.
     */
    public String rule() {
        return rule;
    }

    /** The Chinese term of the identifier, for example 统一社会信用代码. */
    public String term() {
        return term;
    }
}
