package org.tongqu.routes.intake;

import java.util.Optional;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.Digests;

/** The first step of what comes in a dialect: the record that the message means. What came is kept beside it. */
final class MessageTranslation {
    private final AdmissionLedger ledger;
    private final Digests digests;

    MessageTranslation(AdmissionLedger ledger, Digests digests) {
        this.ledger = ledger;
        this.digests = digests;
    }

    /** The receipt given for the same octets before; empty if they are new. */
    Optional<Receipt> receiptGivenBefore(MessageSubmission came) {
        return ledger.repeatOf(came.party(), digests.sm3(came.octets()));
    }

    /** The party is the channel's, so no seal is asked for. */
    VerifiedSubmission translate(MessageSubmission came) {
        byte[] envelope = came.translator().toOurs(came.party(), came.call(), came.octets());
        return new VerifiedSubmission(
                envelope,
                came.cameAt(),
                came.party(),
                new Content(digests.sm3(envelope), digests.sm3(came.octets())),
                null,
                null,
                new Message(came.translator().family() + " " + came.call(), came.octets()));
    }
}
