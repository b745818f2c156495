package org.tongqu.record.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;

/**
 * One committed state change of a delivery, for the log, the metrics and whoever listens. Carries no content.
 *
 * @param at when
 * @param delivery which delivery
 * @param lane to whom
 * @param record which record
 * @param type its type
 * @param from the state before; null for a new delivery
 * @param to the state after
 * @param attempt attempts so far
 * @param code our code for why; null if there is nothing to say
 * @param sinceAccepted how long since the record was accepted
 */
public record Transition(
        Instant at,
        DeliveryId delivery,
        PartyId lane,
        RecordId record,
        RecordType type,
        @Nullable DeliveryState from,
        DeliveryState to,
        int attempt,
        @Nullable String code,
        Duration sinceAccepted) {}
