package org.tongqu.record.ticket;

import static org.tongqu.record.ticket.TicketStage.CLOSED;
import static org.tongqu.record.ticket.TicketStage.IN_HAND;
import static org.tongqu.record.ticket.TicketStage.MERGED;
import static org.tongqu.record.ticket.TicketStage.REPLIED;
import static org.tongqu.record.ticket.TicketStage.RETURNED;
import static org.tongqu.record.ticket.TicketStage.REVISITED;
import static org.tongqu.record.ticket.TicketStage.SIGNING_REFUSED;
import static org.tongqu.record.ticket.TicketStage.SUSPENDED;
import static org.tongqu.record.ticket.TicketStage.TO_DISPATCH;
import static org.tongqu.record.ticket.TicketStage.TO_SIGN;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of a ticket's life: from which stage an event leads to which. An event for which a stage has no entry does not fit it. That
 * something was decided against ({@code approved: false}) has a table of its own, where it differs.
 */
final class TicketTable {
    private static final Map<TicketEvent, TicketStage> FIRST = new EnumMap<>(TicketEvent.class);
    private static final Map<TicketEvent, Map<TicketStage, TicketStage>> NEXT = new EnumMap<>(TicketEvent.class);
    private static final Map<TicketEvent, Map<TicketStage, TicketStage>> REFUSED = new EnumMap<>(TicketEvent.class);

    static {
        FIRST.put(TicketEvent.SUBMITTED, TO_DISPATCH);
        // The earlier life of a ticket may have passed elsewhere; these carry the whole ticket.
        FIRST.put(TicketEvent.DISPATCHED, TO_SIGN);
        FIRST.put(TicketEvent.REDISPATCHED, TO_SIGN);
        FIRST.put(TicketEvent.TRANSFERRED, TO_SIGN);

        to(TO_SIGN, TicketEvent.DISPATCHED, TO_DISPATCH);
        to(TO_SIGN, TicketEvent.REDISPATCHED, REPLIED, REVISITED);
        to(
                TO_SIGN,
                TicketEvent.TRANSFERRED,
                TO_DISPATCH,
                TO_SIGN,
                SIGNING_REFUSED,
                RETURNED,
                IN_HAND,
                REPLIED,
                REVISITED);
        to(IN_HAND, TicketEvent.SIGNED, TO_SIGN);
        // What the centre's system did not take is told anew, mended.
        to(SIGNING_REFUSED, TicketEvent.RETURNED, TO_SIGN, SIGNING_REFUSED);
        to(RETURNED, TicketEvent.RETURNED, IN_HAND, RETURNED);
        to(TO_DISPATCH, TicketEvent.RETURN_REVIEWED, SIGNING_REFUSED, RETURNED);
        refusedTo(TO_SIGN, TicketEvent.RETURN_REVIEWED, SIGNING_REFUSED);
        refusedTo(IN_HAND, TicketEvent.RETURN_REVIEWED, RETURNED);
        to(REPLIED, TicketEvent.REPLIED, IN_HAND, REPLIED);
        to(REVISITED, TicketEvent.REVISITED, REPLIED, REVISITED);
        stays(TicketEvent.EXTENSION_REQUESTED, EnumSet.of(IN_HAND));
        stays(TicketEvent.EXTENSION_DECIDED, EnumSet.of(IN_HAND));
        stays(TicketEvent.NO_REVISIT_REQUESTED, EnumSet.of(IN_HAND, REPLIED));
        stays(TicketEvent.NO_REVISIT_DECIDED, EnumSet.of(IN_HAND, REPLIED));
        stays(TicketEvent.SUSPENSION_REQUESTED, EnumSet.of(IN_HAND));
        to(SUSPENDED, TicketEvent.SUSPENSION_DECIDED, IN_HAND);
        refusedTo(IN_HAND, TicketEvent.SUSPENSION_DECIDED, IN_HAND);
        to(IN_HAND, TicketEvent.RESUMED, SUSPENDED);
        Set<TicketStage> withHandler = EnumSet.range(TO_SIGN, REPLIED);
        stays(TicketEvent.SUPERVISED, withHandler);
        stays(TicketEvent.SUPERVISION_NOTED, withHandler);
        stays(TicketEvent.MONITOR_NOTED, withHandler);
        stays(TicketEvent.MONITOR_REPLIED, withHandler);
        stays(TicketEvent.SUPPLEMENTED, EnumSet.range(TO_DISPATCH, REVISITED));
        EnumSet.range(TO_DISPATCH, SUSPENDED).forEach(from -> to(MERGED, TicketEvent.MERGED, from));
        to(CLOSED, TicketEvent.CLOSED, TO_DISPATCH, REPLIED, REVISITED);
    }

    private TicketTable() {}

    /** Where a life that begins with this event stands; empty if none does. */
    static Optional<TicketStage> first(TicketEvent event) {
        return Optional.ofNullable(FIRST.get(event));
    }

    /** Where the event leads; empty if it does not fit. */
    static Optional<TicketStage> next(TicketStage from, TicketEvent event, boolean approved) {
        Map<TicketEvent, Map<TicketStage, TicketStage>> table =
                !approved && REFUSED.containsKey(event) ? REFUSED : NEXT;
        return Optional.ofNullable(table.getOrDefault(event, Map.of()).get(from));
    }

    /** Where an event leads from wherever it fits; empty if that depends on where the ticket stood. */
    static Optional<TicketStage> anyway(TicketEvent event, boolean approved) {
        Set<TicketStage> ends = EnumSet.noneOf(TicketStage.class);
        for (TicketStage from : TicketStage.values()) {
            next(from, event, approved).ifPresent(ends::add);
        }
        return ends.size() == 1 ? Optional.of(ends.iterator().next()) : Optional.empty();
    }

    /** Whether another ticket may go on in one that stands there: in one that has ended itself it would go on nowhere. */
    static boolean takesOthers(TicketStage stage) {
        return stage != CLOSED && stage != MERGED;
    }

    private static void to(TicketStage to, TicketEvent event, TicketStage... from) {
        enter(NEXT, to, event, from);
    }

    private static void refusedTo(TicketStage to, TicketEvent event, TicketStage... from) {
        enter(REFUSED, to, event, from);
    }

    private static void stays(TicketEvent event, Set<TicketStage> where) {
        where.forEach(stage -> to(stage, event, stage));
    }

    private static void enter(
            Map<TicketEvent, Map<TicketStage, TicketStage>> table,
            TicketStage to,
            TicketEvent event,
            TicketStage... from) {
        Map<TicketStage, TicketStage> row = table.computeIfAbsent(event, e -> new EnumMap<>(TicketStage.class));
        for (TicketStage stage : from) {
            row.put(stage, to);
        }
    }
}
