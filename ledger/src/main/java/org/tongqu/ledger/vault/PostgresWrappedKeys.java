package org.tongqu.ledger.vault;

import java.util.List;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.port.WrappedKeys;

/** Wrapped keys on PostgreSQL. */
public final class PostgresWrappedKeys implements WrappedKeys {
    private final LedgerConnections connections;

    /** On these connections, whose tables are there. */
    public PostgresWrappedKeys(LedgerConnections connections) {
        this.connections = connections;
    }

    @Override
    public List<WrappedKey> of(String purpose) {
        return connections.transaction(connection -> Query.on(
                        connection, "select name, wrapped from wrapped_keys where purpose = ? order by key_no")
                .value(purpose)
                .list(row -> new WrappedKey(purpose, row.text("name"), row.text("wrapped"))));
    }

    @Override
    public boolean add(WrappedKey key) {
        return connections.transaction(connection -> Query.on(
                                connection,
                                "insert into wrapped_keys (purpose, name, wrapped) values (?, ?, ?) on conflict do nothing")
                        .value(key.purpose())
                        .value(key.name())
                        .value(key.wrapped())
                        .run()
                == 1);
    }
}
