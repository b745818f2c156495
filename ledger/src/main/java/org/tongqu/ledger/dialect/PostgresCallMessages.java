package org.tongqu.ledger.dialect;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.ledger.vault.Chance;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.CallMessages;

/** Messages of calls on PostgreSQL, encrypted. */
public final class PostgresCallMessages implements CallMessages {
    private static final String URN = "urn:uuid:";

    private final LedgerConnections connections;
    private final BodyVault vault;
    private final Clock clock;
    private final Chance chance;

    /** Keeps them with the time of this clock, under names by chance. */
    public PostgresCallMessages(LedgerConnections connections, BodyVault vault, Clock clock, RandomGenerator random) {
        this.connections = connections;
        this.vault = vault;
        this.clock = clock;
        this.chance = new Chance(random);
    }

    @Override
    public String keep(PartyId sender, Message message) {
        UUID name = chance.uuid();
        byte[] sealed = vault.callMessage(name, message.octets());
        connections.transaction(connection -> Query.on(
                        connection,
                        "insert into call_messages (message, sender, call, octets, came_at) values (?, ?, ?, ?, ?)")
                .value(name)
                .value(sender.value())
                .value(message.dialect())
                .value(sealed)
                .value(clock.instant())
                .run());
        return URN + name;
    }

    @Override
    public void drop(String name) {
        UUID message = UUID.fromString(name.substring(URN.length()));
        connections.transaction(connection -> Query.on(connection, "delete from call_messages where message = ?")
                .value(message)
                .run());
    }
}
