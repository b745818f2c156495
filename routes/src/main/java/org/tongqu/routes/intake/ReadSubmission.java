package org.tongqu.routes.intake;

import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.port.AdmissionLedger.Content;

/**
 * A verified submission whose envelope has been read.
 *
 * @param verified the submission
 * @param record what it says
 */
record ReadSubmission(VerifiedSubmission verified, BusinessRecord record) implements Keyed {
    @Override
    public Content content() {
        return verified.content();
    }
}
