package org.tongqu.record.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.query.QueryFilter;

/**
 * Which questions were asked, of whom, and what became of them, for operators: never what was asked for or answered. Thread-safe; every
 * call throws {@link LedgerUnavailable} if the ledger cannot be reached.
 */
public interface QueryTrail {
    /**
     * A page of them, the latest first.
     *
     * @param limit 1 to 500
     * @param after where the last page ended; null for the first
     * @throws Rejection {@code MALFORMED} if no page ended there
     */
    Page page(QueryFilter filter, int limit, @Nullable String after);

    /** The way of one; empty if there is no such question. */
    Optional<Way> find(RecordId question);

    /** Where a question, or one attempt to get it answered, stands. */
    enum State {
        /** The provider is being asked. */
        ASKED,
        /** There is an answer. */
        ANSWERED,
        /** There is none, and a code says why; the question may be asked again. */
        FAILED,
        /** Whoever asked has died, and another has taken the question over. Of attempts only. */
        ABANDONED
    }

    /**
     * A question.
     *
     * @param id who asked, and its id
     * @param type of the question
     * @param provider who is asked, in the latest attempt
     * @param rule that allows it
     * @param state where it stands
     * @param code why there is no answer; null unless it has failed
     * @param results how many results the answer has; null while there is none
     * @param attempts how often the provider was asked
     * @param askedAt when first
     * @param concludedAt when the latest attempt ended; null while none has
     */
    record Asked(
            RecordId id,
            RecordType type,
            PartyId provider,
            String rule,
            State state,
            @Nullable String code,
            @Nullable Integer results,
            int attempts,
            Instant askedAt,
            @Nullable Instant concludedAt) {}

    /**
     * A page of questions.
     *
     * @param queries at most as many as asked for
     * @param next where the next page begins; null if this is the last
     */
    record Page(List<Asked> queries, @Nullable String next) {}

    /**
     * The way of a question.
     *
     * @param asked which
     * @param subject the business key on whose behalf it was asked
     * @param purpose what for
     * @param sealedBy the key of the asker's seal; null if its channel said who it was, or it was asked before seals were kept
     * @param dialect family and call in which the asker's system asked; null if it sent the question itself
     * @param attempts each, from the first; none of what was asked before they were kept
     */
    record Way(
            Asked asked,
            String subject,
            String purpose,
            @Nullable KeyId sealedBy,
            @Nullable String dialect,
            List<Attempt> attempts) {}

    /**
     * One time that the provider was asked.
     *
     * @param number the how manieth, from 1
     * @param provider who was asked
     * @param rule that allowed it
     * @param siteVersion in which site version
     * @param beganAt when it began
     * @param endedAt when it ended; null while it has not
     * @param state how
     * @param code why there is no answer; null unless it has failed
     * @param results how many results there were; null unless it was answered
     */
    record Attempt(
            int number,
            PartyId provider,
            String rule,
            int siteVersion,
            Instant beganAt,
            @Nullable Instant endedAt,
            State state,
            @Nullable String code,
            @Nullable Integer results) {}
}
