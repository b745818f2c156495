package org.tongqu.ledger.admission;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.seal.SealedText;

/** A record that is admitted in this transaction, filled in step by step by the thread of the transaction. */
final class Fresh {
    final Draft draft;
    Instant acceptedAt = Instant.EPOCH;
    long keyId;
    long number;
    long recordNo;

    @Nullable
    SealedText receipt;

    Fresh(Draft draft) {
        this.draft = draft;
    }

    BusinessKey key() {
        return draft.admission().key();
    }

    SealedText receipt() {
        return Objects.requireNonNull(receipt);
    }
}
