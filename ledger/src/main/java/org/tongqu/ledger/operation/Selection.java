package org.tongqu.ledger.operation;

import java.sql.Connection;
import java.util.Set;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.operation.JobFilter;
import org.tongqu.record.operation.JobOrder;

/** Finds the deliveries that an order is about: heads, and, where those that are held or wait behind a head are meant, them too. */
final class Selection {
    private static final String HEADS =
            """
            select h.record_no, h.lane, h.key_id, h.delivery_id, h.state, h.code
            from heads h join records r on r.record_no = h.record_no
            where h.state = any (?)
            """;
    private static final String BEHIND =
            """
            select d.record_no, d.lane, d.key_id, d.delivery_id,
                case when h.state in ('PARKED', 'UNKNOWN') then 'HELD' else 'ACCEPTED' end as state, null as code
            from heads h
            join deliveries d on d.key_id = h.key_id and d.lane = h.lane and d.number > h.number and d.state = 'ACCEPTED'
            join records r on r.record_no = d.record_no
            where h.behind > 0 and case when h.state in ('PARKED', 'UNKNOWN') then 'HELD' else 'ACCEPTED' end = any (?)
            """;
    private static final String CONDITIONS =
            """
             and (cardinality(?) = 0 or h.lane = any (?)) and (cardinality(?) = 0 or r.type = any (?))
             and (?::text is null or r.subject = ?) and (?::text is null or h.code = ?)
             and (?::timestamptz is null or r.accepted_at >= ?) and (?::timestamptz is null or r.accepted_at < ?)
             and (cardinality(?) = 0 or %s.delivery_id = any (?))
            """;

    private final JobFilter filter;
    private final Set<DeliveryState> states;

    Selection(JobOrder order) {
        this.filter = order.filter();
        this.states = filter.states().isEmpty() ? order.kind().usual() : filter.states();
    }

    /** A query of {@code head} over {@code s (record_no, lane, key_id, delivery_id, state, code)}, then {@code tail}; its first values are the caller's. */
    Query query(Connection connection, String head, String tail, Object... first) {
        boolean behind = states.contains(DeliveryState.HELD) || states.contains(DeliveryState.ACCEPTED);
        String selected =
                HEADS + CONDITIONS.formatted("h") + (behind ? " union all " + BEHIND + CONDITIONS.formatted("d") : "");
        Query query = Query.on(connection, head + " from (" + selected + ") s " + tail);
        for (Object value : first) {
            query.value(value);
        }
        bind(query);
        if (behind) {
            bind(query);
        }
        return query;
    }

    private void bind(Query query) {
        query.column("text", states, DeliveryState::name);
        for (int twice = 0; twice < 2; twice++) {
            query.column("text", filter.lanes(), lane -> lane);
        }
        for (int twice = 0; twice < 2; twice++) {
            query.column("text", filter.types(), type -> type);
        }
        query.value(filter.subject()).value(filter.subject());
        query.value(filter.code()).value(filter.code());
        query.value(filter.acceptedFrom()).value(filter.acceptedFrom());
        query.value(filter.acceptedUntil()).value(filter.acceptedUntil());
        for (int twice = 0; twice < 2; twice++) {
            query.column("uuid", filter.deliveries(), delivery -> delivery.bits());
        }
    }
}
