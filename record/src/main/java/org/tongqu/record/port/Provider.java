package org.tongqu.record.port;

import java.util.concurrent.CompletableFuture;
import org.tongqu.record.query.Answered;
import org.tongqu.record.query.Query;
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
     */
    CompletableFuture<Answered> ask(Query query, Party party);
}
