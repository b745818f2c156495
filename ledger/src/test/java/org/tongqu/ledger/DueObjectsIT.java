package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.START;
import static org.tongqu.ledger.World.UNSAFE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.Awaited;
import org.tongqu.record.life.DueFilter;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.life.ObjectState;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.port.RecordLedger.Due;
import org.tongqu.record.port.RecordLedger.DuePage;
import org.tongqu.record.port.Watchdog.Look;

/** What is awaited and late is listed and told once, whoever's turn it is, until it comes. */
class DueObjectsIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private final World world = new World();
    private int records;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsOverdueOrSoonWillBeIsListedTheEarliestFirst() {
        awaits("late", "reply", START.minusSeconds(1), SAFE);
        awaits("later", "sign", START.minusSeconds(3600), UNSAFE, OTHER);
        awaits("now", "reply", START, SAFE);
        awaits("soon", "reply", START.plus(HOUR), SAFE);
        awaits("sign-soon", "sign", START.plus(HOUR), SAFE);
        awaits("some-time", "reply", START.plus(HOUR).plusMillis(1), SAFE);
        awaits("nothing", null, START, SAFE);

        assertThat(page(new DueFilter(START, Map.of(), null), 10, null).due())
                .extracting(due -> due.key().subject(), Due::overdue)
                .containsExactly(tuple("later", true), tuple("late", true));
        DuePage all = page(new DueFilter(START, Map.of("reply", HOUR), null), 10, null);
        assertThat(all.due())
                .extracting(due -> due.key().subject(), Due::overdue)
                .containsExactly(tuple("later", true), tuple("late", true), tuple("now", false), tuple("soon", false));
        assertThat(all.next()).isNull();
        assertThat(all.due().get(0).awaited())
                .isEqualTo(new Awaited("sign", Set.of(UNSAFE, OTHER), START.minusSeconds(3600)));
        assertThat(all.due().get(0).state()).isEqualTo("5");
        assertThat(page(new DueFilter(START, Map.of(), OTHER), 10, null).due())
                .extracting(due -> due.key().subject())
                .containsExactly("later");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeatAlsoWhereTimesAreTheSame() {
        for (int i = 0; i < 7; i++) {
            awaits("T-" + i, "reply", START.minusSeconds(i / 3), SAFE);
        }
        DueFilter filter = new DueFilter(START.plus(HOUR), Map.of(), SAFE);
        List<String> read = new ArrayList<>();
        String after = null;
        do {
            DuePage page = page(filter, 2, after);
            page.due().forEach(due -> read.add(due.key().subject()));
            assertThat(read).as("no page comes twice").hasSizeLessThanOrEqualTo(7);
            after = page.next();
        } while (after != null);

        assertThat(read).containsExactly("T-6", "T-3", "T-4", "T-5", "T-0", "T-1", "T-2");
        assertThatThrownBy(() -> page(filter, 2, "elsewhere")).isInstanceOf(Rejection.class);
        assertThatThrownBy(() -> page(filter, 2, "?")).isInstanceOf(Rejection.class);
    }

    @Test
    void ofManyThatAreLateOneAlarmIsToldForEachPartyUntilTheLastIsDone() {
        world.reminders = Map.of("reply", HOUR);
        awaits("A", "reply", START.plus(HOUR).plusSeconds(1), SAFE);
        awaits("B", "sign", START.plus(HOUR), SAFE, OTHER);
        assertThat(look()).isEqualTo(new Look(List.of(), List.of()));

        world.clock.pass(Duration.ofSeconds(1));
        assertThat(look().raised())
                .containsExactly(new Alarm(
                        SAFE,
                        AlarmCause.TICKETS_DUE_SOON,
                        START.plusSeconds(1),
                        1,
                        START.plus(HOUR).plusSeconds(1)));
        world.clock.pass(HOUR);
        assertThat(look().raised())
                .extracting(Alarm::lane, Alarm::cause, Alarm::count, Alarm::oldest)
                .containsExactlyInAnyOrder(
                        tuple(OTHER, AlarmCause.TICKETS_OVERDUE, 1L, START.plus(HOUR)),
                        tuple(SAFE, AlarmCause.TICKETS_OVERDUE, 1L, START.plus(HOUR)));
        world.clock.pass(Duration.ofSeconds(30));
        assertThat(look().raised()).isEmpty();
        assertThat(standing(SAFE))
                .extracting(Alarm::cause, Alarm::count)
                .containsExactly(tuple(AlarmCause.TICKETS_OVERDUE, 2L));

        awaits("B", "reply", START.plus(Duration.ofDays(3)), OTHER);
        assertThat(look().cleared()).extracting(Alarm::lane).containsExactly(OTHER);
        assertThat(standing(SAFE)).extracting(Alarm::count).containsExactly(1L);
        awaits("A", null, START, SAFE);
        assertThat(look().cleared())
                .extracting(Alarm::lane, Alarm::cause)
                .containsExactly(tuple(SAFE, AlarmCause.TICKETS_OVERDUE));
        assertThat(world.ledger.watchdog().alarms()).isEmpty();
    }

    @Test
    void aTimeOfAnyYearThatARecordMayNameIsKept() {
        awaits("first", "reply", Instant.parse("0000-01-01T00:00:00Z"), SAFE);
        awaits("last", "reply", Instant.parse("9999-12-31T23:59:59.999Z"), SAFE);

        assertThat(page(new DueFilter(START, Map.of(), null), 10, null).due())
                .extracting(due -> due.key().subject())
                .containsExactly("first");
    }

    @Test
    void whatHasTimeLeftIsNotRead() {
        Postgres.rows(
                world.source,
                """
                insert into object_states (keyspace, family, subject, state, aliases, facts, awaited, awaited_of, due_at, changed_at)
                select '990101', 'ticket', 'many-' || n, '5', '{}', '{}', 'reply', array['990101.tax'],
                    timestamptz '2026-03-10T08:00:00Z' + n * interval '1 minute', now() from generate_series(-20, 50000) n returning 1
                """);
        Postgres.rows(world.source, "analyze object_states");

        OverheardSource overheard = new OverheardSource(world.source);
        try (PostgresLedger listening = world.node("overheard", overheard.source())) {
            assertThat(listening
                            .records()
                            .due(new DueFilter(START, Map.of("reply", HOUR), null), 100, null)
                            .due())
                    .hasSize(81);
        }
        List<String> asked = overheard.asked().stream()
                .filter(query -> query.contains("object_states s"))
                .toList();
        assertThat(asked).hasSize(1);
        assertThat(String.join(
                        "\n",
                        Postgres.rows(
                                world.source, "explain (analyze, costs off, timing off, summary off) " + asked.get(0))))
                .contains("object_states_due")
                .doesNotContain("Seq Scan", "Sort", "Rows Removed");
    }

    private List<Alarm> standing(PartyId party) {
        return world.ledger.watchdog().alarms().stream()
                .filter(alarm -> alarm.lane().equals(party))
                .toList();
    }

    private Look look() {
        return world.ledger.watchdog().look(world.clock.instant());
    }

    private DuePage page(DueFilter filter, int limit, @Nullable String after) {
        return world.ledger.records().due(filter, limit, after);
    }

    /** A record after which this is awaited, or, without a word for it, nothing. */
    private void awaits(String subject, @Nullable String what, Instant until, PartyId... of) {
        Awaited awaited = what == null ? null : new Awaited(what, Set.of(of), until);
        Admission record = world.admission("r-" + ++records, subject, OTHER);
        Admission step = new Admission(
                record.record(),
                record.content(),
                record.message(),
                record.seal(),
                record.kid(),
                record.key(),
                record.recipients(),
                record.siteVersion(),
                record.deadline(),
                record.plainIndex(),
                record.blindIndex(),
                record.materials(),
                new Anything(awaited));
        assertThat(world.ledger.admissions().admit(List.of(step)).get(0)).isInstanceOf(Result.Committed.class);
    }

    private record Anything(@Nullable Awaited awaited) implements LifeStep {
        @Override
        public ObjectState first() {
            return new ObjectState("5", Set.of(), StrictJson.object(), awaited);
        }

        @Override
        public ObjectState after(ObjectState before) {
            return first();
        }

        @Override
        public ObjectState midway() {
            return first();
        }
    }
}
