package org.tongqu.adapters.dialect;

/** Which way something translates. */
public enum Direction {
    /** From the partner to us only. */
    IN,
    /** From us to the partner only. */
    OUT,
    /** Both ways. */
    BOTH;

    /** Whether it counts when a partner's message is read. */
    public boolean reads() {
        return this != OUT;
    }

    /** Whether it counts when a message to a partner is written. */
    public boolean writes() {
        return this != IN;
    }
}
