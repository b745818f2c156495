package org.tongqu.record.schema;

import org.tongqu.record.identifier.CertificateIdentifier;
import org.tongqu.record.identifier.CitizenIdNumber;
import org.tongqu.record.identifier.DivisionCode;
import org.tongqu.record.identifier.ItemCode;
import org.tongqu.record.identifier.UnifiedSocialCreditCode;

/** The identifiers that the keyword {@code x-identifier} can name. */
enum IdentifierKind {
    USCC("uscc"),
    CITIZEN_ID("citizen-id"),
    CERTIFICATE_IDENTIFIER("certificate-identifier"),
    DIVISION("division"),
    ITEM_CODE("item-code");

    private final String word;

    IdentifierKind(String word) {
        this.word = word;
    }

    static IdentifierKind ofWord(String word) {
        for (IdentifierKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalStateException("x-identifier knows no " + word);
    }

    String word() {
        return word;
    }

    /** The value as such an identifier; throws {@link org.tongqu.record.identifier.InvalidIdentifier} when it is none. */
    Record read(String value) {
        return switch (this) {
            case USCC -> new UnifiedSocialCreditCode(value);
            case CITIZEN_ID -> new CitizenIdNumber(value);
            case CERTIFICATE_IDENTIFIER -> new CertificateIdentifier(value);
            case DIVISION -> new DivisionCode(value);
            case ITEM_CODE -> new ItemCode(value);
        };
    }
}
