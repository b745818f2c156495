package org.tongqu.routes.intake;

import org.tongqu.record.Digest;
import org.tongqu.record.envelope.BusinessRecord;

/**
 * A verified submission whose envelope has been read.
 *
 * @param verified the submission
 * @param record what it says
 */
record ReadSubmission(VerifiedSubmission verified, BusinessRecord record) implements Keyed {
    @Override
    public Digest digest() {
        return verified.digest();
    }
}
