package org.tongqu.ledger.due;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.life.DueFilter;
import org.tongqu.record.port.RecordLedger.Due;
import org.tongqu.record.port.RecordLedger.DuePage;

/** Reads what is overdue or soon will be along its index: of what has more time than the longest reminder nothing is touched. */
public final class DueObjects {
    private static final String WHERE =
            """
            where s.due_at <= ? and (s.due_at < ? or exists (
                select 1 from unnest(?::text[], ?::timestamptz[]) as r (awaited, until)
                where r.awaited = s.awaited and s.due_at <= r.until))
            """;
    private static final String BETWEEN = "\n";
    private static final int PARTS = 4;

    private DueObjects() {}

    /**
     * A page of it, the earliest first.
     *
     * @param limit at most so many
     * @param after where the last page ended; null for the first
     * @throws Rejection {@code MALFORMED} if no page ended there
     */
    public static DuePage page(Connection connection, DueFilter filter, int limit, @Nullable String after)
            throws SQLException {
        PartyId of = filter.of();
        Query query = Query.on(
                        connection,
                        "select s.keyspace, s.family, s.subject, s.state, s.awaited, s.awaited_of, s.due_at, s.due_at < ?"
                                + " as overdue from object_states s "
                                + WHERE
                                + (of == null ? "" : " and s.awaited_of @> array[?]::text[]")
                                + (after == null
                                        ? ""
                                        : " and (s.due_at, s.keyspace, s.family, s.subject) > (?, ?, ?, ?)")
                                + " order by s.due_at, s.keyspace, s.family, s.subject limit ?")
                .value(filter.now());
        bind(query, filter);
        if (of != null) {
            query.value(of.value());
        }
        if (after != null) {
            bindPlace(query, after);
        }
        List<Due> found = query.value(limit + 1).list(DueObjects::due);
        boolean more = found.size() > limit;
        return new DuePage(more ? found.subList(0, limit) : found, more ? place(found.get(limit - 1)) : null);
    }

    /** How much of it there is, by whose turn it is. */
    public static List<Count> counts(Connection connection, DueFilter filter) throws SQLException {
        Query query = Query.on(
                        connection,
                        """
                select lane,
                    count(*) filter (where overdue) as overdue, min(due_at) filter (where overdue) as overdue_since,
                    count(*) filter (where not overdue) as soon, min(due_at) filter (where not overdue) as soon_from
                from (select unnest(s.awaited_of) as lane, s.due_at, s.due_at < ? as overdue from object_states s
                """
                                + WHERE + ") as d group by lane order by lane")
                .value(filter.now());
        bind(query, filter);
        return query.list(row -> new Count(
                row.lane(),
                row.number("overdue"),
                row.timeOrNull("overdue_since"),
                row.number("soon"),
                row.timeOrNull("soon_from")));
    }

    private static void bind(Query query, DueFilter filter) {
        Duration longest = filter.reminders().values().stream()
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        List<Map.Entry<String, Duration>> reminders =
                List.copyOf(filter.reminders().entrySet());
        query.value(filter.now().plus(longest))
                .value(filter.now())
                .column("text", reminders, Map.Entry::getKey)
                .column("timestamptz", reminders, reminder -> filter.now().plus(reminder.getValue()));
    }

    private static Due due(Row row) throws SQLException {
        return new Due(
                new BusinessKey(row.text("keyspace"), row.text("family"), row.text("subject")),
                row.text("state"),
                row.awaited(),
                row.flag("overdue"));
    }

    private static String place(Due last) {
        String text = String.join(
                BETWEEN,
                last.awaited().until().toString(),
                last.key().keyspace(),
                last.key().family(),
                last.key().subject());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bindPlace(Query query, String after) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8).split(BETWEEN, PARTS);
            if (parts.length == PARTS) {
                query.value(Instant.parse(parts[0]));
                query.value(parts[1]).value(parts[2]).value(parts[3]);
                return;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw notAPlace();
        }
        throw notAPlace();
    }

    private static Rejection notAPlace() {
        return new Rejection(ProblemCode.MALFORMED, "after must be the next of a page given before.");
    }

    /**
     * How much of what is due is one party's turn.
     *
     * @param of whose
     * @param overdue how many are overdue
     * @param overdueSince since when the first of them is; null if none is
     * @param soon how many soon will be
     * @param soonFrom when the first of them will be; null if none will
     */
    public record Count(
            PartyId of, long overdue, @Nullable Instant overdueSince, long soon, @Nullable Instant soonFrom) {}
}
