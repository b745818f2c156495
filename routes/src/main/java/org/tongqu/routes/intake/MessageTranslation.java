package org.tongqu.routes.intake;

import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.Digests;

/** The first step of what comes in a dialect: the record that the message means. What came is kept beside it. */
final class MessageTranslation {
    private final Digests digests;

    MessageTranslation(Digests digests) {
        this.digests = digests;
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
