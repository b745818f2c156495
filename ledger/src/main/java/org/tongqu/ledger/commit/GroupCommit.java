package org.tongqu.ledger.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.SqlFailure;
import org.tongqu.record.failure.LedgerUnavailable;

/**
 * Gathers concurrent calls of one kind into one transaction, on a thread and a connection of its own; each caller sees an
 * ordinary blocking call. Thread-safe.
 *
 * <p>If the database refuses a batch, its halves are tried, so that only the entry at fault fails. If the connection breaks
 * while committing, the batch is run again on a new one, where the work recognises what it had done; nobody is answered before
 * that is settled. What another node holds locked is tried again for a while and is then answered by {@link GroupWork#stuck}.
 */
public final class GroupCommit<I, O> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LATER = TimeUnit.MILLISECONDS.toNanos(15);
    private static final int TRIES = 4;

    private final String name;
    private final GroupWork<I, O> work;
    private final LedgerConnections connections;
    private final LedgerSettings settings;
    private final Consumer<AfterCommit> tell;
    private final BlockingQueue<Entry<I, O>> queue;
    private final Deque<Entry<I, O>> later = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Connection connection;

    public GroupCommit(
            String name,
            GroupWork<I, O> work,
            LedgerConnections connections,
            LedgerSettings settings,
            Consumer<AfterCommit> tell) {
        this.name = name;
        this.work = work;
        this.connections = connections;
        this.settings = settings;
        this.tell = tell;
        queue = new ArrayBlockingQueue<>(settings.queue());
        thread = new Thread(this::loop, "ledger-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Does this together with others and waits for the commit.
     *
     * @throws LedgerUnavailable if it is not known to be done
     */
    public O call(I input) {
        return answer(enqueue(input));
    }

    /**
     * Does these together and with others, and waits for all of them. They need not end up in one transaction.
     *
     * @return one answer for each, in the same order
     * @throws LedgerUnavailable if one is not known to be done, whatever became of the others
     */
    public List<O> callAll(List<I> inputs) {
        List<Entry<I, O>> entries = inputs.stream().map(this::enqueue).toList();
        return entries.stream().map(this::answer).toList();
    }

    private Entry<I, O> enqueue(I input) {
        Entry<I, O> entry = new Entry<>(input, System.nanoTime());
        if (closed || !queue.offer(entry)) {
            throw new LedgerUnavailable("too many wait for the ledger's " + name, new TimeoutException(name));
        }
        if (closed) {
            failAll(drained(), unavailable("closed"));
        }
        return entry;
    }

    private O answer(Entry<I, O> entry) {
        try {
            return entry.answer.get(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable("interrupted while waiting for the ledger's " + name, e);
        } catch (TimeoutException e) {
            throw new LedgerUnavailable("the ledger's " + name + " did not answer in time", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the ledger's " + name + " failed", e.getCause());
        }
    }

    /** Lets the batch under way end, fails what waits, gives the connection back. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(settings.callTimeout().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (!closed) {
            List<Entry<I, O>> batch = List.of();
            try {
                batch = gather();
                if (!batch.isEmpty()) {
                    commit(batch, false);
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException | Error e) {
                LOG.error("the ledger's {} met what it does not know", name, e);
                // What the batch had written must not be committed by the next one.
                forgetConnection();
                failAll(batch, new IllegalStateException("the ledger's " + name + " failed", e));
            }
        }
        failAll(drained(), unavailable("closed"));
        dropConnection();
    }

    private List<Entry<I, O>> drained() {
        List<Entry<I, O>> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        return waiting;
    }

    /** Those due again and those that wait; the first to come gives others a moment to join it. */
    private List<Entry<I, O>> gather() throws InterruptedException {
        List<Entry<I, O>> batch = dueLater();
        Entry<I, O> next =
                batch.isEmpty() ? queue.poll(later.isEmpty() ? 100 : 10, TimeUnit.MILLISECONDS) : queue.poll();
        if (next != null) {
            // To sleep once costs one change of threads, to wait for each of the others one for each.
            LockSupport.parkNanos(next.since + settings.gather().toNanos() - System.nanoTime());
        }
        int weight = batch.stream().mapToInt(e -> work.weight(e.input)).sum();
        while (next != null) {
            batch.add(next);
            weight += work.weight(next.input);
            next = weight >= settings.batch() ? null : queue.poll();
        }
        return batch;
    }

    private List<Entry<I, O>> dueLater() {
        List<Entry<I, O>> due = new ArrayList<>();
        long now = System.nanoTime();
        for (Iterator<Entry<I, O>> waiting = later.iterator(); waiting.hasNext(); ) {
            Entry<I, O> entry = waiting.next();
            if (entry.notBefore - now <= 0) {
                waiting.remove();
                due.add(entry);
            }
        }
        return due;
    }

    private void commit(List<Entry<I, O>> batch, boolean half) {
        boolean again = false;
        long settle = System.nanoTime() + settings.settleWithin().toNanos();
        for (int tried = 1; ; tried++) {
            boolean committing = false;
            try {
                Connection current = connection();
                if (half) {
                    shortenLockTimeout(current);
                }
                GroupWork.Done<O> done =
                        work.run(current, batch.stream().map(e -> e.input).toList(), again);
                committing = true;
                current.commit();
                tell.accept(done.afterwards());
                answer(batch, done.outcomes());
                return;
            } catch (SQLException e) {
                SqlFailure kind = SqlFailure.of(e);
                LOG.debug("a batch of the ledger's {} failed: {}, SQL state {}", name, kind, e.getSQLState());
                if (kind == SqlFailure.LOST) {
                    forgetConnection();
                    again |= committing;
                    if (again ? System.nanoTime() < settle : tried == 1) {
                        LockSupport.parkNanos(again ? PAUSE : 0);
                        continue;
                    }
                    failAll(batch, LedgerConnections.unavailable(e));
                    return;
                }
                rollback();
                if (kind == SqlFailure.AGAIN && tried < TRIES) {
                    continue;
                }
                if (kind == SqlFailure.UNAVAILABLE || again) {
                    failAll(batch, LedgerConnections.unavailable(e));
                    return;
                }
                halve(batch, kind == SqlFailure.LOCKED, new CannotBeTaken(SqlFailure.withoutValues("refused", e)));
                return;
            } catch (RuntimeException e) {
                rollback();
                halve(batch, false, e);
                return;
            }
        }
    }

    private void halve(List<Entry<I, O>> batch, boolean locked, RuntimeException failure) {
        if (batch.size() > 1) {
            int middle = batch.size() / 2;
            commit(batch.subList(0, middle), true);
            commit(batch.subList(middle, batch.size()), true);
        } else if (locked) {
            later(batch.get(0));
        } else {
            LOG.warn("an entry of the ledger's {} cannot be taken: {}", name, failure.toString());
            batch.get(0).answer.completeExceptionally(failure);
        }
    }

    private void answer(List<Entry<I, O>> batch, List<GroupWork.Outcome<O>> outcomes) {
        for (int i = 0; i < batch.size(); i++) {
            if (outcomes.get(i) instanceof GroupWork.Outcome.Answer<O> answered) {
                batch.get(i).answer.complete(answered.value());
            } else {
                later(batch.get(i));
            }
        }
    }

    private void later(Entry<I, O> entry) {
        long now = System.nanoTime();
        if (now - entry.since < settings.patience().toNanos()) {
            entry.notBefore = now + LATER;
            later.add(entry);
            return;
        }
        try {
            entry.answer.complete(work.stuck(entry.input));
        } catch (RuntimeException e) {
            entry.answer.completeExceptionally(e);
        }
    }

    private void failAll(List<Entry<I, O>> batch, RuntimeException failure) {
        batch.forEach(entry -> entry.answer.completeExceptionally(failure));
        if (closed) {
            later.forEach(entry -> entry.answer.completeExceptionally(failure));
        }
    }

    private LedgerUnavailable unavailable(String why) {
        return new LedgerUnavailable("the ledger's " + name + " is " + why, new IllegalStateException(why));
    }

    private Connection connection() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = connections.writer();
            connection = current;
        }
        return current;
    }

    private static void shortenLockTimeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = 200");
        }
    }

    private void rollback() {
        if (connection != null) {
            LedgerConnections.rollback(connection);
        }
    }

    private void forgetConnection() {
        if (connection != null) {
            LedgerConnections.drop(connection);
            connection = null;
        }
    }

    private void dropConnection() {
        if (connection != null) {
            LedgerConnections.giveBack(connection);
            connection = null;
        }
    }

    /** One caller that waits. */
    private static final class Entry<I, O> {
        final I input;
        final long since;
        final CompletableFuture<O> answer = new CompletableFuture<>();
        long notBefore;

        Entry(I input, long since) {
            this.input = input;
            this.since = since;
        }
    }
}
