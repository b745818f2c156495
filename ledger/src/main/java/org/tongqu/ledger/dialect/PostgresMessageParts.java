package org.tongqu.ledger.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tongqu.ledger.keeping.Chore;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.MessageParts;

/** Parts of records on PostgreSQL. Those of one record are kept one after the other, so that the last to come sees all others. */
public final class PostgresMessageParts implements MessageParts {
    private static final int AT_ONCE = 1_000;

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
        Optional<Found> kept = connections.transaction(connection -> {
            standInLine(connection, record);
            boolean isRepeat = isKnown(connection, part, digest);
            if (isThere(connection, record)) {
                return isRepeat ? Optional.of(new Found(true, Map.of())) : Optional.empty();
            }
            if (!isRepeat) {
                insert(connection, part, digest, sealed, now);
            }
            return Optional.of(new Found(isRepeat, latest(connection, record)));
        });
        return kept.map(found -> found.opened(record, vault))
                .orElseThrow(() -> new Rejection(
                        ProblemCode.ID_REUSED, "The record was made of other messages; this one comes too late."));
    }

    private static void standInLine(Connection connection, RecordId record) throws SQLException {
        Query.on(connection, "select pg_advisory_xact_lock(hashtextextended(?, 0))::text as waited")
                .value("message-part|" + record)
                .list(row -> row.text("waited"));
    }

    private static boolean isKnown(Connection connection, MessagePart part, Digest digest) throws SQLException {
        return Query.on(
                        connection,
                        "select exists (select 1 from message_parts where sender = ? and id = ? and call = ? and digest = ?)"
                                + " as known")
                .value(part.record().sender().value())
                .value(part.record().id())
                .value(part.call())
                .value(digest.octets())
                .list(row -> row.flag("known"))
                .contains(true);
    }

    private static boolean isThere(Connection connection, RecordId record) throws SQLException {
        return Query.on(connection, "select exists (select 1 from identities where sender = ? and id = ?) as there")
                .value(record.sender().value())
                .value(record.id())
                .list(row -> row.flag("there"))
                .contains(true);
    }

    private static void insert(Connection connection, MessagePart part, Digest digest, byte[] sealed, Instant now)
            throws SQLException {
        Query.on(
                        connection,
                        "insert into message_parts (sender, id, call, digest, octets, came_at) values (?, ?, ?, ?, ?, ?)")
                .value(part.record().sender().value())
                .value(part.record().id())
                .value(part.call())
                .value(digest.octets())
                .value(sealed)
                .value(now)
                .run();
    }

    private static Map<String, byte[]> latest(Connection connection, RecordId record) throws SQLException {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        Query.on(
                        connection,
                        """
                select distinct on (call) call, octets from message_parts
                where sender = ? and id = ? and octets is not null order by call, number desc
                """)
                .value(record.sender().value())
                .value(record.id())
                .list(row -> messages.put(row.text("call"), row.octets("octets")));
        return messages;
    }

    /** What there is to be done at this time: what records have is emptied here, what waited for too long goes. */
    public static List<Chore> chores(Instant now) {
        return List.of(
                Chore.of("message_parts (whole)", PostgresMessageParts::emptyWhole),
                Chore.of("message_parts (waiting)", connection -> forgetWaiting(connection, now)));
    }

    private static boolean emptyWhole(Connection connection) throws SQLException {
        return Query.on(
                                connection,
                                """
                        update message_parts set octets = null where ctid = any (array(
                            select p.ctid from message_parts p where p.octets is not null and exists (
                                select 1 from identities i where i.sender = p.sender and i.id = p.id)
                            limit ?))
                        """)
                        .value(AT_ONCE)
                        .run()
                == AT_ONCE;
    }

    private static boolean forgetWaiting(Connection connection, Instant now) throws SQLException {
        return Query.on(
                                connection,
                                """
                        delete from message_parts where ctid = any (array(
                            select ctid from message_parts p where octets is not null and came_at < ? and not exists (
                                select 1 from identities i where i.sender = p.sender and i.id = p.id)
                            limit ?))
                        """)
                        .value(now.minus(PATIENCE))
                        .value(AT_ONCE)
                        .run()
                == AT_ONCE;
    }

    /**
     * What was found, as it rests.
     *
     * @param isRepeat whether exactly this message had come before
     * @param sealed ciphertext by call
     */
    private record Found(boolean isRepeat, Map<String, byte[]> sealed) {
        Kept opened(RecordId record, BodyVault vault) {
            Map<String, byte[]> messages = new LinkedHashMap<>();
            sealed.forEach((call, octets) -> messages.put(call, vault.openPart(record, octets)));
            return new Kept(isRepeat, messages);
        }
    }
}
