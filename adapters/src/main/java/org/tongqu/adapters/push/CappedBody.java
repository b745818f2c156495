package org.tongqu.adapters.push;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads an answer up to a bound; whatever goes on after it is cut off with its connection. */
final class CappedBody implements HttpResponse.BodySubscriber<CappedBody.Octets> {
    private final int most;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<Octets> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    CappedBody(int most) {
        this.most = most;
    }

    /** What was read of a body: at most the bound, and whether there was more. */
    static final class Octets {
        static final Octets NONE = new Octets(new byte[0], false);

        private final byte[] bytes;
        private final boolean cut;

        Octets(byte[] bytes, boolean cut) {
            this.bytes = bytes;
            this.cut = cut;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean cut() {
            return cut;
        }
    }

    @Override
    public CompletionStage<Octets> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] chunk = new byte[Math.min(buffer.remaining(), most - read.size())];
            boolean more = chunk.length < buffer.remaining();
            buffer.get(chunk);
            read.writeBytes(chunk);
            if (more) {
                upstream().cancel();
                body.complete(new Octets(read.toByteArray(), true));
                return;
            }
        }
        upstream().request(1);
    }

    @Override
    public void onError(Throwable broken) {
        body.completeExceptionally(broken);
    }

    @Override
    public void onComplete() {
        body.complete(new Octets(read.toByteArray(), false));
    }

    private Flow.Subscription upstream() {
        if (subscription == null) {
            throw new IllegalStateException("octets before a subscription");
        }
        return subscription;
    }
}
