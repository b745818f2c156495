package org.tongqu.routes.intake;

import java.time.Instant;
import java.util.Optional;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.port.Intake.AttestedRecord;
import org.tongqu.record.site.Site;

/**
 * A record of which the channel says whose it is.
 *
 * @param attested as it came
 * @param cameAt when it came
 */
record AttestedSubmission(AttestedRecord attested, Instant cameAt) implements BatchItem {
    @Override
    public Optional<BusinessKey> statedKey(Site site) {
        return StatedKey.of(attested.octets(), site);
    }
}
