package org.tongqu.ledger.reading;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.ProofLedger;

/**
 * Used proofs on PostgreSQL: the primary key lets each in once. Each is remembered for ten minutes at least by the ledger's own
 * clock: whoever judged the proof may go by another one that is behind.
 */
public record PostgresProofs(LedgerConnections connections, Clock clock) implements ProofLedger {
    private static final Duration AT_LEAST = Duration.ofMinutes(10);

    @Override
    public boolean useFor(PartyId party, String mark, String about, Instant until) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                insert into proofs as p (party, jti, about, forget_after) values (?, ?, ?, ?)
                on conflict (party, jti) do update set forget_after = p.forget_after
                returning about
                """)
                .value(party.value())
                .value(mark)
                .value(about)
                .value(atLeast(until))
                .first(row -> about.equals(row.textOrNull("about")))
                .orElse(false));
    }

    @Override
    public boolean use(PartyId party, String jti, Instant until) {
        return connections.transaction(connection -> Query.on(
                                connection,
                                "insert into proofs (party, jti, forget_after) values (?, ?, ?) on conflict do nothing")
                        .value(party.value())
                        .value(jti)
                        .value(atLeast(until))
                        .run()
                == 1);
    }

    private Instant atLeast(Instant until) {
        Instant least = clock.instant().plus(AT_LEAST);
        return until.isBefore(least) ? least : until;
    }
}
