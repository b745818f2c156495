package org.tongqu.record.sharing;

import java.util.Optional;
import java.util.Set;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.expression.RecordExpression;
import org.tongqu.record.ticket.DispatchCatalogue;

/**
 * A sharing rule (共享规则): these records, from these parties, go to these parties, with these fields, for this purpose, on
 * this legal basis. What no rule allows is not shared.
 *
 * @param name unique in the site; the {@code rule} of the delivery seal
 * @param types the record types it is about; never empty
 * @param from the senders; never empty
 * @param to the receivers; never empty
 * @param by of the receivers only the one that the dispatch catalogue names for the record; empty for all of them
 * @param when a further condition in CEL; an error or an absent field means no match, never a grant
 * @param grant which part of the data is given
 * @param purpose what it is shared for (使用事由)
 * @param legalBasis the law or document that allows it (法律依据)
 * @param onward to whom the receiver may pass it on; default nobody
 */
public record SharingRule(
        String name,
        Set<RecordType> types,
        Set<PartyId> from,
        Set<PartyId> to,
        Optional<DispatchCatalogue> by,
        Optional<RecordExpression> when,
        Grant grant,
        String purpose,
        String legalBasis,
        Set<PartyId> onward) {
    /** A rule that asks no catalogue. */
    public SharingRule(
            String name,
            Set<RecordType> types,
            Set<PartyId> from,
            Set<PartyId> to,
            Optional<RecordExpression> when,
            Grant grant,
            String purpose,
            String legalBasis,
            Set<PartyId> onward) {
        this(name, types, from, to, Optional.empty(), when, grant, purpose, legalBasis, onward);
    }

    /** Copies the sets. */
    public SharingRule {
        types = Set.copyOf(types);
        from = Set.copyOf(from);
        to = Set.copyOf(to);
        onward = Set.copyOf(onward);
    }
}
