package org.tongqu.ledger.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.keeping.Chore;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.port.MessageParts;

/** Parts of records on PostgreSQL. Those of one record are kept one after the other, so that the last to come sees all others. */
public final class PostgresMessageParts implements MessageParts {
    private static final int AT_ONCE = 1_000;
    private static final int RECORDS_AT_ONCE = 100;

    private final LedgerConnections connections;
    private final BodyVault vault;
    private final Clock clock;

    /** Keeps them encrypted, with the time of this clock. */
    public PostgresMessageParts(LedgerConnections connections, BodyVault vault, Clock clock) {
        this.connections = connections;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public Kept keep(MessagePart part, Digest digest, byte[] message) {
        RecordId record = part.record();
        byte[] sealed = vault.part(record, message);
        Instant now = clock.instant();
        return connections
                .transaction(connection -> {
                    standInLine(connection, record);
                    Optional<There> there = there(connection, record);
                    if (there.isPresent()) {
                        return new Found(false, Map.of(), there.get());
                    }
                    boolean isRepeat = isSeenAgain(connection, part, digest, now);
                    if (!isRepeat) {
                        takePlace(connection, part);
                        insert(connection, part, digest, sealed, now);
                    }
                    return new Found(isRepeat, inForce(connection, record), null);
                })
                .opened(record, vault);
    }

    private static void standInLine(Connection connection, RecordId record) throws SQLException {
        Query.on(connection, "select pg_advisory_xact_lock(hashtextextended(?, 0))::text as waited")
                .value("message-part|" + record)
                .list(row -> row.text("waited"));
    }

    /** Waits for whoever is about to forget it, and then says that it is not there. */
    private static boolean isSeenAgain(Connection connection, MessagePart part, Digest digest, Instant now)
            throws SQLException {
        return Query.on(
                                connection,
                                """
                        update message_parts set seen_at = ? where sender = ? and id = ? and call = ? and digest = ?
                        """)
                        .value(now)
                        .value(part.record().sender().value())
                        .value(part.record().id())
                        .value(part.call())
                        .value(digest.octets())
                        .run()
                == 1;
    }

    /** The record, if it is there already, with the messages that it was made of. */
    private static Optional<There> there(Connection connection, RecordId record) throws SQLException {
        return Query.on(
                        connection,
                        """
                select r.message from identities i left join records r on r.record_no = i.record_no
                where i.sender = ? and i.id = ?
                """)
                .value(record.sender().value())
                .value(record.id())
                .first(row -> new There(row.octetsOrNull("message")));
    }

    /** What is said anew is of no use any more; that it came is remembered, so that a repeat of it changes nothing. */
    private static void takePlace(Connection connection, MessagePart part) throws SQLException {
        Query.on(
                        connection,
                        "update message_parts set octets = null where sender = ? and id = ? and call = ? and octets is not null")
                .value(part.record().sender().value())
                .value(part.record().id())
                .value(part.call())
                .run();
    }

    private static void insert(Connection connection, MessagePart part, Digest digest, byte[] sealed, Instant now)
            throws SQLException {
        Query.on(
                        connection,
                        "insert into message_parts (sender, id, call, digest, octets, came_at, seen_at) values (?, ?, ?, ?, ?, ?, ?)")
                .value(part.record().sender().value())
                .value(part.record().id())
                .value(part.call())
                .value(digest.octets())
                .value(sealed)
                .value(now)
                .value(now)
                .run();
    }

    private static Map<String, byte[]> inForce(Connection connection, RecordId record) throws SQLException {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        Query.on(
                        connection,
                        "select call, octets from message_parts where sender = ? and id = ? and octets is not null order by call")
                .value(record.sender().value())
                .value(record.id())
                .list(row -> messages.put(row.text("call"), row.octets("octets")));
        return messages;
    }

    /** What there is to be done at this time: parts go when the record has them, or when the last of them waited for too long. */
    public static List<Chore> chores(Instant now) {
        return List.of(
                Chore.of("message_parts (whole)", PostgresMessageParts::forgetWhole),
                Chore.of("message_parts (waiting)", connection -> forgetWaiting(connection, now.minus(PATIENCE))));
    }

    private static boolean forgetWhole(Connection connection) throws SQLException {
        return Query.on(
                                connection,
                                """
                        delete from message_parts where ctid = any (array(
                            select p.ctid from message_parts p where exists (
                                select 1 from identities i where i.sender = p.sender and i.id = p.id)
                            limit ?))
                        """)
                        .value(AT_ONCE)
                        .run()
                == AT_ONCE;
    }

    /** All of a record or none of it: what is left behind would take the place of what mended it. */
    private static boolean forgetWaiting(Connection connection, Instant before) throws SQLException {
        List<RecordId> stale = Query.on(
                        connection,
                        """
                select sender, id from message_parts group by sender, id having max(seen_at) < ? limit ?
                """)
                .value(before)
                .value(RECORDS_AT_ONCE)
                .list(Row::record);
        for (RecordId record : stale) {
            standInLine(connection, record);
            Query.on(
                            connection,
                            """
                    delete from message_parts where sender = ? and id = ? and not exists (
                        select 1 from message_parts p where p.sender = ? and p.id = ? and p.seen_at >= ?)
                    """)
                    .value(record.sender().value())
                    .value(record.id())
                    .value(record.sender().value())
                    .value(record.id())
                    .value(before)
                    .run();
        }
        return stale.size() == RECORDS_AT_ONCE;
    }

    /**
     * A record that is there.
     *
     * @param message what it was made of, as it rests; null if it did not come in a dialect
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record There(byte @Nullable [] message) {}

    /**
     * What was found, as it rests.
     *
     * @param isRepeat whether exactly this message had come before
     * @param sealed ciphertext by call
     * @param there the record; null if it is not there yet
     */
    private record Found(boolean isRepeat, Map<String, byte[]> sealed, @Nullable There there) {
        Kept opened(RecordId record, BodyVault vault) {
            if (there != null) {
                return new Kept.Whole(
                        there.message == null
                                ? Optional.empty()
                                : Optional.of(vault.openMessage(record, there.message)));
            }
            Map<String, byte[]> messages = new LinkedHashMap<>();
            sealed.forEach((call, octets) -> messages.put(call, vault.openPart(record, octets)));
            return new Kept.Waiting(isRepeat, messages);
        }
    }
}
