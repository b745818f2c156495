package org.tongqu.ledger.material;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Materials;

/** Where uploads stand, and how one becomes a material. Thread-safe; a step that another request took already is refused. */
final class Uploads {
    private static final Duration COME_AGAIN = Duration.ofHours(1);
    private static final Duration BROKEN_OFF = Duration.ofMinutes(10);

    private final LedgerConnections connections;
    private final Clock clock;

    Uploads(LedgerConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * An upload of which nothing came yet. One whose length is known counts as if it were whole, any other as all that may come of it, so
     * that several at once cannot have more together than one after the other.
     *
     * @param name null if it is not known before the whole is there: then nobody goes on with it
     * @param total −1 if it is not known
     * @param most how many octets a material may have
     * @param quota how many octets the party may have here without a record that refers to them
     * @return what may come of it
     * @throws Rejection {@code QUOTA_USED} if the party would have more, or has as many and the length is not known
     */
    Allowance begin(UUID content, PartyId party, @Nullable Digest name, long total, long most, long quota) {
        Instant now = clock.instant();
        return connections.transaction(connection -> {
            standInLine(connection, party);
            long left = quota - unreferenced(connection, party, now);
            if (left < Math.max(total, 1)) {
                throw quotaUsed(quota);
            }
            long reserved = total < 0 ? Math.min(most, left) : total;
            insert(connection, content, party, name, total, reserved, now);
            return reserved == left && left < most
                    ? new Allowance(reserved, () -> quotaUsed(quota))
                    : Allowance.of(total < 0 ? reserved : most);
        });
    }

    private static void standInLine(Connection connection, PartyId party) throws SQLException {
        Query.on(connection, "select pg_advisory_xact_lock(hashtextextended(?, 0))::text as waited")
                .value("material-quota|" + party)
                .list(row -> row.text("waited"));
    }

    private static void insert(
            Connection connection,
            UUID content,
            PartyId party,
            @Nullable Digest name,
            long total,
            long reserved,
            Instant now)
            throws SQLException {
        Query.on(
                        connection,
                        """
                insert into material_uploads (content, party, sm3, received, total, reserved, touched_at)
                values (?, ?, ?, 0, ?, ?, ?)
                """)
                .value(content)
                .value(party.value())
                .value(name == null ? null : name.octets())
                .value(total < 0 ? null : total)
                .value(reserved)
                .value(now)
                .run();
    }

    private static Rejection quotaUsed(long quota) {
        return Rejection.later(
                ProblemCode.QUOTA_USED,
                "Materials to which no record refers may have " + quota
                        + " bytes together; send the records, or wait until they go after a day.",
                COME_AGAIN);
    }

    /**
     * What is under way, and what was stored lately and no record refers to: what was stored before that is gone. Nobody goes on with an
     * upload of unknown length that broke off, so it has reserved nothing any more.
     */
    private static long unreferenced(Connection connection, PartyId party, Instant now) throws SQLException {
        return Query.on(
                        connection,
                        """
                select (select coalesce(sum(
                            case when total is null and touched_at < ? then received else reserved end), 0)
                        from material_uploads where party = ?)
                    + (select coalesce(sum(m.size), 0) from material_keepers k join materials m on m.sm3 = k.sm3
                        where k.party = ? and k.stored_at > ?
                            and not exists (select 1 from material_grants g where g.sm3 = k.sm3)) as octets
                """)
                .value(now.minus(BROKEN_OFF))
                .value(party.value())
                .value(party.value())
                .value(now.minus(Materials.UNREFERENCED))
                .first(row -> row.number("octets"))
                .orElse(0L);
    }

    /** The unfinished upload of this party that moved last. One of unknown length cannot go on, so it is none. */
    Optional<Standing> latest(PartyId party, Digest name) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select content, received, total from material_uploads
                where party = ? and sm3 = ? and received < total order by touched_at desc limit 1
                """)
                .value(party.value())
                .value(name.octets())
                .first(Uploads::standing));
    }

    /** The upload of this party that stands exactly there and has this length; the one that moved last, if there are several. */
    Optional<Standing> at(PartyId party, Digest name, long received, long total) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select content, received, total from material_uploads
                where party = ? and sm3 = ? and received = ? and total = ? order by touched_at desc limit 1
                """)
                .value(party.value())
                .value(name.octets())
                .value(received)
                .value(total)
                .first(Uploads::standing));
    }

    /** Refused because the upload does not stand where the part begins. */
    static Rejection notThere(long received) {
        return new Rejection(
                ProblemCode.UPLOAD_OFFSET,
                received == 0
                        ? "There is no unfinished upload that this part continues; begin with the first octet."
                        : "The upload stands at " + received + "; go on from there. HEAD says the same.");
    }

    private static Standing standing(Row row) throws SQLException {
        return new Standing(row.uuid("content"), row.number("received"), row.number("total"));
    }

    /** Keeps what came, whatever becomes of the rest. */
    void advance(Receiving.Rest came) {
        Instant now = clock.instant();
        boolean mine = connections.transaction(connection -> {
            boolean moved = Query.on(
                                    connection,
                                    "update material_uploads set received = ?, touched_at = ? where content = ? and received = ?")
                            .value(came.to())
                            .value(now)
                            .value(came.content())
                            .value(came.from())
                            .run()
                    == 1;
            if (moved) {
                Segments.write(connection, came.content(), came.segment(), came.sealed());
            }
            return moved;
        });
        if (!mine) {
            throw notThere(received(came.content()));
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

    /** Forgets an upload that still stands there; what it stored goes later. Of one that somebody else took further nothing is touched. */
    void abandon(UUID content, long received) {
        connections.<Boolean>transaction(connection -> {
            boolean mine = forget(connection, content, received);
            if (mine) {
                leave(connection, content);
            }
            return mine;
        });
    }

    /**
     * Keeps the last octets of an upload and makes it a material, or finds that the material is there already.
     *
     * @return whether this party had not stored it before
     */
    boolean complete(Receiving.Rest last, PartyId party, Digest name) {
        Instant now = clock.instant();
        Optional<Boolean> isFirst = connections.transaction(connection -> {
            if (!forget(connection, last.content(), last.from())) {
                return Optional.empty();
            }
            if (last.to() > last.from()) {
                Segments.write(connection, last.content(), last.segment(), last.sealed());
            }
            if (!isFirstContent(connection, last.content(), name, last.to(), now)) {
                leave(connection, last.content());
            }
            return Optional.of(!storedAgain(connection, party, name, now) && stored(connection, party, name, now));
        });
        return isFirst.orElseThrow(() -> notThere(received(last.content())));
    }

    private static boolean stored(Connection connection, PartyId party, Digest name, Instant now) throws SQLException {
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
    }

    /** What is stored again is kept as long as the first time, and counts as long. */
    static boolean storedAgain(Connection connection, PartyId party, Digest name, Instant now) throws SQLException {
        return Query.on(connection, "update material_keepers set stored_at = ? where sm3 = ? and party = ?")
                        .value(now)
                        .value(name.octets())
                        .value(party.value())
                        .run()
                == 1;
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

    private static boolean forget(Connection connection, UUID content, long received) throws SQLException {
        return Query.on(connection, "delete from material_uploads where content = ? and received = ?")
                        .value(content)
                        .value(received)
                        .run()
                == 1;
    }

    private static void leave(Connection connection, UUID content) throws SQLException {
        Query.on(connection, "insert into material_leftovers (content) values (?) on conflict do nothing")
                .value(content)
                .run();
    }

    /**
     * Where an upload stands.
     *
     * @param content where its octets are
     * @param received how many came
     * @param total how many it has
     */
    record Standing(UUID content, long received, long total) {}

    /**
     * How much may come of an upload.
     *
     * @param octets the most of it
     * @param beyond what is said of more
     */
    record Allowance(long octets, Supplier<Rejection> beyond) {
        /** A material may have no more. */
        static Allowance of(long most) {
            return new Allowance(
                    most, () -> new Rejection(ProblemCode.TOO_LARGE, "More octets came than a material may have."));
        }
    }
}
