package org.tongqu.config.watch;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.port.LedgerStatus.OpenCircuit;
import org.tongqu.record.port.LedgerStatus.Waiting;

/**
 * What all lanes together are like: numbers, no names.
 *
 * @param away lanes with an open circuit
 * @param waiting deliveries that go on by themselves
 * @param held deliveries behind one that an operator must look at
 * @param parked deliveries that were refused
 * @param unknown deliveries whose outcome is not known
 * @param at when it was so
 */
public record LaneCounts(long away, long waiting, long held, long parked, long unknown, Instant at) {
    static LaneCounts of(List<Waiting> waiting, List<OpenCircuit> open, Instant at) {
        return new LaneCounts(
                open.size(),
                count(waiting, Set.of(DeliveryState.ACCEPTED, DeliveryState.SENDING, DeliveryState.WAITING)),
                count(waiting, Set.of(DeliveryState.HELD)),
                count(waiting, Set.of(DeliveryState.PARKED)),
                count(waiting, Set.of(DeliveryState.UNKNOWN)),
                at);
    }

    private static long count(List<Waiting> waiting, Set<DeliveryState> states) {
        return waiting.stream()
                .filter(w -> states.contains(w.state()))
                .mapToLong(Waiting::count)
                .sum();
    }
}
