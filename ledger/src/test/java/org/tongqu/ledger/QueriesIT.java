package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.port.QueryLedger.Begun;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;

/** Questions are asked once at a time, answered the same for ten minutes, and kept without what was asked and answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueriesIT {
    private static final PartyId CITY = new PartyId("990100.city");
    private static final SealedText ANSWER =
            new SealedText("{\"results\":[{\"stateText\":\"在办\"}]}", new Seal("eyJh", "c2ln"));

    private final World world = new World();
    private final QueryLedger queries = world.ledger.queries();

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void theSameQuestionGetsTheSameAnswerForTenMinutesAndThenNone() {
        Query query = query("q-same", "A-1");
        assertThat(begin(query)).isEqualTo(new Begun.New(1));
        assertThat(begin(query)).isEqualTo(new Begun.UnderWay());
        queries.answered(query.question().id(), 1, 1, ANSWER, now());

        assertThat(begin(query)).isEqualTo(new Begun.Before(ANSWER));
        assertThat(begin(query("q-same", "A-2"))).isEqualTo(new Begun.Used());
        world.clock.pass(Duration.ofMinutes(10));
        assertThat(begin(query)).isEqualTo(new Begun.Used());
    }

    @Test
    void whatFailedOrWasLeftByADeadNodeMayBeAskedAgain() {
        Query query = query("q-again", "A-1");
        begin(query);
        queries.failed(query.question().id(), 1, "PROVIDER_AWAY", now());
        assertThat(begin(query)).isEqualTo(new Begun.New(2));
        world.clock.pass(Duration.ofSeconds(31));

        assertThat(begin(query)).isEqualTo(new Begun.New(3));
        assertThat(begin(query)).isEqualTo(new Begun.UnderWay());
        assertThat(Postgres.rows(world.source, "select attempt from queries where id = 'q-again'"))
                .containsExactly("3");
    }

    @Test
    void whoStoodStillUntilAnotherTookOverHasNothingMoreToSay() {
        Query query = query("q-over", "A-1");
        begin(query);
        world.clock.pass(Duration.ofSeconds(31));
        assertThat(begin(query)).isEqualTo(new Begun.New(2));

        queries.failed(query.question().id(), 1, "PROVIDER_AWAY", now());
        assertThat(begin(query)).isEqualTo(new Begun.UnderWay());
        queries.answered(query.question().id(), 1, 0, new SealedText("{}", ANSWER.seal()), now());
        assertThat(begin(query)).isEqualTo(new Begun.UnderWay());
        queries.answered(query.question().id(), 2, 1, ANSWER, now());
        assertThat(begin(query)).isEqualTo(new Begun.Before(ANSWER));
    }

    @Test
    void ofManyAtOnceOneAsks() throws InterruptedException, ExecutionException {
        Query query = query("q-many", "A-1");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Begun>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(threads.submit(() -> begin(query)));
        }
        int asking = 0;
        for (Future<Begun> one : all) {
            asking += one.get() instanceof Begun.New ? 1 : 0;
        }
        threads.shutdown();

        assertThat(asking).isEqualTo(1);
    }

    @Test
    void whoAskedForWhatAndWhyIsKeptAndTheAnswerIsForgotten() {
        Query query = query("q-kept", "A-7");
        begin(query);
        queries.answered(query.question().id(), 1, 1, ANSWER, now());

        assertThat(Postgres.rows(
                        world.source,
                        "select purpose || ' ' || provider || ' ' || rule || ' ' || state || ' ' || results from queries"
                                + " where id = 'q-kept'"))
                .containsExactly("查进度 990100.city ask-city ANSWERED 1");
        assertThat(
                        Postgres.rows(
                                world.source,
                                "select count(*) from queries where id = 'q-kept' and position('results'::bytea in answer_payload) > 0"))
                .containsExactly("0");
        world.clock.pass(Duration.ofHours(2));
        world.ledger.deliveries().sweep(now(), 10);
        assertThat(Postgres.rows(world.source, "select answer_payload is null from queries where id = 'q-kept'"))
                .containsExactly("t");
    }

    private Begun begin(Query query) {
        return queries.begin(query, now(), now().plusSeconds(30));
    }

    private Instant now() {
        return world.clock.instant();
    }

    private static Query query(String id, String caseNo) {
        String text =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.window","type":"case.progress","subject":"%s",
                 "time":"2026-03-02T01:00:00.000Z","purpose":"查进度","data":{"caseNo":"%s"}}
                """
                        .formatted(id, caseNo, caseNo);
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        BusinessRecord question = EnvelopeReader.read(octets);
        assertThat(question.type()).isEqualTo(RecordType.parse("case.progress"));
        Digest digest = World.digest(octets);
        return new Query(question, digest, CITY, "ask-city", 1);
    }
}
