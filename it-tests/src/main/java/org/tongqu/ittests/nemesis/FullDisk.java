package org.tongqu.ittests.nemesis;

import java.time.Duration;
import org.tongqu.ittests.process.OwnDisk;

/**
 * The disk fills up, first below the soft limit (intake closes within a second, deliveries drain), then to the last block, and is
 * free again after a while: within ten seconds records are taken again.
 */
record FullDisk(String name) implements Injector {
    static final FullDisk OF_DATA = new FullDisk("full-disk");
    private static final long BELOW_SOFT_LIMIT = 128L << 20;
    private static final Duration INTAKE_CLOSES = Duration.ofSeconds(1);
    private static final Duration CLOSED = Duration.ofSeconds(3);
    private static final Duration RESUMES = Duration.ofSeconds(10);
    private static final Duration REALLY_FULL = Duration.ofSeconds(5);

    @Override
    public boolean needsOwnDisk() {
        return true;
    }

    @Override
    public void strike(Scene scene) {
        OwnDisk disk = scene.ownDisk();
        long before = System.nanoTime();
        try {
            disk.fillTo(BELOW_SOFT_LIMIT);
            scene.pause(INTAKE_CLOSES);
            long accepted = scene.accepted().getAsLong();
            scene.pause(CLOSED);
            long late = scene.accepted().getAsLong() - accepted;
            if (late > 0) {
                throw new IllegalStateException(late + " records were accepted below the soft limit");
            }
            disk.fillTo(0);
            scene.pause(REALLY_FULL);
        } finally {
            disk.free();
        }
        Duration resumed = scene.awaitRecords();
        scene.progress().accept(name + ": records again " + resumed.toMillis() + " ms after there was room");
        if (resumed.compareTo(RESUMES) > 0) {
            throw new IllegalStateException("records were not taken within " + RESUMES + " after there was room");
        }
        scene.brokenSince(before, name);
    }
}
