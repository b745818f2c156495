package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.port.QueryLedger.Begun;
import org.tongqu.record.port.QueryTrail;
import org.tongqu.record.port.QueryTrail.Asked;
import org.tongqu.record.port.QueryTrail.Attempt;
import org.tongqu.record.port.QueryTrail.State;
import org.tongqu.record.query.Query;
import org.tongqu.record.query.QueryFilter;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;

/** Questions are asked once at a time, answered the same for ten minutes, and kept with every attempt, what was asked and answered as ciphertext. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueriesIT {
    private static final PartyId CITY = new PartyId("990100.city");
    private static final SealedText ANSWER =
            new SealedText("{\"results\":[{\"stateText\":\"在办\"}]}", new Seal("eyJh", "c2VhbC1vZi1vdXJz"));

    private static final Seal SEAL = new Seal(
            SealHeader.plain(
                            SealAlgorithm.ES256,
                            KeyId.parse("990101.window#k1"),
                            SealType.QUERY,
                            "990101",
                            Instant.parse("2026-03-02T01:00:00Z"))
                    .encode(),
            "c2VhbC1vZi10aGUtYXNrZXI");

    private final World world = new World();
    private final QueryLedger queries = world.ledger.queries();
    private final QueryTrail trail = world.ledger.queryTrail();

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
    void questionAndAnswerAreKeptAsCiphertextWithTheirSealsAndNothingLetsOneGuessThem() {
        Query query = query("q-kept", "A-7");
        RecordId id = query.question().id();
        begin(query);
        queries.answered(id, 1, 1, ANSWER, now());
        world.clock.pass(Duration.ofHours(2));
        world.ledger.deliveries().sweep(now(), 10);

        assertThat(Postgres.rows(
                        world.source,
                        "select purpose || ' ' || provider || ' ' || rule || ' ' || state || ' ' || results || ' ' || kid"
                                + " from queries where id = 'q-kept'"))
                .containsExactly("查进度 990100.city ask-city ANSWERED 1 990101.window#k1");
        String row = Postgres.rows(world.source, "select q::text from queries q where id = 'q-kept'")
                .get(0);
        for (byte[] plain : List.of(
                query.question().octets(),
                ANSWER.octets(),
                "A-7\"".getBytes(StandardCharsets.UTF_8),
                World.digest(query.question().octets()).octets(),
                SEAL.signature().getBytes(StandardCharsets.UTF_8),
                ANSWER.seal().signature().getBytes(StandardCharsets.UTF_8))) {
            assertThat(row)
                    .doesNotContain(HexFormat.of().formatHex(plain))
                    .doesNotContain(new String(plain, StandardCharsets.UTF_8));
        }
        BodyVault vault = new BodyVault(new World.AesCipher());
        assertThat(SealedText.fromJson(StrictJson.parse(vault.openQuestion(id, octets("question")))))
                .isEqualTo(new SealedText(new String(query.question().octets(), StandardCharsets.UTF_8), SEAL));
        assertThat(vault.openAnswer(id, octets("answer"))).isEqualTo(ANSWER);
    }

    @Test
    void whatASystemSaidInItsDialectIsKeptBesideItsQuestion() {
        Query sealed = query("q-said", "A-8");
        byte[] message = "<Q>A-8</Q>".getBytes(StandardCharsets.UTF_8);
        Query query = new Query(
                sealed.question(),
                sealed.mark(),
                null,
                new Query.Said("plain-query findCase", message),
                CITY,
                "ask-city",
                1);
        RecordId id = query.question().id();

        begin(query);

        BodyVault vault = new BodyVault(new World.AesCipher());
        assertThat(vault.openSaid(id, octets("said", "q-said"))).isEqualTo(message);
        assertThat(vault.openQuestion(id, octets("question", "q-said")))
                .isEqualTo(query.question().octets());
        QueryTrail.Way way = trail.find(id).orElseThrow();
        assertThat(way.sealedBy()).isNull();
        assertThat(way.dialect()).isEqualTo("plain-query findCase");
    }

    @Test
    void eachAttemptIsARowWithWhoWasAskedWhenAndWhatCameOfIt() {
        Query query = query("q-way", "A-1");
        RecordId id = query.question().id();
        Instant first = now();
        begin(query);
        queries.failed(id, 1, "PROVIDER_AWAY", now());
        begin(query);
        world.clock.pass(Duration.ofSeconds(31));
        Instant third = now();
        begin(query);
        queries.answered(id, 2, 5, ANSWER, now());
        queries.answered(id, 3, 2, ANSWER, now());

        QueryTrail.Way way = trail.find(id).orElseThrow();

        assertThat(way.attempts())
                .containsExactly(
                        new Attempt(1, CITY, "ask-city", 1, first, first, State.FAILED, "PROVIDER_AWAY", null),
                        new Attempt(2, CITY, "ask-city", 1, first, third, State.ABANDONED, null, null),
                        new Attempt(3, CITY, "ask-city", 1, third, third, State.ANSWERED, null, 2));
        assertThat(way.asked())
                .isEqualTo(new Asked(
                        id,
                        RecordType.parse("case.progress"),
                        CITY,
                        "ask-city",
                        State.ANSWERED,
                        null,
                        2,
                        3,
                        first,
                        third));
        assertThat(way.purpose()).isEqualTo("查进度");
        assertThat(way.sealedBy()).isEqualTo(KeyId.parse("990101.window#k1"));
        assertThat(trail.find(new RecordId(CITY, "q-way"))).isEmpty();
    }

    @Test
    void theyAreListedByPagesTheLatestFirstAndByWhoWhenAndWhat() {
        Instant before = now();
        for (int i = 1; i <= 3; i++) {
            world.clock.pass(Duration.ofSeconds(1));
            begin(query("q-page-" + i, "A-1"));
        }
        QueryFilter all = new QueryFilter(before.plusMillis(1), null, null);

        QueryTrail.Page page = trail.page(all, 2, null);
        assertThat(ids(page)).containsExactly("q-page-3", "q-page-2");
        QueryTrail.Page last = trail.page(all, 2, page.next());
        assertThat(ids(last)).containsExactly("q-page-1");
        assertThat(last.next()).isNull();
        assertThat(ids(trail.page(new QueryFilter(all.since(), CITY, null), 500, null)))
                .hasSize(3);
        assertThat(ids(trail.page(new QueryFilter(all.since(), World.SAFE, null), 500, null)))
                .isEmpty();
        assertThat(ids(trail.page(new QueryFilter(all.since(), null, RecordType.parse("case.find")), 500, null)))
                .isEmpty();
        assertThat(ids(trail.page(new QueryFilter(before.plusSeconds(3), null, null), 500, null)))
                .containsExactly("q-page-3");
        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> trail.page(all, 2, "elsewhere"));
    }

    @Test
    void questionsAndAttemptsAreForgottenWithIdentities() {
        begin(query("q-old", "A-1"));
        world.clock.pass(Duration.ofDays(399));
        sweep();
        assertThat(Postgres.rows(world.source, "select count(*) from query_attempts where id = 'q-old'"))
                .containsExactly("1");

        world.clock.pass(Duration.ofDays(2));
        sweep();

        assertThat(Postgres.rows(
                        world.source,
                        "select (select count(*) from queries where id = 'q-old') + (select count(*) from query_attempts"
                                + " where id = 'q-old')"))
                .containsExactly("0");
    }

    private void sweep() {
        for (int round = 0; round < 30; round++) {
            world.ledger.deliveries().sweep(now(), 10);
        }
    }

    private static List<String> ids(QueryTrail.Page page) {
        return page.queries().stream().map(one -> one.id().id()).toList();
    }

    private byte[] octets(String column) {
        return octets(column, "q-kept");
    }

    private byte[] octets(String column, String id) {
        return HexFormat.of()
                .parseHex(Postgres.rows(
                                world.source,
                                "select encode(" + column + ", 'hex') from queries where id = '" + id + "'")
                        .get(0));
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
        Digest mark = World.digest(("keyed " + text).getBytes(StandardCharsets.UTF_8));
        return new Query(question, mark, SEAL, null, CITY, "ask-city", 1);
    }
}
