package org.tongqu.routes.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.seal.Seal;

/**
 * A submission of which it is certain who sent it: its seal holds, or the channel it came by is the party's.
 *
 * @param octets the exact envelope
 * @param cameAt when it came
 * @param party who sent it
 * @param content what tells it from another of the same identity
 * @param seal the party's seal over the octets; null if the channel attests it
 * @param kid whose key sealed it; null likewise
 * @param message what the party's system said; null if it sent the record itself
 */
record VerifiedSubmission(
        byte[] octets,
        Instant cameAt,
        PartyId party,
        Content content,
        @Nullable Seal seal,
        @Nullable KeyId kid,
        @Nullable Message message) {}
