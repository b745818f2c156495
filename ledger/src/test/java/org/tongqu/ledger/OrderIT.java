package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.SAFE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;

class OrderIT {
    private static final int RECORDS = 400;
    private static final int KEYS = 12;
    private static final int LIST = 5;

    /** Two nodes, eight threads that claim and conclude as it comes, callers that admit meanwhile, all on shared keys. */
    @ParameterizedTest
    @ValueSource(longs = {1, 20260310})
    void noDeliveryOfAKeyIsClaimedBeforeTheEarlierIsFinal(long seed) throws Exception {
        try (World world = new World();
                PostgresLedger second = world.node("node-2", world.source)) {
            List<PostgresLedger> nodes = List.of(world.ledger, second);
            Map<String, Long> lastFinal = new ConcurrentHashMap<>();
            List<String> violations = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger left = new AtomicInteger(RECORDS * 2);
            ExecutorService threads = Executors.newFixedThreadPool(13);
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                int from = caller;
                running.add(threads.submit(() -> admit(world, nodes.get(from % 2), from, new Random(seed + from))));
            }
            for (int consumer = 0; consumer < 8; consumer++) {
                Random random = new Random(seed * 31 + consumer);
                PostgresLedger node = nodes.get(consumer % 2);
                running.add(threads.submit(() -> {
                    while (left.get() > 0) {
                        Bell bell = world.bells.poll(5, TimeUnit.MILLISECONDS);
                        if (bell != null) {
                            work(node, bell, random, lastFinal, violations, left);
                        }
                    }
                    return null;
                }));
            }
            running.add(threads.submit(() -> {
                while (left.get() > 0) {
                    world.clock.pass(Duration.ofSeconds(3));
                    nodes.get(0).deliveries().sweep(world.clock.instant(), 100);
                    nodes.get(1).deliveries().sweep(world.clock.instant(), 100);
                }
                return null;
            }));
            for (Future<?> one : running) {
                one.get(120, TimeUnit.SECONDS);
            }
            threads.shutdown();

            assertThat(violations).isEmpty();
            assertThat(lastFinal).hasSize(KEYS * 2);
            assertThat(Postgres.rows(world.source, "select count(*) from deliveries where state <> 'DELIVERED'"))
                    .containsExactly("0");
            assertThat(Postgres.rows(world.source, "select count(*) from heads"))
                    .containsExactly("0");
        }
    }

    private static void admit(World world, PostgresLedger node, int caller, Random random) {
        for (int i = 0; i < RECORDS / 4; i += LIST) {
            int first = i;
            node.admissions()
                    .admit(random.ints(LIST, 0, KEYS)
                            .mapToObj(key -> world.admission(
                                    "c" + caller + "-" + first + "-" + Math.abs(random.nextLong()),
                                    "K" + key,
                                    SAFE,
                                    OTHER))
                            .toList());
        }
    }

    private static void work(
            PostgresLedger node,
            Bell bell,
            Random random,
            Map<String, Long> lastFinal,
            List<String> violations,
            AtomicInteger left) {
        node.deliveries().claim(List.of(bell), Duration.ofDays(20)).forEach(claim -> {
            String key = key(claim.lane(), claim);
            if (claim.sequence() != lastFinal.getOrDefault(key, 0L) + 1) {
                violations.add(claim + " after " + lastFinal.get(key));
            }
            Conclusion.End end =
                    switch (random.nextInt(6)) {
                        case 0 -> new Conclusion.Away("GONE", "gone", null);
                        case 1 -> new Conclusion.WithoutReceipt("later");
                        default -> World.delivered();
                    };
            if (end instanceof Conclusion.Delivered) {
                lastFinal.put(key, claim.sequence());
            }
            if (!World.conclude(node, claim, end)) {
                violations.add(claim + " was taken away");
            }
            if (end instanceof Conclusion.Delivered) {
                left.decrementAndGet();
            }
        });
    }

    private static String key(PartyId lane, ClaimedDelivery claim) {
        return lane + " " + claim.subject();
    }
}
