package org.tongqu.record.query;

import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.seal.Seal;

/**
 * A question (查询) of a party, as it is kept.
 *
 * @param question its envelope; the purpose is always there
 * @param mark HMAC-SM3 of its octets under a key of the gateway, by which it is known again: a plain digest would let one guess what it
 *     asks for
 * @param seal of whoever asks; null if the channel says who it is
 * @param said what the asker's system said; null if it sent the question itself
 * @param provider who is asked
 * @param rule the sharing rule that allows it
 * @param siteVersion the site version that decided so
 */
public record Query(
        BusinessRecord question,
        Digest mark,
        @Nullable Seal seal,
        @Nullable Said said,
        PartyId provider,
        String rule,
        int siteVersion) {
    /** Which question, never what it asks for. */
    @Override
    public String toString() {
        return "query " + question.id() + " of " + question.type() + " to " + provider;
    }

    /**
     * What a party's system said in its dialect.
     *
     * @param dialect family and call, as {@code plain-query findCase}
     * @param octets exactly what came
     */
    public record Said(String dialect, byte[] octets) {
        /** In which words, never what. */
        @Override
        public String toString() {
            return dialect;
        }
    }
}
