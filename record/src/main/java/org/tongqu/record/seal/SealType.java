package org.tongqu.record.seal;

import java.util.Arrays;
import java.util.Optional;

/** What a seal is for; a seal made for one purpose is refused for every other. */
public enum SealType {
    /** A record on its way from its sender to the gateway. */
    RECORD("tongqu-record"),
    /** The gateway's receipt: the record is durable. */
    RECEIPT("tongqu-receipt"),
    /** The gateway's delivery to a party. */
    DELIVERY("tongqu-delivery"),
    /** A party's receipt for a delivery. */
    ACK("tongqu-ack"),
    /** A query. */
    QUERY("tongqu-query"),
    /** The answer to a query. */
    ANSWER("tongqu-answer");

    private final String wire;

    SealType(String wire) {
        this.wire = wire;
    }

    /** The value of {@code typ} on the wire. */
    public String wire() {
        return wire;
    }

    /** The type with this wire name; empty if there is none. */
    public static Optional<SealType> ofWire(String wire) {
        return Arrays.stream(values()).filter(t -> t.wire.equals(wire)).findFirst();
    }
}
