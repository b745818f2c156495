package org.tongqu.ittests.load;

import java.time.Duration;
import java.util.Map;

/** How a sink behaves towards one delivery. */
public sealed interface Reply {
    /** Confirms it with a sealed receipt. */
    Reply DELIVERED = new Receipt("DELIVERED", "", "", "");

    /**
     * A sealed receipt.
     *
     * @param outcome DELIVERED or REFUSED
     * @param code with a refusal; empty for none
     * @param reason with a refusal; empty for none
     * @param digest of the receipt; empty for the right one
     */
    record Receipt(String outcome, String code, String reason, String digest) implements Reply {}

    /**
     * A plain answer without receipt.
     *
     * @param status its status
     * @param headers besides Content-Length
     * @param body empty for none
     */
    record Plain(int status, Map<String, String> headers, String body) implements Reply {
        /** Copies the map. */
        public Plain {
            headers = Map.copyOf(headers);
        }
    }

    /** A line that is no HTTP. */
    record Garbage(String text) implements Reply {}

    /** Cuts the connection with a reset, without any answer. */
    record Reset() implements Reply {}

    /**
     * Says nothing for a while, then closes.
     *
     * @param how long it holds the connection
     */
    record Silence(Duration how) implements Reply {}

    /** A refusal with a sealed receipt. */
    static Reply refused(String code, String reason) {
        return new Receipt("REFUSED", code, reason, "");
    }

    /** A status without a body. */
    static Reply status(int status) {
        return new Plain(status, Map.of(), "");
    }
}
