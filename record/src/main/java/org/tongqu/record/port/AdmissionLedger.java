package org.tongqu.record.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.sharing.Recipient;

/**
 * Where a record becomes durable. Thread-safe; concurrent calls are gathered into one transaction, each caller sees an
 * ordinary blocking call.
 */
public interface AdmissionLedger {
    /**
     * Whether this identity was accepted before.
     *
     * @return the receipt that was given then; empty if the identity is new
     * @throws Rejection {@code ID_REUSED} if it was accepted with other content
     * @throws LedgerUnavailable if the ledger cannot be asked
     */
    Optional<Receipt> repeat(RecordId record, Content content);

    /**
     * The receipt that was given for exactly this message, by this call, of this sender; empty if there is none. Asked before anything is made of it,
     * so that a repeat is one whatever the sender's dialect makes of it by now.
     *
     * @param message as in {@link Content}
     * @throws LedgerUnavailable if the ledger cannot be asked
     */
    Optional<Receipt> repeatOf(PartyId sender, Digest message);

    /**
     * Commits records in order: identity, state of what it is about, number within the key, record, one delivery per recipient,
     * timeline, receipt. The state is asked and changed in the same transaction, so of two records that exclude each other one is refused,
     * whichever nodes they come to. The same identity and digest again, also in parallel and on other nodes, waits for the first commit and gets its receipt.
     *
     * @return one result per admission, in the same order; after a refused one, later ones of its key are refused too
     * @throws LedgerUnavailable if it is not known to be committed; nothing was answered, a repeat settles it
     */
    List<Result> admit(List<Admission> admissions);

    /**
     * A record that has passed every check.
     *
     * @param record the record
     * @param content what tells it from another of the same identity
     * @param message what the partner's system said; null if it sent the record itself
     * @param seal the sender's seal; null if it was authenticated by its channel
     * @param kid the key of the seal; null likewise
     * @param key within what its order is kept
     * @param recipients who gets it, and by which rule
     * @param siteVersion the site version that decided so
     * @param deadline when its deliveries expire
     * @param plainIndex fields marked {@code x-index: plain} with their values
     * @param blindIndex fields marked {@code x-index: blind} with their marks
     * @param materials to which the record refers
     * @param life what the record is in the life of its business object; null if that is not followed
     */
    record Admission(
            BusinessRecord record,
            Content content,
            @Nullable Message message,
            @Nullable Seal seal,
            @Nullable KeyId kid,
            BusinessKey key,
            List<Recipient> recipients,
            int siteVersion,
            Instant deadline,
            Map<String, String> plainIndex,
            Map<String, byte[]> blindIndex,
            Set<Digest> materials,
            @Nullable LifeStep life) {
        /** A record of an object whose life is not followed. */
        public Admission(
                BusinessRecord record,
                Content content,
                @Nullable Message message,
                @Nullable Seal seal,
                @Nullable KeyId kid,
                BusinessKey key,
                List<Recipient> recipients,
                int siteVersion,
                Instant deadline,
                Map<String, String> plainIndex,
                Map<String, byte[]> blindIndex,
                Set<Digest> materials) {
            this(
                    record,
                    content,
                    message,
                    seal,
                    kid,
                    key,
                    recipients,
                    siteVersion,
                    deadline,
                    plainIndex,
                    blindIndex,
                    materials,
                    null);
        }
    }

    /**
     * What tells the content of one identity from another: the same content is a repeat, another is refused. A message that comes again
     * is a repeat although its translation has changed since, and a record that comes by another way is one although its message differs.
     *
     * @param digest SM3 of the octets of the record
     * @param message SM3 of the call and the message from which it was translated, or of what that means at any time if it does not say
     *     when it happened; null if it was not translated
     */
    record Content(Digest digest, @Nullable Digest message) {
        /** The content of a record that came as it is. */
        public static Content of(Digest digest) {
            return new Content(digest, null);
        }

        /** Whether the other is the same content. */
        public boolean isSameAs(Content other) {
            return digest.equals(other.digest) || (message != null && message.equals(other.message));
        }
    }

    /**
     * What a partner's system said.
     *
     * @param dialect family and call, as {@code guizhou-rest baseInfo}
     * @param octets exactly what came
     */
    record Message(String dialect, byte[] octets) {}

    /** What became of one admission. */
    sealed interface Result {
        /**
         * Durable.
         *
         * @param receipt the receipt
         */
        record Committed(Receipt receipt) implements Result {}

        /**
         * Refused: {@code ID_REUSED}, {@code STILL_PROCESSING}, {@code STATE_CONFLICT} or {@code EARLIER_ITEM_REFUSED}.
         *
         * @param rejection why
         */
        record Refused(Rejection rejection) implements Result {}
    }
}
