package org.tongqu.record.alarm;

import java.time.Instant;
import org.tongqu.record.PartyId;

/**
 * Something that stands still.
 *
 * @param lane the party whose deliveries it is about, or whose turn it is
 * @param cause why
 * @param since when the watchdog found it first
 * @param count how many deliveries, notices, tickets, rows or files it is about now
 * @param oldest when the oldest of them was accepted; for {@code PARTY_AWAY} and {@code PICK_UP_AWAY} since when the party is away; for
 *     {@code PICK_UP_REFUSED} when the oldest was refused; of tickets when the first limit passes or has passed
 */
public record Alarm(PartyId lane, AlarmCause cause, Instant since, long count, Instant oldest) {}
