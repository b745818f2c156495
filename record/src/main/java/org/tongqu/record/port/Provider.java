package org.tongqu.record.port;

import java.util.concurrent.CompletableFuture;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.query.Answered;
import org.tongqu.record.query.Query;
import org.tongqu.record.query.Transcript;
import org.tongqu.record.site.Party;

/** Asks a party's system over its protocol. Thread-safe; keeps nothing of a question. */
@FunctionalInterface
public interface Provider {
    /**
     * Asks once and returns before the answer has come; what comes back is told within the party's time limit. Only a fault of our own
     * completes the future exceptionally.
     *
     * @param query what
     * @param party whom, with how it answers
     * @param files the materials to which the question refers, and what takes the files of the answer
     * @param transcript takes down what is said in the party's dialect
     * @throws Rejection {@code TOO_FAST} if too many files are in hand; then nobody was asked
     */
    CompletableFuture<Answered> ask(Query query, Party party, Files files, Transcript transcript);

    /**
     * The files of a question and of its answer.
     *
     * @param sent goes with the question
     * @param received comes with the answer
     */
    record Files(SentFiles sent, ReceivedFiles received) {}
}
