package org.tongqu.routes.lane;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;

/**
 * Puts bells into messages, as many of one lane into each as its party takes. A message costs a lane about the same whatever is in it, so
 * bells that would fill one in part only are held back once, for others to come, while the lane has enough to go on with. For one thread.
 */
final class Peals {
    /** So many unheard bells are work for a while: all consumers of the widest lane have a full message, and another. */
    private static final int ENOUGH = 64;

    private final ToIntFunction<PartyId> together;
    private final LaneBoard board;
    private final Map<PartyId, List<Bell>> held = new LinkedHashMap<>();

    /** @param together how many bells of a lane go into one message at most */
    Peals(ToIntFunction<PartyId> together, LaneBoard board) {
        this.together = together;
        this.board = board;
    }

    /** Whether any are held back: then {@link #with} is to be asked again soon. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    /** The messages that are to go now; each with bells of one lane, those held back before in front of those that came. */
    List<List<Bell>> with(Collection<Bell> came) {
        Map<PartyId, List<Bell>> all = new LinkedHashMap<>(held);
        Map<PartyId, Integer> before = new LinkedHashMap<>();
        held.forEach((lane, bells) -> before.put(lane, bells.size()));
        held.clear();
        came.forEach(bell ->
                all.computeIfAbsent(bell.lane(), lane -> new ArrayList<>()).add(bell));
        List<List<Bell>> peals = new ArrayList<>();
        all.forEach((lane, bells) -> {
            int most = together.applyAsInt(lane);
            int full = bells.size() - bells.size() % most;
            for (int from = 0; from < full; from += most) {
                peals.add(bells.subList(from, from + most));
            }
            List<Bell> rest = bells.subList(full, bells.size());
            if (rest.isEmpty()) {
                return;
            }
            boolean hasWaited = before.getOrDefault(lane, 0) > full;
            if (hasWaited || !board.hasUnheard(lane, ENOUGH)) {
                peals.add(rest);
            } else {
                held.put(lane, new ArrayList<>(rest));
            }
        });
        return peals;
    }
}
