package org.tongqu.routes.lane;

import java.util.concurrent.CompletableFuture;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.site.Endpoint;
import org.tongqu.routes.delivery.InHand;
import org.tongqu.routes.delivery.SealedDelivery;

/**
 * An attempt that has been made.
 *
 * @param sent what went out
 * @param endpoint where to
 * @param answer what came back, or will; exceptional only by a fault of our own
 */
record Attempted(SealedDelivery sent, Endpoint.Push endpoint, CompletableFuture<Answer> answer) implements InHand {
    @Override
    public ClaimedDelivery claim() {
        return sent.claim();
    }
}
