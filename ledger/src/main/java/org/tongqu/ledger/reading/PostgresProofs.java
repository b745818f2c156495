package org.tongqu.ledger.reading;

import java.time.Instant;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.ProofLedger;

/** Used proofs on PostgreSQL: the primary key lets each in once. */
public record PostgresProofs(LedgerConnections connections) implements ProofLedger {
    @Override
    public boolean use(PartyId party, String jti, Instant until) {
        return connections.transaction(connection -> Query.on(
                                connection,
                                "insert into proofs (party, jti, forget_after) values (?, ?, ?) on conflict do nothing")
                        .value(party.value())
                        .value(jti)
                        .value(until)
                        .run()
                == 1);
    }
}
