package org.tongqu.ittests.history;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history. Times are {@link System#nanoTime()}: one monotonic clock for all processes of one Linux machine.
 * The accounting follows Jepsen's total queue: a send is invoked, then ends as ok, fail or info (nobody knows).
 */
public sealed interface Event {
    /** When it happened, in nanoseconds of the machine's monotonic clock. */
    long at();

    /**
     * A record is about to be sent; a retry of the same record is invoked again.
     *
     * @param at when
     * @param record {@code sender/id}
     * @param key the business key within which order is kept
     * @param digest of the bytes that are sent
     * @param parties who must get it by the sharing rules
     */
    record Invoke(long at, String record, String key, String digest, Set<String> parties) implements Event {
        /** Copies the set. */
        public Invoke {
            parties = Set.copyOf(parties);
        }

        /** The parties in their order, so that a history is the same bytes for the same run. */
        Set<String> sortedParties() {
            return new TreeSet<>(parties);
        }
    }

    /**
     * A receipt came and holds: the gateway has accepted the record.
     *
     * @param at when
     * @param record {@code sender/id}
     * @param sequence the receipt's number within the key
     */
    record Ok(long at, String record, long sequence) implements Event {}

    /**
     * The gateway has refused the record for good.
     *
     * @param at when
     * @param record {@code sender/id}
     * @param why status or code
     */
    record Fail(long at, String record, String why) implements Event {}

    /**
     * It is not known whether the gateway has the record: no answer, or one that says try again.
     *
     * @param at when
     * @param record {@code sender/id}
     * @param why what was seen
     */
    record Info(long at, String record, String why) implements Event {}

    /**
     * A record arrived at a party.
     *
     * @param at when its last byte was read
     * @param party where
     * @param record {@code sender/id}
     * @param delivery the delivery id it came with
     * @param digest of the bytes that came; null where the party gets a body made for it
     * @param answered whether the party's receipt was handed over; false if it refused to answer or could not
     */
    record Got(long at, String party, String record, String delivery, @Nullable String digest, boolean answered)
            implements Event {}

    /**
     * A process was killed.
     *
     * @param at when it was gone
     * @param backAt from when on confirmations are kept again: for a gateway the same moment, since nothing arrives while it
     *     is gone; for a database whose gateway lives on, when that takes records again
     * @param target which
     */
    record Kill(long at, long backAt, String target) implements Event {}

    /**
     * What a party answered did not get through to the gateway.
     *
     * @param at from when
     * @param until until when
     * @param party which
     */
    record Cut(long at, long until, String party) implements Event {}

    /**
     * The gateway's own log has it that a delivery was concluded as delivered, and sent once more later on.
     *
     * @param at when the log was read
     * @param delivery its id
     */
    record SentAgain(long at, String delivery) implements Event {}

    /**
     * What the gateway says of a delivery when all is over.
     *
     * @param at when it was asked
     * @param record {@code sender/id}
     * @param party the recipient
     * @param state the delivery's state
     */
    record Left(long at, String record, String party, String state) implements Event {}
}
