package org.tongqu.ledger.pickup;

import java.time.Clock;
import java.util.Optional;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.FileNames;

/** Names of files on PostgreSQL; the key of the table decides between nodes. */
public final class PostgresFileNames implements FileNames {
    private final LedgerConnections connections;
    private final Clock clock;

    /** @param clock says when a name came first */
    public PostgresFileNames(LedgerConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public boolean isNameOf(PartyId party, String name, Digest digest) {
        return connections.transaction(connection -> {
            Query.on(
                            connection,
                            "insert into file_names (party, name, digest, at) values (?, ?, ?, ?) on conflict do nothing")
                    .value(party.value())
                    .value(name)
                    .value(digest.value())
                    .value(clock.instant())
                    .run();
            return Query.on(connection, "select digest from file_names where party = ? and name = ?")
                    .value(party.value())
                    .value(name)
                    .first(row -> row.text("digest").equals(digest.value()))
                    .orElse(false);
        });
    }

    @Override
    public Optional<Digest> contentOf(PartyId party, String name) {
        return connections.transaction(
                connection -> Query.on(connection, "select digest from file_names where party = ? and name = ?")
                        .value(party.value())
                        .value(name)
                        .first(row -> new Digest(row.text("digest"))));
    }
}
