package org.tongqu.ittests.nemesis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.OwnDisk;
import org.tongqu.ittests.site.GeneratedSite;

/**
 * What is there to be broken.
 *
 * @param gateway with its database
 * @param site as it was generated
 * @param partners that the gateway calls
 * @param disk on which the data directory is; empty if it shares the machine's
 * @param history to be told of what may cut off a confirmation
 * @param accepted how many records have a receipt so far
 * @param random seeded
 * @param folder for files of the injectors
 * @param progress told in words what happens
 */
public record Scene(
        GatewayProcess gateway,
        GeneratedSite site,
        List<Partner> partners,
        Optional<OwnDisk> disk,
        History history,
        LongSupplier accepted,
        Random random,
        Path folder,
        Consumer<String> progress) {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration BACK = Duration.ofSeconds(120);
    private static final int RECORDS = 10;

    /** Copies the list. */
    public Scene {
        partners = List.copyOf(partners);
    }

    /** The disk on which the data directory is, and nothing else. */
    OwnDisk ownDisk() {
        return disk.orElseThrow(() -> new IllegalStateException("the data has no disk of its own"));
    }

    /** One of the partners, by chance. */
    Partner anyPartner() {
        return partners.get(random.nextInt(partners.size()));
    }

    /** A length between these, by chance. */
    Duration between(Duration least, Duration most) {
        return least.plusNanos((long) (random.nextDouble() * most.minus(least).toNanos()));
    }

    /** Whatever was confirmed from this moment until now may have been confirmed in vain. */
    void brokenSince(long from, String what) {
        history.add(new Event.Kill(from, System.nanoTime(), what));
    }

    /** The gateway is gone since this moment: nothing arrives until it is back. */
    void gone(long at, String what) {
        history.add(new Event.Kill(at, at, what));
    }

    /**
     * Waits until ten more records are accepted; a gateway that has ended is started again, as a supervisor does. How long it took.
     *
     * @throws IllegalStateException if that takes too long
     */
    public Duration awaitRecords() {
        long enough = accepted.getAsLong() + RECORDS;
        return await(RECORDS + " more records", BACK, () -> {
            if (!gateway.isAlive()) {
                gone(System.nanoTime(), "ended by itself");
                progress.accept("the gateway ended by itself, started again");
                gateway.restart();
            }
            return accepted.getAsLong() >= enough;
        });
    }

    /** Waits until ten more records are accepted, by whichever gateway; how long it took. */
    public Duration awaitTaken() {
        long enough = accepted.getAsLong() + RECORDS;
        return await(RECORDS + " more records", BACK, () -> accepted.getAsLong() >= enough);
    }

    /** Waits until records are taken again, and holds it against what is asked for. */
    void requireBackWithin(Duration most, String what) {
        Duration back = awaitRecords();
        if (back.compareTo(most) > 0) {
            throw new IllegalStateException(
                    what + ": records again after " + back.toMillis() + " ms, " + most.toMillis() + " are asked for");
        }
    }

    /** Lets the load run. */
    void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /**
     * Waits; how long it took.
     *
     * @throws IllegalStateException if it takes too long
     */
    public Duration await(String what, Duration most, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > most.toNanos()) {
                throw new IllegalStateException("not within " + most + ": " + what);
            }
            pause(LOOK);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
