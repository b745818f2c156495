package org.tongqu.routes.intake;

import java.time.Instant;
import java.util.Optional;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.site.Site;

/**
 * A record as it came to the door; nothing is known about it yet.
 *
 * @param octets the exact body
 * @param seal the seal over it
 * @param cameAt when it came
 */
record Submission(byte[] octets, Seal seal, Instant cameAt) implements BatchItem {
    @Override
    public Optional<BusinessKey> statedKey(Site site) {
        return StatedKey.of(octets, site);
    }
}
