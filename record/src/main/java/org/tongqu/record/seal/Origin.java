package org.tongqu.record.seal;

import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;

/**
 * Where a delivered body comes from ({@code org} in the gateway's seal): the gateway states that it verified the sender's
 * seal and took these fields. Exactly one of digest and commitment is there: a plain digest of bytes one may not see lets
 * one guess them.
 *
 * @param record sender and id of the original
 * @param kid with which key the sender sealed it; null if the sender was authenticated by its channel
 * @param digest digest of the original bytes, for a whole grant; else null
 * @param commit SM3(32-byte salt ‖ original bytes) for a partial grant; else null
 */
public record Origin(RecordId record, @Nullable String kid, @Nullable Digest digest, @Nullable Digest commit) {
    /** @throws IllegalArgumentException unless exactly one of digest and commitment is given */
    public Origin {
        if ((digest == null) == (commit == null)) {
            throw new IllegalArgumentException("exactly one of digest and commit");
        }
    }
}
