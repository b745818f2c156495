package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.Optional;
import org.tongqu.ittests.process.OwnDisk;

/**
 * The disk fills up, first below the soft limit (intake closes within a second, deliveries drain), then to the last block, and is
 * free again after a while.
 */
record FullDisk(String name) implements Injector {
    static final FullDisk OF_DATA = new FullDisk("full-disk");
    private static final long BELOW_SOFT_LIMIT = 128L << 20;
    private static final Duration INTAKE_CLOSES = Duration.ofSeconds(2);
    private static final Duration REALLY_FULL = Duration.ofSeconds(5);

    @Override
    public Optional<String> obstacle() {
        return OwnDisk.obstacle();
    }

    @Override
    public boolean needsOwnDisk() {
        return true;
    }

    @Override
    public void strike(Scene scene) {
        OwnDisk disk = scene.disk().orElseThrow(() -> new IllegalStateException("the data has no disk of its own"));
        long before = System.nanoTime();
        try {
            disk.fillTo(BELOW_SOFT_LIMIT);
            scene.pause(INTAKE_CLOSES);
            long accepted = scene.accepted().getAsLong();
            scene.pause(INTAKE_CLOSES);
            long late = scene.accepted().getAsLong() - accepted;
            if (late > 0) {
                throw new IllegalStateException(late + " records were accepted below the soft limit");
            }
            disk.fillTo(0);
            scene.pause(REALLY_FULL);
        } finally {
            disk.free();
        }
        if (!scene.gateway().endsWithin(Duration.ZERO)) {
            scene.progress().accept(name + ": the gateway outlived it");
        }
        scene.awaitRecords();
        scene.brokenSince(before, name);
    }
}
