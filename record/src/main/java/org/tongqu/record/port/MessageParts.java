package org.tongqu.record.port;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.tongqu.record.Digest;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.failure.LedgerUnavailable;

/**
 * Where the messages wait that are one record together (EIP: Message Store), encrypted, until the last of them has come. Thread-safe; two
 * that come at once see each other.
 */
public interface MessageParts {
    /** How long a part waits for the others: 30 days. */
    Duration PATIENCE = Duration.ofDays(30);

    /**
     * Keeps a message durably, unless the record is there already. Until it is, another message of the same call takes the place of the
     * one before, whose repeats have no effect any more.
     *
     * @param digest SM3 of the message
     * @param message exactly what came
     * @throws LedgerUnavailable if it is not known to be kept; a repeat settles it
     */
    Kept keep(MessagePart part, Digest digest, byte[] message);

    /** What was there. */
    sealed interface Kept {
        /**
         * Parts that wait, this one among them.
         *
         * @param isRepeat whether exactly this message had come before
         * @param messages by call, of each the one in force
         */
        record Waiting(boolean isRepeat, Map<String, byte[]> messages) implements Kept {
            /** Copies the map. */
            public Waiting {
                messages = Map.copyOf(messages);
            }
        }

        /**
         * The record.
         *
         * @param message the parts that it was made of, as one; empty if it did not come in parts
         */
        record Whole(Optional<byte[]> message) implements Kept {}
    }
}
