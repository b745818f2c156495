package org.tongqu.routes.intake;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.port.Intake.About;
import org.tongqu.record.site.Site;

/**
 * What a party's system said in its own dialect; the channel attests whose it is.
 *
 * @param party whose system it is
 * @param translator of its dialect
 * @param call the partner's name of the call
 * @param octets exactly what came
 * @param cameAt when it came
 * @param about what the channel knows it to be about; null if it cannot tell
 */
record MessageSubmission(
        PartyId party, Translator translator, String call, byte[] octets, Instant cameAt, @Nullable About about)
        implements BatchItem {
    @Override
    public Optional<BusinessKey> statedKey(Site site) {
        return Optional.ofNullable(about).map(known -> site.keyOf(party, known.type(), known.subject()));
    }
}
