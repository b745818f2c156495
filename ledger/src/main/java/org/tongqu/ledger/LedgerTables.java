package org.tongqu.ledger;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.vault.PostgresWrappedKeys;
import org.tongqu.record.port.WrappedKeys;

/**
 * The ledger's tables, brought to this version; what is needed before a {@link PostgresLedger} can be put together.
 *
 * @param source their database
 */
public record LedgerTables(DataSource source) {
    /** Brings the tables of this database to this version; repeatable, safe on several nodes. */
    public static LedgerTables migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:org/tongqu/ledger/migration")
                .load()
                .migrate();
        return new LedgerTables(source);
    }

    /** The keys of what rests. */
    public WrappedKeys keys() {
        return new PostgresWrappedKeys(new LedgerConnections(source, LedgerSettings.STATEMENT_TIMEOUT));
    }
}
