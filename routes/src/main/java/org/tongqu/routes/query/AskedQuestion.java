package org.tongqu.routes.query;

import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.Seal;

/**
 * A question as it came to the door; nothing is known about it yet but, where no seal is asked for, whose it is.
 *
 * @param type that the path names
 * @param octets the exact envelope
 * @param seal the seal over it; null if the channel attests whose it is
 * @param attested whose it is by the channel; null if a seal says so
 * @param said what the asker's system said, of which the envelope was made; null if it sent the envelope
 */
record AskedQuestion(
        String type, byte[] octets, @Nullable Seal seal, @Nullable PartyId attested, Query.@Nullable Said said) {}
