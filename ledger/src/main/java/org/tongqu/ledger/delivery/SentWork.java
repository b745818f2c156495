package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.commit.GroupWork;
import org.tongqu.ledger.material.MaterialGrants;
import org.tongqu.ledger.material.MaterialGrants.MaterialGrant;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.seal.Seal;

/** Keeps what several claims are about to send, where the claim still holds. */
final class SentWork implements GroupWork<SentWork.Sent, Boolean> {
    private final Clock clock;

    SentWork(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Done<Boolean> run(Connection connection, List<Sent> batch, boolean again) throws SQLException {
        Map<UUID, Sent> newest = new LinkedHashMap<>();
        batch.forEach(sent -> newest.put(sent.token, sent));
        Set<UUID> kept = keep(connection, newest.values());
        return new Done<>(
                batch.stream()
                        .<Outcome<Boolean>>map(sent -> new Outcome.Answer<>(kept.contains(sent.token)))
                        .toList(),
                new AfterCommit());
    }

    @Override
    public Boolean stuck(Sent sent) {
        throw new LedgerUnavailable("a head is locked for too long", new IllegalStateException("locked"));
    }

    /** Shares the lock of the heads, so that a claim cannot be taken away between this look at it and the commit. */
    private Set<UUID> keep(Connection connection, Collection<Sent> sent) throws SQLException {
        Instant now = clock.instant();
        List<Kept> kept = Query.on(
                        connection,
                        """
                with mine as (
                    select h.record_no, h.lane, s.*
                    from unnest(?, ?, ?, ?, ?, ?) as s (delivery_id, token, digest, body, header, signature)
                    join heads h on h.delivery_id = s.delivery_id and h.token = s.token and h.lease_until > ?
                    order by h.lane, h.key_id for share of h),
                kept as (
                    insert into sent_bodies as k (record_no, lane, at, digest, original, body, seal_protected, seal_signature)
                    select m.record_no, m.lane, ?, m.digest, m.body is null, m.body, m.header, m.signature from mine m
                    order by m.lane, m.record_no
                    on conflict (record_no, lane) do update set at = excluded.at, digest = excluded.digest,
                        original = excluded.original, body = excluded.body, seal_protected = excluded.seal_protected,
                        seal_signature = excluded.seal_signature
                    where k.seal_signature <> excluded.seal_signature)
                select token, record_no, lane from mine
                """)
                .column("uuid", sent, s -> s.delivery.bits())
                .column("uuid", sent, Sent::token)
                .column("bytea", sent, s -> s.digest.octets())
                .column("bytea", sent, Sent::derived)
                .column("text", sent, s -> s.seal.protectedHeader())
                .column("text", sent, s -> s.seal.signature())
                .value(now)
                .value(now)
                .list(row -> new Kept(row.uuid("token"), row.number("record_no"), row.lane()));
        grant(connection, sent, kept);
        return kept.stream().map(Kept::token).collect(Collectors.toSet());
    }

    /** What a party is told of it may read, from before it is told. */
    private static void grant(Connection connection, Collection<Sent> sent, List<Kept> kept) throws SQLException {
        Map<UUID, Set<Digest>> materials = new HashMap<>();
        sent.forEach(one -> materials.put(one.token, one.materials));
        MaterialGrants.insertReceived(
                connection,
                kept.stream()
                        .flatMap(one -> materials.getOrDefault(one.token, Set.of()).stream()
                                .map(material -> new MaterialGrant(one.recordNo, material, one.lane)))
                        .toList());
    }

    /** Forgets what was kept of these to be sent; the next attempt is made anew. */
    static void forget(Connection connection, List<Head> heads) throws SQLException {
        if (!heads.isEmpty()) {
            Query.on(
                            connection,
                            """
                    delete from sent_bodies s using unnest(?, ?) as u (record_no, lane)
                    where s.record_no = u.record_no and s.lane = u.lane
                    """)
                    .column("int8", heads, Head::recordNo)
                    .column("text", heads, Head::lane)
                    .run();
            takeBack(connection, heads);
        }
    }

    /** What nobody was told of nobody may read; a sender keeps what it refers to. */
    private static void takeBack(Connection connection, List<Head> unsent) throws SQLException {
        Query.on(
                        connection,
                        """
                delete from material_grants g using unnest(?, ?) as u (record_no, lane), records r
                where g.record_no = u.record_no and g.party = u.lane and r.record_no = u.record_no and r.sender <> u.lane
                """)
                .column("int8", unsent, Head::recordNo)
                .column("text", unsent, Head::lane)
                .run();
    }

    private record Kept(UUID token, long recordNo, PartyId lane) {}

    /**
     * What is about to be sent.
     *
     * @param delivery which delivery
     * @param token of the claim
     * @param digest of the body
     * @param derived the body as ciphertext; null if it is the original, which is not kept twice
     * @param seal the gateway's
     * @param materials to which it refers
     */
    record Sent(
            DeliveryId delivery,
            UUID token,
            Digest digest,
            byte @Nullable [] derived,
            Seal seal,
            Set<Digest> materials) {}
}
