package org.tongqu.record.identifier;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Code of a government service item 政务服务事项编码. The forms in practice (ZWFW C0109, GB/T 39554.1): basic 12 characters;
 * implementation 31 = implementing body's credit code 18, level 1, basic code 12; handling item 33 = implementation code
 * and 2 digits. Older codes (GB/T 39046: 10 and 24 characters, and local ones) are kept as they are, opaque.
 *
 * @param value 1 to 64 letters, digits, dots and hyphens
 */
public record ItemCode(String value) {

    private static final String TERM = "事项编码";
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z.-]{1,64}");
    private static final Pattern BASIC = Pattern.compile("[0-9A-Z]{2}[0-9]{2}[0-9A-Z]{8}");
    private static final Pattern IMPLEMENTATION =
            Pattern.compile("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}[1-7][0-9A-Z]{12}(?:[0-9]{2})?");
    private static final int IMPLEMENTATION_LENGTH = 31;

    /** What kind of code it is, told by its form. */
    public enum Kind {
        /** 基本编码, 12 characters. */
        BASIC,
        /** 实施编码, 31 characters. */
        IMPLEMENTATION,
        /** 业务办理项编码, 33 characters. */
        HANDLING_ITEM,
        /** Any other, older or local: only stored and compared. */
        OPAQUE
    }

    /**
     * @throws InvalidIdentifier when the form is wrong, or the credit code inside a code of 31 or 33 characters does not
     *     check
     */
    public ItemCode {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidIdentifier(TERM, "form");
        }
        if (IMPLEMENTATION.matcher(value).matches()
                && !UnifiedSocialCreditCode.lenient(value.substring(0, 18)).conforming()) {
            throw new InvalidIdentifier(TERM, "check-character");
        }
    }

    /** What kind of code this is. */
    public Kind kind() {
        if (IMPLEMENTATION.matcher(value).matches()) {
            return value.length() == IMPLEMENTATION_LENGTH ? Kind.IMPLEMENTATION : Kind.HANDLING_ITEM;
        }
        return BASIC.matcher(value).matches() ? Kind.BASIC : Kind.OPAQUE;
    }

    /** The implementing body 实施主体; empty unless the code is of 31 or 33 characters. */
    public Optional<UnifiedSocialCreditCode> implementingBody() {
        return hasBody() ? Optional.of(new UnifiedSocialCreditCode(value.substring(0, 18))) : Optional.empty();
    }

    /** The basic code 基本编码 inside; empty for an opaque code. */
    public Optional<String> basicCode() {
        if (hasBody()) {
            return Optional.of(value.substring(19, IMPLEMENTATION_LENGTH));
        }
        return kind() == Kind.BASIC ? Optional.of(value) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }

    private boolean hasBody() {
        Kind kind = kind();
        return kind == Kind.IMPLEMENTATION || kind == Kind.HANDLING_ITEM;
    }
}
