package org.tongqu.record.schema;

import java.util.function.Consumer;
import org.tongqu.record.identifier.CertificateIdentifier;
import org.tongqu.record.identifier.CitizenIdNumber;
import org.tongqu.record.identifier.DivisionCode;
import org.tongqu.record.identifier.ItemCode;
import org.tongqu.record.identifier.UnifiedSocialCreditCode;

/** The identifiers that the keyword {@code x-identifier} can name. */
enum IdentifierKind {
    USCC("uscc", UnifiedSocialCreditCode::new),
    CITIZEN_ID("citizen-id", CitizenIdNumber::new),
    CERTIFICATE_IDENTIFIER("certificate-identifier", CertificateIdentifier::new),
    DIVISION("division", DivisionCode::new),
    ITEM_CODE("item-code", ItemCode::new);

    private final String word;
    private final Consumer<String> check;

    IdentifierKind(String word, Consumer<String> check) {
        this.word = word;
        this.check = check;
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

    /** @throws org.tongqu.record.identifier.InvalidIdentifier when the value is not such an identifier */
    void check(String value) {
        check.accept(value);
    }
}
