package org.tongqu.record.operation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.tongqu.record.delivery.DeliveryState;

/** What a job does to each of its deliveries. */
public enum JobKind {
    /**
     * Offered again as it was received 重放（按原件）: mapped and sealed anew by the site in force, say after a code was added or a
     * party's file was mended. The delivery id stays.
     */
    REPLAY_AS_RECEIVED(
            "replay-as-received",
            EnumSet.of(DeliveryState.PARKED, DeliveryState.UNKNOWN),
            EnumSet.of(DeliveryState.WAITING)),
    /** Offered again with the bytes that were sent before 重放（按已发）, if any were. The delivery id stays. */
    REPLAY_AS_SENT(
            "replay-as-sent",
            EnumSet.of(DeliveryState.PARKED, DeliveryState.UNKNOWN),
            EnumSet.of(DeliveryState.WAITING)),
    /** Ended without being delivered 关闭: CLOSED. The key goes on, and the next seal names the gap. */
    CLOSE(
            "close",
            EnumSet.of(DeliveryState.PARKED, DeliveryState.UNKNOWN),
            EnumSet.of(DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.ACCEPTED)),
    /** Its outcome was unknown and the operator knows that it arrived 确认送达: SENT, without a receipt. The key goes on. */
    SETTLE("settle", EnumSet.of(DeliveryState.UNKNOWN), EnumSet.noneOf(DeliveryState.class));

    private final String wire;
    private final Set<DeliveryState> usual;
    private final Set<DeliveryState> onlyIfNamed;

    JobKind(String wire, Set<DeliveryState> usual, Set<DeliveryState> onlyIfNamed) {
        this.wire = wire;
        this.usual = usual;
        this.onlyIfNamed = onlyIfNamed;
    }

    /** Its name for people and machines, in kebab-case. */
    public String wire() {
        return wire;
    }

    /** The kind of this name; empty if there is none. */
    public static Optional<JobKind> of(String wire) {
        return Arrays.stream(values()).filter(kind -> kind.wire.equals(wire)).findFirst();
    }

    /** The states that it takes if the filter names none. */
    public Set<DeliveryState> usual() {
        return EnumSet.copyOf(usual);
    }

    /** Whether it can do anything to a delivery in this state. */
    public boolean takes(DeliveryState state) {
        return usual.contains(state) || onlyIfNamed.contains(state);
    }
}
