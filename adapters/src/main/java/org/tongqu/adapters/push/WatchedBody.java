package org.tongqu.adapters.push;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A request body that knows whether anyone asked for it. The client asks only when the connection stands, TLS included, and
 * the header is on its way; before that the party cannot have taken the record.
 */
final class WatchedBody implements HttpRequest.BodyPublisher {
    private final HttpRequest.BodyPublisher body;
    private volatile boolean underWay;

    WatchedBody(HttpRequest.BodyPublisher body) {
        this.body = body;
    }

    /** No body at all: nobody asks for it, so the request counts as under way from the start. */
    static WatchedBody none() {
        WatchedBody none = new WatchedBody(HttpRequest.BodyPublishers.noBody());
        none.underWay = true;
        return none;
    }

    boolean isUnderWay() {
        return underWay;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        underWay = true;
        body.subscribe(subscriber);
    }
}
