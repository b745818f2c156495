package org.tongqu.adapters.auth;

/** A call does not show that it comes from whom it says. Carries what is wrong, never what was shown. */
public final class NotAuthentic extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    NotAuthentic(Reason reason, String words) {
        super(words, null, false, false);
        this.reason = reason;
    }

    /** What is wrong. */
    public enum Reason {
        /** Something that the scheme asks for is missing or of another shape. */
        INCOMPLETE,
        /** The caller is not the one that the scheme's identifiers name. */
        OTHER_CALLER,
        /** The signature, password or token does not hold. */
        NOT_VALID,
        /** A password that others on its way could read. */
        IN_CLEAR,
        /** The time in it is too far from ours. */
        SKEWED,
        /** It has been used before. */
        REPLAYED,
        /** What was issued has run out or is none of ours, nobody can tell: to be fetched anew. */
        EXPIRED,
        /** What was issued, to this caller for certain, has run out: to be fetched anew. Nobody has guessed. */
        RUN_OUT
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** Whether what was issued is to be fetched anew. */
    public boolean needsRenewal() {
        return reason == Reason.EXPIRED || reason == Reason.RUN_OUT;
    }

    /** What is wrong, for the caller's programmer. */
    public String words() {
        return String.valueOf(getMessage());
    }

    static NotAuthentic inClear() {
        return new NotAuthentic(
                Reason.IN_CLEAR,
                "口令只经 TLS 接收：改用 https://，并更换口令 / a password is taken over TLS only: use https://, and change the password");
    }

    static NotAuthentic incomplete(String what) {
        return new NotAuthentic(Reason.INCOMPLETE, what + " is missing");
    }
}
