package org.tongqu.routes.intake;

import java.time.Instant;
import org.tongqu.record.port.Intake.AttestedRecord;

/**
 * A record of which the channel says whose it is.
 *
 * @param attested as it came
 * @param cameAt when it came
 */
record AttestedSubmission(AttestedRecord attested, Instant cameAt) implements BatchItem {
    @Override
    public byte[] octets() {
        return attested.octets();
    }
}
