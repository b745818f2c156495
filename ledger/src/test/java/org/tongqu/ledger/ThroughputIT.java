package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.UNSAFE;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;

class ThroughputIT {
    /** Making a table and its indexes scans it a few times; a statement of the ledger that did would do so for every batch. */
    private static final String SCANS = "select relname || ' ' || seq_scan from pg_stat_user_tables"
            + " where relname ~ '^(deliveries|records|timeline|identities)_[0-9]+' and seq_scan > 5";

    private static final List<PartyId> LANES = List.of(SAFE, UNSAFE, OTHER);
    private static final int UNDER_WAY = 1000;
    private static final String BODY = "x".repeat(2048);

    @Test
    void nothingThatGrowsIsReadFromEndToEnd() {
        run(Duration.ofSeconds(4));
    }

    @Test
    @Tag("long")
    void itGoesOnAsItBegan() {
        run(Duration.ofSeconds(40));
    }

    private static void run(Duration time) {
        try (World world = new World()) {
            world.outstanding = 1_000_000;
            long began = System.nanoTime();
            AtomicBoolean on = new AtomicBoolean(true);
            AtomicInteger admitted = new AtomicInteger();
            AtomicInteger delivered = new AtomicInteger();
            ExecutorService threads = Executors.newFixedThreadPool(32 + 64);
            Semaphore underWay = new Semaphore(UNDER_WAY);
            AtomicLong ids = new AtomicLong();
            for (int i = 0; i < 32; i++) {
                threads.execute(() -> {
                    while (on.get()) {
                        underWay.acquireUninterruptibly();
                        long id = ids.incrementAndGet();
                        world.ledger
                                .admissions()
                                .admit(List.of(
                                        world.admission("t" + id, "T" + id / 3, BODY, "case.accepted", LANES.get((int)
                                                (id / 3 % LANES.size())))));
                        admitted.incrementAndGet();
                    }
                });
            }
            for (int i = 0; i < 64; i++) {
                threads.submit(() -> {
                    while (on.get() || delivered.get() < admitted.get()) {
                        deliver(world, delivered, underWay);
                    }
                    return null;
                });
            }
            AtomicInteger before = new AtomicInteger();
            await().pollInterval(Duration.ofSeconds(2))
                    .pollDelay(Duration.ofSeconds(2))
                    .atMost(time.plusSeconds(30))
                    .until(() -> {
                        int now = delivered.get();
                        System.out.printf(
                                "throughput: %d records/s in and out, %d under way%n",
                                (now - before.getAndSet(now)) / 2, admitted.get() - now);
                        return System.nanoTime() - began >= time.toNanos();
                    });
            on.set(false);
            underWay.release(UNDER_WAY);
            threads.shutdown();
            await().atMost(Duration.ofSeconds(60)).until(threads::isTerminated);
            assertThat(delivered.get()).isEqualTo(admitted.get());
            world.ledger.close();
            world.source.getHikariPoolMXBean().softEvictConnections();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Integer.parseInt(Postgres.rows(
                                            world.source,
                                            "select sum(n_tup_upd) from pg_stat_user_tables where relname ~ '^deliveries_'")
                                    .get(0))
                            >= delivered.get());
            System.out.println("throughput: updates, of them HOT: "
                    + Postgres.rows(
                            world.source,
                            "select relname || ' ' || n_tup_upd || ' ' || n_tup_hot_upd from"
                                    + " pg_stat_user_tables where n_tup_upd > 0 order by 1"));
            assertThat(Postgres.rows(world.source, SCANS)).isEmpty();
        }
    }

    private static void deliver(World world, AtomicInteger delivered, Semaphore underWay) throws InterruptedException {
        Bell bell = world.bells.poll(20, TimeUnit.MILLISECONDS);
        if (bell != null) {
            world.ledger.deliveries().claim(List.of(bell), LEASE).forEach(claim -> {
                world.conclude(claim, World.delivered());
                delivered.incrementAndGet();
                underWay.release();
            });
        }
    }
}
