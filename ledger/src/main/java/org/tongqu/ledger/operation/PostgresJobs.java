package org.tongqu.ledger.operation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.delivery.OperatorDecisions;
import org.tongqu.ledger.delivery.OperatorDecisions.Decided;
import org.tongqu.ledger.delivery.OperatorDecisions.Target;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.operation.Job;
import org.tongqu.record.operation.JobEvent;
import org.tongqu.record.operation.JobFilterJson;
import org.tongqu.record.operation.JobItem;
import org.tongqu.record.operation.JobKind;
import org.tongqu.record.operation.JobOrder;
import org.tongqu.record.operation.JobPreview;
import org.tongqu.record.operation.JobState;
import org.tongqu.record.port.OperatorJobs;
import org.tongqu.record.port.OperatorWork;

/** Operators' jobs on PostgreSQL. */
public final class PostgresJobs implements OperatorJobs, OperatorWork {
    private static final int MOST_GROUPS = 50;
    private static final int MOST_AT_ONCE = 500;
    private static final Duration MOST_SAVED_UP = Duration.ofSeconds(1);
    private static final String JOB =
            """
            select job_id, kind, filter, rate, who, reason, created_at, state, changed_by, ended_at, worked_at, total, done, skipped
            from jobs
            """;

    private final LedgerConnections connections;
    private final OperatorDecisions decisions;
    private final LedgerCollaborators with;
    private final Clock clock;

    /** Jobs over these deliveries. */
    public PostgresJobs(LedgerConnections connections, OperatorDecisions decisions, LedgerCollaborators with) {
        this.connections = connections;
        this.decisions = decisions;
        this.with = with;
        this.clock = with.clock();
    }

    @Override
    public JobPreview preview(JobOrder order) {
        return connections.transaction(connection -> {
            List<Counted> counted = new Selection(order)
                    .query(
                            connection,
                            "select s.lane, s.state, s.code, count(*) as count, sum(count(*)) over () as total",
                            "group by s.lane, s.state, s.code order by count desc, s.lane, s.state, s.code limit "
                                    + MOST_GROUPS)
                    .list(Counted::read);
            return new JobPreview(
                    counted.isEmpty() ? 0 : counted.get(0).total,
                    counted.stream().map(Counted::group).toList());
        });
    }

    @Override
    public Job order(JobOrder order) {
        return connections.transaction(connection -> {
            Instant now = clock.instant();
            int made = Query.on(
                            connection,
                            """
                    insert into jobs (job_id, kind, filter, rate, who, reason, created_at, state, worked_at, total)
                    values (?, ?, ?, ?, ?, ?, ?, 'RUNNING', ?, 0) on conflict do nothing
                    """)
                    .value(order.job())
                    .value(order.kind().wire())
                    .value(StrictJson.writeText(JobFilterJson.write(order.filter())))
                    .value(order.rate())
                    .value(order.who())
                    .value(order.reason())
                    .value(now)
                    .value(now)
                    .run();
            if (made == 1) {
                int total = new Selection(order)
                        .query(
                                connection,
                                """
                        insert into job_items (job_id, item, record_no, lane, key_id, delivery_id)
                        select ?, row_number() over (order by s.record_no, s.lane), s.record_no, s.lane, s.key_id,
                            s.delivery_id
                        """,
                                "",
                                order.job())
                        .run();
                Query.on(
                                connection,
                                """
                        update jobs set total = ?, state = case when ? = 0 then 'DONE' else state end,
                            ended_at = case when ? = 0 then created_at end where job_id = ?
                        """)
                        .value(total)
                        .value(total)
                        .value(total)
                        .value(order.job())
                        .run();
            }
            return find(connection, order.job()).orElseThrow();
        });
    }

    @Override
    public Optional<Job> find(UUID job) {
        return connections.transaction(connection -> find(connection, job));
    }

    private static Optional<Job> find(Connection connection, UUID job) throws SQLException {
        return Query.on(connection, JOB + " where job_id = ?").value(job).first(PostgresJobs::job);
    }

    @Override
    public List<Job> latest(int most) {
        return connections.transaction(
                connection -> Query.on(connection, JOB + " order by created_at desc, job_id limit ?")
                        .value(most)
                        .list(PostgresJobs::job));
    }

    @Override
    public List<JobItem> items(UUID job, long after, int most) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select i.item, i.delivery_id, i.lane, i.result, i.at, i.found, r.sender, r.id, d.state,
                    h.delivery_id = i.delivery_id as is_head, h.state as head_state
                from job_items i
                join records r on r.record_no = i.record_no
                join deliveries d on d.record_no = i.record_no and d.lane = i.lane
                left join heads h on h.lane = i.lane and h.key_id = i.key_id
                where i.job_id = ? and i.item > ? order by i.item limit ?
                """)
                .value(job)
                .value(after)
                .value(most)
                .list(PostgresJobs::item));
    }

    @Override
    public Map<DeliveryId, List<JobEvent>> history(Collection<DeliveryId> deliveries) {
        Map<DeliveryId, List<JobEvent>> history = new HashMap<>();
        connections
                .transaction(connection -> Query.on(
                                connection,
                                """
                select i.delivery_id, i.job_id, j.kind, j.who, j.reason, i.at, i.result
                from job_items i join jobs j on j.job_id = i.job_id
                where i.delivery_id = any (?) and i.result is not null order by i.at, i.job_id
                """)
                        .column("uuid", deliveries, DeliveryId::bits)
                        .list(Told::read))
                .forEach(told -> history.computeIfAbsent(told.delivery, d -> new ArrayList<>())
                        .add(told.event));
        return history;
    }

    @Override
    public Optional<Job> change(UUID job, JobState state, String who) {
        if (state == JobState.DONE) {
            throw new IllegalArgumentException("a job is done when its items are");
        }
        return connections.transaction(connection -> {
            Instant now = clock.instant();
            Query.on(
                            connection,
                            """
                    update jobs set state = ?, changed_by = ?, worked_at = ?, ended_at = case when ? then ?::timestamptz end
                    where job_id = ? and state in ('RUNNING', 'PAUSED') and state <> ?
                    """)
                    .value(state.name())
                    .value(who)
                    .value(now)
                    .value(state.isEnded())
                    .value(now)
                    .value(job)
                    .value(state.name())
                    .run();
            return find(connection, job);
        });
    }

    @Override
    public boolean proceed(Instant now) {
        List<UUID> running = connections.transaction(connection -> Query.on(
                        connection, "select job_id from jobs where state = 'RUNNING' order by created_at")
                .list(row -> Objects.requireNonNull(row.uuidOrNull("job_id"))));
        boolean any = false;
        for (UUID job : running) {
            AfterCommit[] after = {new AfterCommit()};
            any |= connections.transaction(connection -> {
                after[0] = new AfterCommit();
                return proceed(connection, job, now, after[0]);
            });
            after[0].tell(with.bells(), with.transitions());
        }
        return any;
    }

    private boolean proceed(Connection connection, UUID job, Instant now, AfterCommit after) throws SQLException {
        Optional<Under> under = Query.on(
                        connection,
                        "select kind, rate, worked_at, total, done, skipped from jobs"
                                + " where job_id = ? and state = 'RUNNING' for update skip locked")
                .value(job)
                .first(Under::read);
        int allowed = under.map(u -> u.allowed(now)).orElse(0);
        if (under.isEmpty() || allowed == 0) {
            return false;
        }
        Under found = under.get();
        List<Numbered> items = Query.on(
                        connection,
                        """
                select item, record_no, lane, key_id, delivery_id from job_items
                where job_id = ? and item > ? order by item limit ?
                """)
                .value(job)
                .value(found.dealtWith())
                .value(allowed)
                .list(Numbered::read);
        List<Decided> decided = decisions.decide(
                connection,
                now,
                found.kind,
                items.stream().map(Numbered::target).toList(),
                after);
        write(connection, job, now, items, decided);
        int done = (int) decided.stream().filter(Decided::done).count();
        boolean ended = found.dealtWith() + items.size() >= found.total;
        Query.on(
                        connection,
                        """
                update jobs set done = done + ?, skipped = skipped + ?, worked_at = ?,
                    state = case when ? then 'DONE' else state end, ended_at = case when ? then ?::timestamptz end
                where job_id = ?
                """)
                .value(done)
                .value(items.size() - done)
                .value(found.workedUpTo(now, allowed))
                .value(ended)
                .value(ended)
                .value(now)
                .value(job)
                .run();
        return true;
    }

    private static void write(Connection connection, UUID job, Instant now, List<Numbered> items, List<Decided> decided)
            throws SQLException {
        Query.on(
                        connection,
                        """
                update job_items i set result = r.result, found = r.found, at = ?
                from unnest(?, ?, ?) as r (item, result, found) where i.job_id = ? and i.item = r.item
                """)
                .value(now)
                .column("int8", items, Numbered::item)
                .column("text", decided, d -> d.done() ? JobItem.Result.DONE : JobItem.Result.SKIPPED)
                .column("text", decided, Decided::found)
                .value(job)
                .run();
    }

    private static Job job(Row row) throws SQLException {
        return new Job(
                new JobOrder(
                        Objects.requireNonNull(row.uuidOrNull("job_id")),
                        JobKind.of(row.text("kind")).orElseThrow(),
                        JobFilterJson.read(StrictJson.parse(row.text("filter"))),
                        row.count("rate"),
                        row.text("who"),
                        row.text("reason")),
                JobState.valueOf(row.text("state")),
                row.time("created_at"),
                row.timeOrNull("ended_at"),
                row.textOrNull("changed_by"),
                row.number("total"),
                row.number("done"),
                row.number("skipped"));
    }

    private static JobItem item(Row row) throws SQLException {
        String result = row.textOrNull("result");
        String found = row.textOrNull("found");
        return new JobItem(
                row.number("item"),
                row.delivery(),
                row.record(),
                row.lane(),
                result == null ? null : JobItem.Result.valueOf(result),
                row.timeOrNull("at"),
                found == null ? null : DeliveryState.valueOf(found),
                row.deliveryState());
    }

    private record Told(DeliveryId delivery, JobEvent event) {
        static Told read(Row row) throws SQLException {
            return new Told(
                    row.delivery(),
                    new JobEvent(
                            Objects.requireNonNull(row.uuidOrNull("job_id")),
                            JobKind.of(row.text("kind")).orElseThrow(),
                            row.text("who"),
                            row.text("reason"),
                            row.time("at"),
                            JobItem.Result.valueOf(row.text("result"))));
        }
    }

    private record Counted(JobPreview.Group group, long total) {
        static Counted read(Row row) throws SQLException {
            return new Counted(
                    new JobPreview.Group(row.lane(), row.state("state"), row.textOrNull("code"), row.number("count")),
                    row.number("total"));
        }
    }

    private record Numbered(long item, Target target) {
        static Numbered read(Row row) throws SQLException {
            return new Numbered(
                    row.number("item"),
                    new Target(row.number("record_no"), row.lane(), row.number("key_id"), row.delivery()));
        }
    }

    /** A running job under its lock. */
    private record Under(JobKind kind, int rate, Instant workedAt, long total, long dealtWith) {
        static Under read(Row row) throws SQLException {
            return new Under(
                    JobKind.of(row.text("kind")).orElseThrow(),
                    row.count("rate"),
                    row.time("worked_at"),
                    row.number("total"),
                    row.number("done") + row.number("skipped"));
        }

        /** What was saved up since it was worked on last, at most a second's worth. */
        int allowed(Instant now) {
            Duration saved = Duration.between(workedAt, now);
            Duration counts = saved.compareTo(MOST_SAVED_UP) < 0 ? saved : MOST_SAVED_UP;
            return (int) Math.min(MOST_AT_ONCE, Math.max(0, counts.toMillis() * rate / 1000));
        }

        /** Up to when these use up the rate; what is less than one item stays saved up. */
        Instant workedUpTo(Instant now, int items) {
            Instant used = workedAt.plusMillis(items * 1000L / rate);
            Instant oldest = now.minus(MOST_SAVED_UP);
            return used.isBefore(oldest) ? oldest : used;
        }
    }
}
