package org.tongqu.record.envelope;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as it was received: the attributes of its CloudEvents 1.0 envelope and the exact octets they were read from. The
 * octets are what was signed, is stored and is processed; nothing is ever written anew from the attributes.
 *
 * @param id sender ({@code source}) and {@code id}
 * @param type {@code type}
 * @param subject the business key (业务主键), 1 to 128 characters
 * @param time when it happened, as the sender says
 * @param data the business data
 * @param purpose what it is shared for (使用事由); null if not stated
 * @param to the parties it is directed to; empty for an undirected record
 * @param correlation what it answers or belongs to; null if nothing
 * @param priority −9 to 9, default 0; chooses between keys only, never within one
 * @param deadline after this the record is of no use; null for the site's default of 30 days
 * @param document the whole envelope as read, unknown attributes included
 * @param octets the exact bytes
 */
public record BusinessRecord(
        RecordId id,
        RecordType type,
        String subject,
        Instant time,
        ObjectNode data,
        @Nullable String purpose,
        SortedSet<PartyId> to,
        @Nullable String correlation,
        int priority,
        @Nullable Instant deadline,
        ObjectNode document,
        byte[] octets) {

    /** The deadline the sender set. */
    public Optional<Instant> statedDeadline() {
        return Optional.ofNullable(deadline);
    }

    /** Who and what, never the content. */
    @Override
    public String toString() {
        return type + " " + id;
    }
}
