package org.tongqu.adapters.push;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.delivery.Answer;

/** Reads a capped body, and remembers the head of the answer, which may decide although the body never ends. */
final class AnswerHead implements HttpResponse.BodyHandler<CappedBody.Octets> {
    private static final int MOST_BYTES = 64 * 1024;

    private final int most;

    private volatile HttpResponse.@Nullable ResponseInfo seen;

    /** Of an answer that is a few words. */
    AnswerHead() {
        this(MOST_BYTES);
    }

    /** @param most octets of the body that are read */
    AnswerHead(int most) {
        this.most = most;
    }

    @Override
    public HttpResponse.BodySubscriber<CappedBody.Octets> apply(HttpResponse.ResponseInfo info) {
        seen = info;
        return new CappedBody(most);
    }

    /**
     * What the head alone says: a status that is not 2xx stands whatever the body would have been.
     *
     * @return empty if no head came, or a 2xx whose body may have held a receipt
     */
    Optional<Answer> decided(Instant now) {
        HttpResponse.ResponseInfo info = seen;
        if (info == null || HttpAnswer.isSuccess(info.statusCode())) {
            return Optional.empty();
        }
        return Optional.of(HttpAnswer.read(info.statusCode(), info.headers(), CappedBody.Octets.NONE, now));
    }
}
