package org.tongqu.ledger.material;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.Materials;

/** Where uploads stand, and how one becomes a material. Thread-safe; a step that another request took already is refused. */
final class Uploads {
    private final LedgerConnections connections;
    private final Clock clock;

    Uploads(LedgerConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * An upload of which nothing came yet.
     *
     * @param name null if it is not known before the whole is there: then nobody goes on with it
     * @param total −1 if it is not known
     */
    void begin(UUID content, PartyId party, @Nullable Digest name, long total) {
        connections.transaction(connection -> Query.on(
                        connection,
                        "insert into material_uploads (content, party, sm3, received, total, touched_at) values (?, ?, ?, 0, ?, ?)")
                .value(content)
                .value(party.value())
                .value(name == null ? null : name.octets())
                .value(total < 0 ? null : total)
                .value(clock.instant())
                .run());
    }

    /** The upload of this party that has come furthest. */
    Optional<Standing> furthest(PartyId party, Digest name) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select content, received, coalesce(total, -1) as total from material_uploads where party = ? and sm3 = ?
                order by received desc limit 1
                """)
                .value(party.value())
                .value(name.octets())
                .first(row -> new Standing(row.uuid("content"), row.number("received"), row.number("total"))));
    }

    /** Keeps what came, whatever becomes of the rest. */
    void advance(UUID content, long from, long to, int segment, byte[] sealed) {
        Instant now = clock.instant();
        boolean mine = connections.transaction(connection -> {
            boolean moved = Query.on(
                                    connection,
                                    "update material_uploads set received = ?, touched_at = ? where content = ? and received = ?")
                            .value(to)
                            .value(now)
                            .value(content)
                            .value(from)
                            .run()
                    == 1;
            if (moved) {
                Segments.write(connection, content, segment, sealed);
            }
            return moved;
        });
        if (!mine) {
            throw Materials.notThere(received(content));
        }
    }

    private long received(UUID content) {
        return connections
                .transaction(
                        connection -> Query.on(connection, "select received from material_uploads where content = ?")
                                .value(content)
                                .first(row -> row.number("received")))
                .orElse(0L);
    }

    /** Forgets an upload; what it stored goes later. */
    void abandon(UUID content) {
        connections.transaction(connection -> {
            forget(connection, content);
            return leave(connection, content);
        });
    }

    /**
     * Makes the upload a material, or finds that the material is there already.
     *
     * @return whether this party had not stored it before
     */
    boolean complete(UUID content, PartyId party, Digest name, long size) {
        Instant now = clock.instant();
        return connections.transaction(connection -> {
            forget(connection, content);
            if (!isFirstContent(connection, content, name, size, now)) {
                leave(connection, content);
            }
            return Query.on(
                                    connection,
                                    """
                            insert into material_keepers (sm3, party, stored_at) values (?, ?, ?) on conflict do nothing
                            """)
                            .value(name.octets())
                            .value(party.value())
                            .value(now)
                            .run()
                    == 1;
        });
    }

    /** Two may finish at once, and house keeping may take away what one of them found: the row that is there counts, and is locked. */
    private static boolean isFirstContent(Connection connection, UUID content, Digest name, long size, Instant now)
            throws SQLException {
        Instant until = now.plus(Materials.UNREFERENCED);
        while (true) {
            boolean inserted = Query.on(
                                    connection,
                                    """
                            insert into materials (sm3, content, size, stored_at, kept_until) values (?, ?, ?, ?, ?)
                            on conflict (sm3) do nothing
                            """)
                            .value(name.octets())
                            .value(content)
                            .value(size)
                            .value(now)
                            .value(until)
                            .run()
                    == 1;
            if (inserted || keep(connection, name, until)) {
                return inserted;
            }
        }
    }

    private static boolean keep(Connection connection, Digest name, Instant until) throws SQLException {
        return Query.on(connection, "update materials set kept_until = greatest(kept_until, ?) where sm3 = ?")
                        .value(until)
                        .value(name.octets())
                        .run()
                == 1;
    }

    private static void forget(Connection connection, UUID content) throws SQLException {
        Query.on(connection, "delete from material_uploads where content = ?")
                .value(content)
                .run();
    }

    private static int leave(Connection connection, UUID content) throws SQLException {
        return Query.on(connection, "insert into material_leftovers (content) values (?) on conflict do nothing")
                .value(content)
                .run();
    }

    /**
     * Where an upload stands.
     *
     * @param content where its octets are
     * @param received how many came
     * @param total how many it has; −1 if that is not known
     */
    record Standing(UUID content, long received, long total) {}
}
