package org.tongqu.record.port;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.site.Party;

/** Sends to a party over its protocol and reads the answer. Thread-safe; keeps no state of a delivery. */
public interface Channel {
    /**
     * Sends once and returns before the answer has come, so that a party that takes its time holds no thread. What comes back
     * is told within the endpoint's timeout, whatever the party or the network does; only a fault of our own completes the
     * future exceptionally. Whoever waits may be called on a thread of the channel and must not keep it.
     *
     * @param delivery which delivery, for its headers
     * @param body exactly what to send
     * @param party to whom, with its endpoint
     */
    CompletableFuture<Answer> send(ClaimedDelivery delivery, SealedBody body, Party party);

    /**
     * Asks what became of a delivery of which something may have left, at an endpoint that can be asked. Bounded and told as {@link
     * #send} is.
     *
     * @param delivery which delivery
     * @param party whom, with its endpoint
     * @return what the party made of it; empty if it does not know it, so that it may be sent. {@code Away} if it cannot tell now
     */
    CompletableFuture<Optional<Answer>> ask(ClaimedDelivery delivery, Party party);
}
