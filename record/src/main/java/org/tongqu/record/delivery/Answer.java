package org.tongqu.record.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.seal.SealedText;

/** What came back from one attempt to send, as the adapter reads the partner's protocol. */
public sealed interface Answer {
    /**
     * A sealed receipt came; whether it is good is for the lane to judge.
     *
     * @param receipt as received
     */
    record Receipted(SealedText receipt) implements Answer {}

    /**
     * The channel says OK, without a sealed receipt.
     *
     * @param words what the partner said, at most 500 characters, for the operator
     */
    record Accepted(String words) implements Answer {}

    /**
     * The partner will not take it, now or later: not tried again.
     *
     * @param code ours, stable
     * @param words the partner's own, at most 500 characters
     */
    record Refused(String code, String words) implements Answer {}

    /**
     * The partner, or the way to it, is away: tried again, nothing burns.
     *
     * @param code ours, stable
     * @param words what was seen
     * @param retryAfter when the partner asked to be tried again; null if it did not
     * @param isReached whether anything may have left; if not, the next attempt need not send the same bytes
     */
    record Away(String code, String words, @Nullable Duration retryAfter, boolean isReached) implements Answer {
        /** Away, and something may have left. */
        public Away(String code, String words, @Nullable Duration retryAfter) {
            this(code, words, retryAfter, true);
        }

        /** Away, and nothing left: no connection. */
        public static Away unreached(String code, String words) {
            return new Away(code, words, null, false);
        }
    }

    /**
     * It may have arrived: the answer broke off after the request was under way. Decided by the endpoint's {@code repeat}.
     *
     * @param code ours, stable
     * @param words what was seen
     */
    record Unknown(String code, String words) implements Answer {}
}
