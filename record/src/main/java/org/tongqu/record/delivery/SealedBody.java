package org.tongqu.record.delivery;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.seal.Seal;

/**
 * Exact bytes as they are sent to a party, with the gateway's delivery seal and, for a whole grant, the sender's.
 *
 * @param octets the body
 * @param seal the gateway's delivery seal over it
 * @param senderSeal the seal of the sender, verbatim; null unless the body is the original
 */
public record SealedBody(byte[] octets, Seal seal, @Nullable Seal senderSeal) {
    /** The body as the text of a JSON string; a record's body is always UTF-8 JSON. */
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** How large it is, never what it is. */
    @Override
    public String toString() {
        return "SealedBody[" + octets.length + " bytes]";
    }
}
