package org.tongqu.record.dialect;

import java.time.Instant;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;

/**
 * Who tells what when: what messages say beside the data of the record, in their envelopes.
 *
 * @param record which one is told
 * @param correlation what answers to it belong to: its own correlation, or if it has none its id
 * @param delivery by which delivery, as 32 hexadecimal digits: every attempt of one tells the same
 * @param at when it is told for the first time
 */
public record Telling(RecordId record, String correlation, String delivery, Instant at) {
    /** Of samples and trials, which are told to nobody. */
    public static final Telling SAMPLE = new Telling(
            new RecordId(new PartyId("990101.sample"), "sample"),
            "sample",
            "00000000000000000000000000000000",
            Instant.parse("2026-03-02T01:00:00Z"));
}
