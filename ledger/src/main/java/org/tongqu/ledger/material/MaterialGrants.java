package org.tongqu.ledger.material;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;

/** Which record gives which material to whom. Stateless; what is written twice is there once. */
public final class MaterialGrants {
    private MaterialGrants() {}

    /** What senders have by referring to it. */
    public static void insert(Connection connection, Collection<MaterialGrant> grants) throws SQLException {
        if (grants.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        """
                insert into material_grants (record_no, sm3, party) select * from unnest(?, ?, ?) on conflict do nothing
                """)
                .column("int8", grants, MaterialGrant::recordNo)
                .column("bytea", grants, grant -> grant.material().octets())
                .column("text", grants, MaterialGrant::party)
                .run();
    }

    /** What receivers get: only what the sender has by the same record, which was checked when it was admitted. */
    public static void insertReceived(Connection connection, Collection<MaterialGrant> grants) throws SQLException {
        if (grants.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        """
                insert into material_grants (record_no, sm3, party)
                select u.* from unnest(?, ?, ?) as u (record_no, sm3, party)
                where exists (select 1 from material_grants s where s.record_no = u.record_no and s.sm3 = u.sm3)
                on conflict do nothing
                """)
                .column("int8", grants, MaterialGrant::recordNo)
                .column("bytea", grants, grant -> grant.material().octets())
                .column("text", grants, MaterialGrant::party)
                .run();
    }

    /**
     * One grant.
     *
     * @param recordNo by which record
     * @param material which one
     * @param party to whom
     */
    public record MaterialGrant(long recordNo, Digest material, PartyId party) {}
}
