package org.tongqu.record.port;

import java.util.Optional;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;

/**
 * Addresses under which a party's system, which can show no proof, fetches a material (限时地址): whoever has one may read that file as
 * that party, for 30 days. Thread-safe.
 */
public interface FileAddresses {
    /** The last name of an address of this material for this party, from now on; letters, digits and dots only. */
    String nameFor(PartyId party, Digest material);

    /** Of which material a name is; empty if it was made for another party, by nobody here, or too long ago. */
    Optional<Digest> read(PartyId party, String name);
}
