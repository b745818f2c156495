package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.process.OwnDisk;

/**
 * The disk fills up, first below the soft limit (intake closes within a second and says when to come again, deliveries drain), then
 * to the last block, and is free again after a while: within ten seconds records are taken again.
 */
record FullDisk(String name) implements Injector {
    static final FullDisk OF_DATA = new FullDisk("full-disk");
    private static final long BELOW_SOFT_LIMIT = 128L << 20;
    private static final Duration INTAKE_CLOSES = Duration.ofSeconds(1);
    private static final Duration ANSWERS = Duration.ofSeconds(10);
    private static final Duration WAITS = Duration.ofSeconds(30);
    /** More than the longest pause between two attempts at a party that is away. */
    private static final Duration DRAINS = Duration.ofSeconds(90);

    private static final Reply SOON = new Reply.Plain(503, Map.of("Retry-After", "1"), "");
    private static final Duration RESUMES = Duration.ofSeconds(10);
    private static final Duration REALLY_FULL = Duration.ofSeconds(5);

    @Override
    public boolean needsOwnDisk() {
        return true;
    }

    @Override
    public void strike(Scene scene) {
        long before = System.nanoTime();
        fillAndFree(name, scene, scene.ownDisk(), () -> scene.pause(REALLY_FULL));
        scene.brokenSince(before, name);
    }

    /**
     * Fills this disk under load, holds the gateway to what it promises, and frees it. Records are taken again afterwards.
     *
     * @param whenFull done while there is no block left
     */
    static void fillAndFree(String name, Scene scene, OwnDisk disk, Runnable whenFull) {
        Partner partner = scene.anyPartner();
        Set<String> waiting = ConcurrentHashMap.newKeySet();
        partner.answerBy(arrival -> {
            waiting.add(arrival.delivery());
            return SOON;
        });
        try {
            scene.await("a delivery that waits", WAITS, () -> !waiting.isEmpty());
            disk.fillTo(BELOW_SOFT_LIMIT);
            scene.pause(INTAKE_CLOSES);
            long accepted = scene.accepted().getAsLong();
            requireComeAgain(scene);
            int most = waiting.size();
            partner.answerBy(arrival -> {
                waiting.remove(arrival.delivery());
                return Reply.DELIVERED;
            });
            Duration drained = scene.await("deliveries with a low disk", DRAINS, waiting::isEmpty);
            scene.progress()
                    .accept(name + ": " + most + " that waited were delivered with a low disk, after "
                            + drained.toMillis() + " ms");
            long late = scene.accepted().getAsLong() - accepted;
            if (late > 0) {
                throw new IllegalStateException(late + " records were accepted below the soft limit");
            }
            disk.fillTo(0);
            whenFull.run();
        } finally {
            partner.answerAsUsual();
            disk.free();
        }
        Duration resumed = scene.awaitRecords();
        scene.progress().accept(name + ": records again " + resumed.toMillis() + " ms after there was room");
        if (resumed.compareTo(RESUMES) > 0) {
            throw new IllegalStateException("records were not taken within " + RESUMES + " after there was room");
        }
    }

    private static void requireComeAgain(Scene scene) {
        try (HttpConnection connection = new HttpConnection(scene.site().port(), ANSWERS)) {
            HttpMessage answer = connection.exchange(
                    "POST", "/v1/records", Map.of("Content-Type", "application/cloudevents+json"), new byte[] {'{', '}'
                    });
            if (answer.status() != 503 || answer.header("Retry-After").isEmpty()) {
                throw new IllegalStateException("a closed intake answers " + answer.status() + " " + answer.headers());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
