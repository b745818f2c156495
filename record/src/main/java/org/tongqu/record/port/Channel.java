package org.tongqu.record.port;

import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.site.Party;

/** Sends to a party over its protocol and reads the answer. Thread-safe; keeps no state of a delivery. */
public interface Channel {
    /**
     * Sends once, within the endpoint's timeout, and tells what came back. Never throws for what a partner or network does.
     *
     * @param delivery which delivery, for its headers
     * @param body exactly what to send
     * @param party to whom, with its endpoint
     */
    Answer send(ClaimedDelivery delivery, SealedBody body, Party party);
}
