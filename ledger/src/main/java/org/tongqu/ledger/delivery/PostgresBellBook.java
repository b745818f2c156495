package org.tongqu.ledger.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.port.BellBook;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Site;

/**
 * Bells as {@code heads} knows them. A head is expected to have a bell in the broker if it was rung, its party is one that we
 * call, and no open circuit can have made its lane forget the bell since.
 */
public final class PostgresBellBook implements BellBook {
    /** A bell is sent right after the ledger's commit, by a thread that may lag behind when the machine is busy. */
    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);

    private static final String EXPECTED =
            """
            from heads h left join lanes l on l.lane = h.lane
            where h.rung_at < ? and l.open_since is null and (l.closed_at is null or h.rung_at >= l.closed_at)
            """;

    private final LedgerConnections connections;
    private final Sites sites;
    private final boolean isShared;

    /**
     * On these connections.
     *
     * @param sites parties as the site in force has them
     * @param isShared whether consumers of other nodes may hold what does not lie in the broker's queues: then nothing is missing
     */
    public PostgresBellBook(LedgerConnections connections, Sites sites, boolean isShared) {
        this.connections = connections;
        this.sites = sites;
        this.isShared = isShared;
    }

    @Override
    public Set<PartyId> rungLanes(Instant before) {
        return called(connections.transaction(connection -> Query.on(connection, "select distinct h.lane " + EXPECTED)
                .value(before)
                .list(Row::lane)));
    }

    /**
     * The last that is known of the run before is when it rang, claimed or accepted last. A delivery that is not in {@code heads}
     * is final, and then its bell is stale, or was never the first of its key, and then nobody rang for it.
     */
    @Override
    public BellTally compare(Collection<PartyId> lanes, Collection<Bell> found, Instant before) {
        BellTally tally = connections.transaction(connection -> Query.on(
                        connection,
                        """
                with found as (select distinct * from unnest(?, ?, ?) as b (lane, delivery_id, dispatch)),
                known as (
                    select h.rung_at is not null and h.dispatch = f.dispatch as rung,
                        case when h.delivery_id is not null then h.lane = f.lane and f.dispatch <= h.dispatch
                            else exists (select 1 from deliveries d where d.delivery_id = f.delivery_id
                                and d.lane = f.lane and d.state <> 'ACCEPTED') end as possible
                    from found f left join heads h on h.delivery_id = f.delivery_id),
                lost as (
                    select h.rung_at
                """
                                + EXPECTED
                                + """
                        and h.lane = any (?) and not exists (select 1 from found f
                            where f.lane = h.lane and f.delivery_id = h.delivery_id and f.dispatch = h.dispatch)),
                last as (
                    select greatest(max(rung_at) filter (where rung_at < ?), max(claimed_at) filter (where claimed_at < ?),
                        (select accepted_at from records where accepted_at < ? order by record_no desc limit 1)) as at
                    from heads)
                select (select count(*) from known where possible and rung) as matching,
                    (select count(*) from known where possible and not rung) as stale,
                    (select count(*) from lost, last where rung_at <= last.at - ?::interval) as missing,
                    (select count(*) from lost, last where rung_at > last.at - ?::interval) as recent,
                    (select count(*) from known where not possible) as impossible
                """)
                .column("text", found, Bell::lane)
                .column("uuid", found, bell -> bell.delivery().bits())
                .column("int4", found, Bell::dispatch)
                .value(before)
                .column("text", called(lanes), lane -> lane)
                .value(before)
                .value(before)
                .value(before)
                .value(SENT_WITHIN.toString())
                .value(SENT_WITHIN.toString())
                .first(row -> new BellTally(
                        row.number("matching"),
                        row.number("stale"),
                        row.number("missing"),
                        row.number("recent"),
                        row.number("impossible")))
                .orElseThrow());
        return isShared
                ? new BellTally(
                        tally.matching(), tally.stale(), 0, tally.missing() + tally.recent(), tally.impossible())
                : tally;
    }

    /** Those of parties that we call; for others nothing is put into the broker. */
    private Set<PartyId> called(Collection<PartyId> lanes) {
        Site site = sites.current();
        Set<PartyId> called = new HashSet<>(lanes);
        called.removeIf(lane -> site.party(lane)
                .filter(party -> party.endpoint() instanceof Endpoint.Push)
                .isEmpty());
        return called;
    }
}
