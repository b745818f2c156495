package org.tongqu.record.failure;

/**
 * What a partner keeps for us, such as its front-end database, cannot be reached or does not work: nothing was decided, and it is tried
 * again. Never carries what lies there.
 */
public final class PartnerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * With what was seen.
     *
     * @param code ours, stable
     * @param words for the operator, at most 500 characters
     */
    public PartnerAway(String code, String words) {
        super(Brief.of(words), null, false, false);
        this.code = code;
    }

    /** Ours, stable. */
    public String code() {
        return code;
    }

    /** What was seen. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
