package org.tongqu.routes;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.RecordId;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.SealedText;

/** Questions in memory, by the same rules. */
final class InMemoryQueries implements QueryLedger {
    final Map<RecordId, Kept> kept = new HashMap<>();

    /** What is known of a question. */
    static final class Kept {
        final Query query;
        String state = "ASKED";
        int attempt = 1;
        int results;

        @Nullable
        SealedText answer;

        Kept(Query query) {
            this.query = query;
        }
    }

    @Override
    public synchronized Begun begin(Query query, Instant now, Instant until) {
        Kept before = kept.get(query.question().id());
        if (before == null) {
            kept.put(query.question().id(), new Kept(query));
            return new Begun.New(1);
        }
        if (!before.query.mark().equals(query.mark())) {
            return new Begun.Used();
        }
        if (before.answer != null) {
            return new Begun.Before(before.answer);
        }
        if (before.state.equals("ASKED")) {
            return new Begun.UnderWay();
        }
        before.state = "ASKED";
        before.attempt++;
        return new Begun.New(before.attempt);
    }

    @Override
    public synchronized void answered(RecordId question, int attempt, int results, SealedText answer, Instant now) {
        Kept one = kept.get(question);
        if (one.attempt != attempt) {
            return;
        }
        one.state = "ANSWERED";
        one.results = results;
        one.answer = answer;
    }

    @Override
    public synchronized void failed(RecordId question, int attempt, String code, Instant now) {
        Kept one = kept.get(question);
        if (one.attempt == attempt) {
            one.state = code;
        }
    }
}
