package org.tongqu.record.site;

/** What counts as a party's confirmation ({@code receipt:} in the party file). */
public enum ReceiptKind {
    /** A receipt sealed by the party. */
    SEALED("sealed"),
    /** The channel's OK suffices and is recorded as attested by the gateway. */
    CHANNEL("channel");

    private final String wire;

    ReceiptKind(String wire) {
        this.wire = wire;
    }

    /** The value in the party file. */
    public String wire() {
        return wire;
    }
}
