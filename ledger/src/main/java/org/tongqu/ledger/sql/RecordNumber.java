package org.tongqu.ledger.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The number of a record in the ledger: the month in the upper bits, a sequence in the lower 40, so that it names its partition. */
public final class RecordNumber {
    private static final int SEQUENCE_BITS = 40;

    private RecordNumber() {}

    public static long of(Instant acceptedAt, long sequence) {
        return firstOf(month(acceptedAt)) | (sequence & ((1L << SEQUENCE_BITS) - 1));
    }

    /** The month as the partitions count it: year × 12 + month − 1, in UTC. */
    public static int month(Instant at) {
        LocalDate date = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return date.getYear() * 12 + date.getMonthValue() - 1;
    }

    static long firstOf(int month) {
        return (long) month << SEQUENCE_BITS;
    }

    /** The lowest number that a later record of the same key can have: clocks of nodes may differ over the turn of a month. */
    public static long lowestAfter(long recordNo) {
        return ((recordNo >> SEQUENCE_BITS) - 1) << SEQUENCE_BITS;
    }
}
