package org.tongqu.record.site;

/** What may be done when it is not known whether a delivery arrived ({@code repeat:} in the party file, mandatory). */
public enum Repeat {
    /** The endpoint recognises a delivery id or record id it has had: send again. */
    SAFE("safe"),
    /** Ask the endpoint what became of it first; it is sent again if the endpoint does not know it. */
    BY_QUERY("by-query"),
    /** Sending twice does harm: an operator decides. */
    UNSAFE("unsafe");

    private final String wire;

    Repeat(String wire) {
        this.wire = wire;
    }

    /** The value in the party file. */
    public String wire() {
        return wire;
    }
}
