package org.tongqu.record.port;

import java.time.Instant;
import java.util.List;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.seal.SealedText;

/** Writes and seals the receipt for a record, inside the transaction that accepts it. Thread-safe. */
public interface ReceiptIssuer {
    /**
     * The sealed receipt {@code {sender,id,digest,acceptedAt,sequence,recipients}}.
     *
     * @param record which record
     * @param digest SM3 of its octets
     * @param acceptedAt when
     * @param sequence its number within its key, from 1
     * @param recipients who will get it
     */
    SealedText issue(RecordId record, Digest digest, Instant acceptedAt, long sequence, List<PartyId> recipients);
}
