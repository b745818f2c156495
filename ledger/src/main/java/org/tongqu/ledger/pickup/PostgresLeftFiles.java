package org.tongqu.ledger.pickup;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.port.LeftFiles;

/** Files that were left, on PostgreSQL. */
public final class PostgresLeftFiles implements LeftFiles {
    private final LedgerConnections connections;
    private final Clock clock;

    /** @param clock says on which day a file was left */
    public PostgresLeftFiles(LedgerConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public void left(PartyId party, Left file) {
        connections.transaction(connection -> Query.on(
                        connection,
                        """
                insert into files_left (party, name, digest, size, day, at) values (?, ?, ?, ?, ?, ?) on conflict do nothing
                """)
                .value(party.value())
                .value(file.name())
                .value(file.digest().value())
                .value(file.size())
                .value(BeijingTime.dayOf(clock.instant()))
                .value(clock.instant())
                .run());
    }

    @Override
    public Optional<Left> named(PartyId party, String name) {
        return connections.transaction(connection -> Query.on(
                        connection, "select name, digest, size from files_left where party = ? and name = ?")
                .value(party.value())
                .value(name)
                .first(row -> new Left(row.text("name"), new Digest(row.text("digest")), row.number("size"))));
    }

    @Override
    public List<LocalDate> untold(PartyId party, LocalDate before) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select day from (
                    select distinct day from files_left where party = ? and day < ?
                    union select ?::date) as days
                where not exists (select 1 from days_told t where t.party = ? and t.day = days.day) order by day
                """)
                .value(party.value())
                .value(before)
                .value(before.minusDays(1))
                .value(party.value())
                .list(row -> row.day("day")));
    }

    @Override
    public List<Left> of(PartyId party, LocalDate day) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        "select name, digest, size from files_left where party = ? and day = ? order by name")
                .value(party.value())
                .value(day)
                .list(row -> new Left(row.text("name"), new Digest(row.text("digest")), row.number("size"))));
    }

    @Override
    public void told(PartyId party, LocalDate day) {
        connections.transaction(connection -> Query.on(
                        connection, "insert into days_told (party, day, at) values (?, ?, ?) on conflict do nothing")
                .value(party.value())
                .value(day)
                .value(clock.instant())
                .run());
    }
}
