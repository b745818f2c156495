package org.tongqu.routes.intake;

import org.tongqu.record.KeyId;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.SealVerifier.Verified;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;

/** The first step of every way in: nothing is read from a body before its seal holds. */
final class SealCheck {
    private final SealVerifier verifier;
    private final Sealer sealer;
    private final Digests digests;

    SealCheck(SealVerifier verifier, Sealer sealer, Digests digests) {
        this.verifier = verifier;
        this.sealer = sealer;
        this.digests = digests;
    }

    /** Verifies the sender's seal; a repeat's seal must hold too. */
    VerifiedSubmission verify(Submission submission) {
        Verified verified = verifier.verify(submission.seal(), submission.octets(), SealType.RECORD);
        return verified(submission, verified.header().kid());
    }

    /** Seals a record of the gateway's own; the seal has no need to be verified then. */
    VerifiedSubmission sealOwn(OwnSubmission own) {
        Seal seal = sealer.record(own.octets());
        KeyId kid = SealHeader.read(seal).kid();
        return verified(new Submission(own.octets(), seal, own.cameAt()), kid);
    }

    private VerifiedSubmission verified(Submission submission, KeyId kid) {
        return new VerifiedSubmission(
                submission.octets(),
                submission.cameAt(),
                kid.party(),
                Content.of(digests.sm3(submission.octets())),
                submission.seal(),
                kid,
                null);
    }
}
