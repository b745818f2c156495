package org.tongqu.record.failure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request is refused, finally, and nothing of it is kept: the sender's fault, or ours to take it now (503, 409).
 * Carries what the problem document (RFC 9457) says. Never carries payloads, names, ID numbers or keys.
 */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<FieldError> errors;
    private final transient @Nullable Duration retryAfter;

    /** A rejection with a detail for the caller's programmer, in English. */
    public Rejection(ProblemCode code, String detail) {
        this(code, detail, List.of(), null);
    }

    /** A rejection that names the places that are wrong. */
    public Rejection(ProblemCode code, String detail, List<FieldError> errors) {
        this(code, detail, errors, null);
    }

    private Rejection(ProblemCode code, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** A rejection that asks to come again after this time. */
    public static Rejection later(ProblemCode code, String detail, Duration retryAfter) {
        return new Rejection(code, detail, List.of(), retryAfter);
    }

    /**
     * A message of a dialect of which one field cannot be translated; where it stands, whoever reads or writes the message adds.
     *
     * @param rule which rule is broken, a stable kebab-case word
     * @param zh what to do, in Chinese
     * @param en what to do, in English
     */
    public static Rejection untranslatable(String rule, String zh, String en) {
        return new Rejection(ProblemCode.UNTRANSLATABLE, en, List.of(new FieldError("", rule, zh, en)));
    }

    /** The stable code. */
    public ProblemCode code() {
        return code;
    }

    /** What happened and what to do, in English; never personal data. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The places that are wrong; empty if the whole is. */
    public List<FieldError> errors() {
        return errors;
    }

    /** When to come again; empty if coming again does not help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
