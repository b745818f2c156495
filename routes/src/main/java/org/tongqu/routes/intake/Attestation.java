package org.tongqu.routes.intake;

import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Intake.AttestedRecord;

/** The first step of what carries no seal: the channel says whose it is, and what came is kept beside the record. */
final class Attestation {
    private final Digests digests;

    Attestation(Digests digests) {
        this.digests = digests;
    }

    /** A record is known again by its own octets alone: what carried it has a time and a number that differ with every call. */
    VerifiedSubmission attest(AttestedSubmission submission) {
        AttestedRecord attested = submission.attested();
        return new VerifiedSubmission(
                attested.octets(),
                submission.cameAt(),
                attested.party(),
                Content.of(digests.sm3(attested.octets())),
                null,
                null,
                attested.message());
    }
}
