package org.tongqu.routes.intake;

import java.time.Instant;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Content;

/**
 * A record that has passed every check and waits for its commit.
 *
 * @param admission what is to be committed
 * @param cameAt when it came to the door
 */
record PreparedRecord(Admission admission, Instant cameAt) implements Keyed {
    @Override
    public BusinessRecord record() {
        return admission.record();
    }

    @Override
    public Content content() {
        return admission.content();
    }
}
