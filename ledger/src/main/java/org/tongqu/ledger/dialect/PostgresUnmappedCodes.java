package org.tongqu.ledger.dialect;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.UnmappedCode;
import org.tongqu.record.port.UnmappedCodes;

/** Missing codes on PostgreSQL. A party that sends rubbish fills its own list and no more. */
public final class PostgresUnmappedCodes implements UnmappedCodes {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresUnmappedCodes.class);
    private static final int MOST_OF_A_PARTY = 1000;

    private final LedgerConnections connections;
    private final Clock clock;

    /** Keeps them with the time of this clock. */
    public PostgresUnmappedCodes(LedgerConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public void noticed(PartyId party, String family, boolean isHeard, List<FieldError> errors) {
        SortedSet<UnmappedCode> codes = errors.stream()
                .map(FieldError::unmapped)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(() ->
                        new TreeSet<>(Comparator.comparing(UnmappedCode::map).thenComparing(UnmappedCode::code))));
        if (codes.isEmpty()) {
            return;
        }
        try {
            keep(party, family, isHeard, codes);
        } catch (LedgerUnavailable failed) {
            LOG.warn(
                    "Codes that {} lacks were not noted and will be when they come again: {}",
                    family,
                    failed.getMessage());
        }
    }

    /** In one order, so that two who note the same codes do not wait for each other. */
    private void keep(PartyId party, String family, boolean isHeard, SortedSet<UnmappedCode> codes) {
        Instant now = clock.instant();
        connections.transaction(connection -> Query.on(
                        connection,
                        """
                with came as (
                    select ?::text as party, ?::text as family, ?::boolean as is_heard, unnest(?) as map, unnest(?) as code,
                        ?::timestamptz as at),
                fresh as (
                    select * from came c where not exists (
                        select 1 from unmapped_codes k where k.party = c.party and k.family = c.family
                            and k.is_heard = c.is_heard and k.map = c.map and k.code = c.code)),
                placed as (
                    select * from fresh order by map, code
                    limit greatest(0, ? - (select count(*) from unmapped_codes where party = ?)))
                insert into unmapped_codes as known (party, family, is_heard, map, code, times, since, last_at)
                select party, family, is_heard, map, code, 1, at, at from (
                    select * from came except select * from fresh union all select * from placed) n
                order by map, code
                on conflict (party, family, is_heard, map, code)
                do update set times = known.times + 1, last_at = greatest(known.last_at, excluded.last_at)
                """)
                .value(party.value())
                .value(family)
                .value(isHeard)
                .column("text", codes, UnmappedCode::map)
                .column("text", codes, UnmappedCode::code)
                .value(now)
                .value(MOST_OF_A_PARTY)
                .value(party.value())
                .run());
    }

    @Override
    public List<Missing> latest(int most) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select party, family, is_heard, map, code, times, since, last_at from unmapped_codes
                order by last_at desc, party, family, map, code limit ?
                """)
                .value(most)
                .list(row -> new Missing(
                        new PartyId(row.text("party")),
                        row.text("family"),
                        row.flag("is_heard"),
                        new UnmappedCode(row.text("map"), row.text("code")),
                        row.number("times"),
                        row.time("since"),
                        row.time("last_at"))));
    }
}
