package org.tongqu.record.port;

import java.time.Duration;
import java.util.Map;
import org.tongqu.record.Digest;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.Rejection;

/**
 * Where the messages wait that are one record together (EIP: Message Store), encrypted, until the last of them has come. Thread-safe; two
 * that come at once see each other.
 */
public interface MessageParts {
    /** How long a part waits for the others: 30 days. */
    Duration PATIENCE = Duration.ofDays(30);

    /**
     * Keeps a message durably. Until the record is there, another message of the same call takes the place of the one before, whose
     * repeats have no effect any more.
     *
     * @param digest SM3 of the message
     * @param message exactly what came
     * @throws Rejection {@code ID_REUSED} if the record is there already, made of another message
     * @throws LedgerUnavailable if it is not known to be kept; a repeat settles it
     */
    Kept keep(MessagePart part, Digest digest, byte[] message);

    /**
     * What was there after a message was kept.
     *
     * @param isRepeat whether exactly this message had come before
     * @param messages by call, of each the one in force; empty if the record is there already
     */
    record Kept(boolean isRepeat, Map<String, byte[]> messages) {
        /** Copies the map. */
        public Kept {
            messages = Map.copyOf(messages);
        }
    }
}
