package org.tongqu.ledger.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.Awaited;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.life.ObjectState;
import tools.jackson.databind.node.ArrayNode;

/**
 * The states of the business objects of one transaction. Their locks are taken before any counter's, all in one order, and held until the
 * commit: of two records that exclude each other the second sees what the first made of the state. A lock rather than a row, so that a
 * record that is refused leaves nothing behind, not even of an object of which nothing is known.
 */
final class ObjectStates {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final Map<BusinessKey, Kept> kept;
    private final Map<BusinessKey, BusinessKey> known;
    private final Map<BusinessKey, ObjectState> changed = new TreeMap<>();

    /**
     * States that may be looked at.
     *
     * @param known by a number under which an object is known elsewhere, its key
     */
    private ObjectStates(Map<BusinessKey, Kept> kept, Map<BusinessKey, BusinessKey> known) {
        this.kept = kept;
        this.known = known;
    }

    /** Locks and reads the states that these drafts may change, and those of the objects in which others are to go on. */
    static ObjectStates of(Connection connection, Collection<Draft> drafts) throws SQLException {
        List<Draft> steps = drafts.stream()
                .filter(draft -> draft.admission().life() != null)
                .toList();
        if (steps.isEmpty()) {
            return new ObjectStates(Map.of(), Map.of());
        }
        List<BusinessKey> named =
                steps.stream().flatMap(draft -> into(draft).stream()).distinct().toList();
        Map<BusinessKey, BusinessKey> known = known(connection, named);
        List<BusinessKey> keys = Stream.of(steps.stream().map(Draft::key), named.stream(), known.values().stream())
                .flatMap(Function.identity())
                .distinct()
                .toList();
        lock(connection, keys);
        // A statement of its own: it must see what was committed while it waited for the locks.
        return new ObjectStates(read(connection, keys), known);
    }

    private static Optional<BusinessKey> into(Draft draft) {
        LifeStep step = draft.admission().life();
        BusinessKey own = draft.key();
        return step == null
                ? Optional.empty()
                : step.into().map(number -> new BusinessKey(own.keyspace(), own.family(), number));
    }

    /** Whose numbers elsewhere these are; a number that is told once stays what it is, so no lock is needed to read it. */
    private static Map<BusinessKey, BusinessKey> known(Connection connection, List<BusinessKey> named)
            throws SQLException {
        Map<BusinessKey, BusinessKey> known = new HashMap<>();
        if (named.isEmpty()) {
            return known;
        }
        Query.on(
                        connection,
                        """
                select w.keyspace, w.family, w.number, s.subject
                from unnest(?, ?, ?) as w (keyspace, family, number)
                join object_states s on s.aliases @> array[w.number] and s.keyspace = w.keyspace and s.family = w.family
                order by s.subject
                """)
                .column("text", named, BusinessKey::keyspace)
                .column("text", named, BusinessKey::family)
                .column("text", named, BusinessKey::subject)
                .list(row -> known.putIfAbsent(
                        new BusinessKey(row.text("keyspace"), row.text("family"), row.text("number")),
                        new BusinessKey(row.text("keyspace"), row.text("family"), row.text("subject"))));
        return known;
    }

    private static void lock(Connection connection, List<BusinessKey> keys) throws SQLException {
        Query.on(
                        connection,
                        """
                select pg_advisory_xact_lock(l.lock) is null as locked
                from (select distinct hashtextextended(w.keyspace || '/' || w.family || '/' || w.subject, 1) as lock
                      from unnest(?, ?, ?) as w (keyspace, family, subject) order by lock) l
                """)
                .column("text", keys, BusinessKey::keyspace)
                .column("text", keys, BusinessKey::family)
                .column("text", keys, BusinessKey::subject)
                .list(row -> Boolean.TRUE);
    }

    private static Map<BusinessKey, Kept> read(Connection connection, List<BusinessKey> keys) throws SQLException {
        Map<BusinessKey, Kept> kept = new HashMap<>();
        Query.on(
                        connection,
                        """
                select k.keyspace, k.family, k.subject, s.state, s.aliases, s.facts::text as facts, s.awaited, s.awaited_of, s.due_at
                from unnest(?, ?, ?) as w (keyspace, family, subject)
                join keys k on k.keyspace = w.keyspace and k.family = w.family and k.subject = w.subject
                left join object_states s on s.keyspace = k.keyspace and s.family = k.family and s.subject = k.subject
                """)
                .column("text", keys, BusinessKey::keyspace)
                .column("text", keys, BusinessKey::family)
                .column("text", keys, BusinessKey::subject)
                .list(Kept::read)
                .forEach(one -> kept.put(one.key, one));
        return kept;
    }

    /** Takes the step of a draft, if it is one; says why not, if it does not fit. */
    Optional<Rejection> take(Draft draft) {
        LifeStep step = draft.admission().life();
        if (step == null) {
            return Optional.empty();
        }
        try {
            into(draft).flatMap(this::state).ifPresent(step::requireOpen);
            changed.put(draft.key(), next(draft.key(), step));
            return Optional.empty();
        } catch (Rejection doesNotFit) {
            return Optional.of(doesNotFit);
        }
    }

    /** What was said under a number as a business key comes before that it is another object's number elsewhere. */
    private Optional<ObjectState> state(BusinessKey named) {
        BusinessKey key =
                kept.containsKey(named) || changed.containsKey(named) ? named : known.getOrDefault(named, named);
        return Optional.ofNullable(changed.get(key))
                .or(() -> Optional.ofNullable(kept.get(key)).map(Kept::state));
    }

    private ObjectState next(BusinessKey key, LifeStep step) {
        ObjectState now = changed.get(key);
        if (now != null) {
            return step.after(now);
        }
        Kept before = kept.get(key);
        if (before == null) {
            return step.first();
        }
        return before.state == null ? step.midway() : step.after(before.state);
    }

    /** Writes what has changed. */
    void write(Connection connection, Instant at) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        List<Map.Entry<BusinessKey, ObjectState>> rows = List.copyOf(changed.entrySet());
        Query.on(
                        connection,
                        """
                insert into object_states (keyspace, family, subject, state, aliases, facts, awaited, awaited_of, due_at, changed_at)
                select w.keyspace, w.family, w.subject, w.state,
                    array(select jsonb_array_elements_text(w.aliases::jsonb)), w.facts::jsonb, w.awaited,
                    case when w.awaited is not null then array(select jsonb_array_elements_text(w.awaited_of::jsonb)) end,
                    w.due_at, ?
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                    as w (keyspace, family, subject, state, aliases, facts, awaited, awaited_of, due_at)
                on conflict (keyspace, family, subject) do update
                    set state = excluded.state, aliases = excluded.aliases, facts = excluded.facts, awaited = excluded.awaited,
                        awaited_of = excluded.awaited_of, due_at = excluded.due_at, changed_at = excluded.changed_at
                """)
                .value(at)
                .column("text", rows, r -> r.getKey().keyspace())
                .column("text", rows, r -> r.getKey().family())
                .column("text", rows, r -> r.getKey().subject())
                .column("text", rows, r -> r.getValue().name())
                .column("text", rows, r -> array(r.getValue().aliases().stream()))
                .column("text", rows, r -> StrictJson.writeText(r.getValue().facts()))
                .column("text", rows, r -> of(r, Awaited::what))
                .column(
                        "text",
                        rows,
                        r -> of(r, awaited -> array(awaited.of().stream().map(PartyId::value))))
                .column("timestamptz", rows, r -> of(r, awaited -> stored(awaited.until())))
                .run();
    }

    /** As a JSON array: columns of rows cannot hold arrays of several lengths. */
    private static String array(Stream<String> texts) {
        ArrayNode array = StrictJson.object().putArray("texts");
        texts.sorted().forEach(array::add);
        return StrictJson.writeText(array);
    }

    private static <T> @Nullable T of(Map.Entry<BusinessKey, ObjectState> row, Function<Awaited, T> part) {
        Awaited awaited = row.getValue().awaited();
        return awaited == null ? null : part.apply(awaited);
    }

    /** Years of other than four digits, which a record may name, are more than the column can be told. */
    private static Instant stored(Instant until) {
        return until.isBefore(FIRST) ? FIRST : until.isAfter(LAST) ? LAST : until;
    }

    /**
     * What is kept of an object that has records.
     *
     * @param key which
     * @param state null if its records are older than its state
     */
    private record Kept(BusinessKey key, @Nullable ObjectState state) {
        static Kept read(Row row) throws SQLException {
            return new Kept(
                    new BusinessKey(row.text("keyspace"), row.text("family"), row.text("subject")),
                    row.textOrNull("state") == null ? null : row.objectState());
        }
    }
}
