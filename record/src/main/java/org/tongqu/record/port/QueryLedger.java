package org.tongqu.record.port;

import java.time.Duration;
import java.time.Instant;
import org.tongqu.record.RecordId;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.SealedText;

/**
 * Who asked what, of whom, for which purpose, and what became of it: kept like records, the question and the answer with their seals
 * encrypted as evidence, for as long as identities are. For ten minutes the same question gets the same answer. Thread-safe; every call throws {@link LedgerUnavailable} if the ledger
 * cannot be reached.
 */
public interface QueryLedger {
    /** For so long the same question gets the same answer: 10 minutes. */
    Duration SAME_ANSWER = Duration.ofMinutes(10);

    /**
     * Begins a question, unless it was asked before.
     *
     * @param now the time
     * @param until when another may take it over: whoever asks has died by then
     */
    Begun begin(Query query, Instant now, Instant until);

    /** Keeps the answer, unless another has taken the question over since this attempt. */
    void answered(RecordId question, int attempt, int results, SealedText answer, Instant now);

    /** Keeps that there is none, so that it may be asked again; unless another has taken the question over since this attempt. */
    void failed(RecordId question, int attempt, String code, Instant now);

    /** How a question began. */
    sealed interface Begun {
        /**
         * It may be asked now.
         *
         * @param attempt the how manieth time, from 1
         */
        record New(int attempt) implements Begun {}

        /**
         * It has been answered.
         *
         * @param answer as it was given
         */
        record Before(SealedText answer) implements Begun {}

        /** Somebody asks it now. */
        record UnderWay() implements Begun {}

        /** The id was used for another question, or its answer is too old to be given again. */
        record Used() implements Begun {}
    }
}
