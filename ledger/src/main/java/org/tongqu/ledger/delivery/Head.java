package org.tongqu.ledger.delivery;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Transition;

/** The head of a lane and key: its lowest delivery that is not final, as the table {@code heads} has it. */
record Head(
        PartyId lane,
        long keyId,
        DeliveryId delivery,
        long recordNo,
        long number,
        int behind,
        DeliveryState state,
        int dispatch,
        int attempt,
        int withoutReceipt,
        @Nullable UUID token,
        @Nullable Instant claimedAt,
        @Nullable Instant leaseUntil,
        RecordId record,
        RecordType type,
        Instant acceptedAt,
        Instant deadline,
        boolean hasGap,
        int deaths,
        boolean alone) {
    /** What {@link #read} reads, for an alias {@code h}. */
    static final String COLUMNS =
            """
            h.lane, h.key_id, h.delivery_id, h.record_no, h.number, h.behind, h.state, h.dispatch, h.attempt,
            h.without_receipt, h.token, h.claimed_at, h.lease_until, h.sender, h.id, h.type, h.accepted_at, h.deadline,
            exists (select 1 from gaps g where g.lane = h.lane and g.key_id = h.key_id and g.number < h.number) as has_gap,
            h.deaths, h.alone
            """;

    /** The order in which rows are locked, everywhere. */
    static final Comparator<Head> LOCK_ORDER = Comparator.comparing(Head::lane).thenComparing(Head::keyId);

    static Head read(Row row) throws SQLException {
        return new Head(
                row.lane(),
                row.number("key_id"),
                row.delivery(),
                row.number("record_no"),
                row.number("number"),
                row.count("behind"),
                row.state("state"),
                row.count("dispatch"),
                row.count("attempt"),
                row.count("without_receipt"),
                row.uuidOrNull("token"),
                row.timeOrNull("claimed_at"),
                row.timeOrNull("lease_until"),
                row.record(),
                RecordType.parse(row.text("type")),
                row.time("accepted_at"),
                row.time("deadline"),
                row.flag("has_gap"),
                row.count("deaths"),
                row.flag("alone"));
    }

    Transition changed(Instant at, @Nullable DeliveryState from, DeliveryState to, @Nullable String code) {
        return new Transition(
                at, delivery, lane, record, type, from, to, attempt, code, Duration.between(acceptedAt, at));
    }

    Bell bell() {
        return new Bell(lane, delivery, dispatch);
    }
}
