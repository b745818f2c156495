package org.tongqu.routes.delivery;

/** A delivery that cannot be made as things stand: parked for the operator, with what is to be mended. */
public final class Undeliverable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** With our stable code and words for the operator, free of personal data. */
    public Undeliverable(String code, String words) {
        super(words, null, false, false);
        this.code = code;
    }

    /** Ours, stable. */
    public String code() {
        return code;
    }

    /** What is to be mended. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
