package org.tongqu.record.site;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.dialect.Conversation;

/** How deliveries reach a party. */
public sealed interface Endpoint {
    /** The party fetches from its inbox; no lane, no thread. */
    record Pull() implements Endpoint {}

    /** The party only sends. A rule that shares something with it is an error of the site. */
    record None() implements Endpoint {}

    /**
     * The gateway posts to the party, or leaves files in a folder of its.
     *
     * @param url where to; {@code file:} or {@code sftp:} of a folder
     * @param timeout for one whole request, from connect to the last byte of the answer; default 30 s
     * @param repeat what may be done when it is unknown whether it arrived
     * @param receipt what counts as confirmation; default sealed
     * @param consumers the most that deliver to this party at once, 1 to 16; default 16
     * @param status where to ask what became of a delivery, with {@link #DELIVERY} in the place of its id; null unless {@code
     *     repeat} is {@code by-query}; a folder is asked by looking into it
     * @param conversation in which dialect, below {@code url}; null if it takes records as they are, with their seals
     * @param oneWay how we learn what became of files; null if nothing more is known than that they lie there
     */
    record Push(
            URI url,
            Duration timeout,
            Repeat repeat,
            ReceiptKind receipt,
            int consumers,
            @Nullable String status,
            @Nullable Conversation conversation,
            @Nullable OneWay oneWay)
            implements Endpoint {
        /** Stands for the delivery id in {@code status}. */
        public static final String DELIVERY = "{delivery}";

        /** An endpoint that answers. */
        public Push(
                URI url,
                Duration timeout,
                Repeat repeat,
                ReceiptKind receipt,
                int consumers,
                @Nullable String status,
                @Nullable Conversation conversation) {
            this(url, timeout, repeat, receipt, consumers, status, conversation, null);
        }

        /** An endpoint that takes records as they are. */
        public Push(
                URI url, Duration timeout, Repeat repeat, ReceiptKind receipt, int consumers, @Nullable String status) {
            this(url, timeout, repeat, receipt, consumers, status, null);
        }

        /** An endpoint that takes records as they are and cannot be asked. */
        public Push(URI url, Duration timeout, Repeat repeat, ReceiptKind receipt, int consumers) {
            this(url, timeout, repeat, receipt, consumers, null);
        }

        /** @throws IllegalArgumentException if consumers is not 1 to 16 or the timeout not positive */
        public Push {
            if (consumers < 1 || consumers > 16) {
                throw new IllegalArgumentException("consumers must be 1 to 16");
            }
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout must be positive");
            }
        }

        /** Whether what goes out is left as files. */
        public boolean isFolder() {
            return Folder.isFolder(url);
        }
    }
}
