package org.tongqu.record.query;

import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.envelope.BusinessRecord;

/**
 * A question (查询) of a party, as it is kept.
 *
 * @param question its envelope; the purpose is always there
 * @param digest SM3 of its octets
 * @param provider who is asked
 * @param rule the sharing rule that allows it
 * @param siteVersion the site version that decided so
 */
public record Query(BusinessRecord question, Digest digest, PartyId provider, String rule, int siteVersion) {
    /** Which question, never what it asks for. */
    @Override
    public String toString() {
        return "query " + question.id() + " of " + question.type() + " to " + provider;
    }
}
