package org.tongqu.record.port;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.seal.Origin;
import org.tongqu.record.seal.Seal;

/** Seals with the gateway's key in force. Thread-safe: one initialised signer per thread and key. */
public interface Sealer {
    /** Seals a receipt for a party. */
    Seal receipt(String audience, byte[] octets);

    /** Seals the answer to a query for a party. */
    Seal answer(String audience, byte[] octets);

    /** Seals a record of the gateway's own, such as a non-delivery notice, for the site itself. */
    Seal record(byte[] octets);

    /**
     * Seals a delivery.
     *
     * @param audience the receiving party
     * @param octets the body
     * @param facts what the gateway states about it
     */
    Seal delivery(String audience, byte[] octets, DeliveryFacts facts);

    /**
     * What the gateway's delivery seal says besides.
     *
     * @param delivery the delivery id
     * @param rule the sharing rule
     * @param origin where the body comes from
     * @param gap record ids of this key the party will not get
     * @param attestation {@code channel} if the sender was authenticated by its channel; else null
     */
    record DeliveryFacts(String delivery, String rule, Origin origin, List<String> gap, @Nullable String attestation) {}
}
