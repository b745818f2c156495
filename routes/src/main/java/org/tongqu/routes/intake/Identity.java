package org.tongqu.routes.intake;

import java.util.Optional;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger;

/** Which record it is, whose it is, and whether it has been here before. */
final class Identity {
    private final AdmissionLedger ledger;

    Identity(AdmissionLedger ledger) {
        this.ledger = ledger;
    }

    ReadSubmission readEnvelope(VerifiedSubmission verified) {
        return new ReadSubmission(verified, EnvelopeReader.read(verified.octets()));
    }

    /** The party of {@code source} and the party of the key or channel must be the same. */
    ReadSubmission matchParty(ReadSubmission read) {
        if (!read.record().id().sender().equals(read.verified().party())) {
            throw new Rejection(
                    ProblemCode.PARTY_MISMATCH,
                    "The source of the record and the key of its seal are not one party's.");
        }
        return read;
    }

    /**
     * The receipt given before, for a record that would be refused now: what was accepted stays accepted, whatever rules and
     * schemas say meanwhile. A record that passes needs no such question, the commit recognises it.
     *
     * @throws Rejection that of the record if it was not accepted before; {@code ID_REUSED} if it was with other content
     */
    Receipt receiptGivenBefore(Keyed refused, Rejection rejection) {
        return repeat(refused).orElseThrow(() -> rejection);
    }

    /** The receipt given before; empty if the identity is new. */
    Optional<Receipt> repeat(Keyed keyed) {
        return ledger.repeat(keyed.record().id(), keyed.content());
    }
}
