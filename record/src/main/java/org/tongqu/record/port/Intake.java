package org.tongqu.record.port;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;

/** The door of the main road, for adapters: a record comes in, a receipt goes out. Thread-safe, blocking. */
public interface Intake {
    /**
     * Takes a sealed record: authenticates, verifies, answers a repeat, authorises, validates, decides the recipients, commits.
     *
     * @param octets the exact body
     * @param seal the sender's seal over it
     * @return the receipt, given only after the commit
     * @throws Rejection if it is refused; nothing is kept then
     */
    Receipt submit(byte[] octets, Seal seal);

    /**
     * Takes up to 500 sealed records in order, not atomically.
     *
     * @param items as received
     * @return one result per item, in the same order; after a refused item, later items of its key are refused with {@code
     *     EARLIER_ITEM_REFUSED}
     */
    List<ItemResult> submitBatch(List<SealedText> items);

    /** What became of one item. */
    sealed interface ItemResult {
        /**
         * Accepted, now or before.
         *
         * @param receipt the receipt
         */
        record Taken(Receipt receipt) implements ItemResult {}

        /**
         * Refused.
         *
         * @param rejection why
         */
        record Refused(Rejection rejection) implements ItemResult {}
    }

    /**
     * Takes a record that the gateway itself made, such as a non-delivery notice, through the same road.
     *
     * @param octets the envelope, with the gateway as source and the addressee in {@code to}
     */
    Receipt submitOwn(byte[] octets);

    /**
     * Takes what a party's system said in its own dialect; the adapter has made sure that it is this party's. Translates it, and
     * takes the record as {@link #submit} does, attested by the channel instead of a seal.
     *
     * @param party whose system it is
     * @param translator of its dialect
     * @param call the partner's name of the call
     * @param message exactly what came; kept as evidence beside the record
     * @return whether it is new; said only after the commit of the record, or of the message where a record comes in several
     * @throws Rejection if it is refused; nothing is kept then, or, of a message that is the last of several, what is replaced by the
     *     next of its call
     */
    Heard submitMessage(PartyId party, Translator translator, String call, byte[] message);

    /**
     * Takes a record that carries no seal of its own, attested by the channel instead; the adapter has made sure whose channel it is.
     *
     * @param attested the record and what came
     * @return the receipt, given only after the commit
     * @throws Rejection if it is refused; nothing is kept then
     */
    Receipt submitAttested(AttestedRecord attested);

    /**
     * Takes several such records of one party in order, not atomically.
     *
     * @return one result per record, as {@link #submitBatch} has them
     */
    List<ItemResult> submitAttestedBatch(List<AttestedRecord> attested);

    /**
     * A record without a seal of its own.
     *
     * @param party whose channel it came by
     * @param octets the envelope
     * @param message what came, of which the envelope was made; kept as evidence beside the record
     */
    record AttestedRecord(PartyId party, byte[] octets, AdmissionLedger.Message message) {}

    /**
     * Takes several messages of one party in order, not atomically; what passes is committed together.
     *
     * @param party whose system said them
     * @param translator of its dialect
     * @param messages in the order in which they are to be taken
     * @return one result per message, in the same order; after a refused one, later ones of its key are refused with {@code
     *     EARLIER_ITEM_REFUSED}
     */
    List<MessageResult> submitMessages(PartyId party, Translator translator, List<CalledMessage> messages);

    /**
     * A message of a party's system.
     *
     * @param call the partner's name of the call
     * @param octets exactly what came; kept as evidence beside the record
     * @param about what it is about as far as the channel can tell, even if it cannot be translated: what a refusal of it holds up; null if
     *     the channel cannot tell
     */
    record CalledMessage(String call, byte[] octets, @Nullable About about) {
        /** The call alone. */
        @Override
        public String toString() {
            return "message of " + call;
        }
    }

    /**
     * What a message is about.
     *
     * @param type of the record that it should become
     * @param subject its business key
     */
    record About(RecordType type, String subject) {}

    /** What became of one of several messages. */
    sealed interface MessageResult {
        /**
         * Kept.
         *
         * @param heard whether it is new
         */
        record Taken(Heard heard) implements MessageResult {}

        /**
         * Refused.
         *
         * @param rejection why
         */
        record Refused(Rejection rejection) implements MessageResult {}
    }

    /** What became of a message. */
    enum Heard {
        /** It is kept, as a record or as a part of one. */
        NEW,
        /** It had come before. */
        REPEATED
    }

    /** Who may call this and is known as the gateway itself. */
    static boolean isGateway(PartyId party) {
        return party.value().endsWith(".gateway");
    }
}
