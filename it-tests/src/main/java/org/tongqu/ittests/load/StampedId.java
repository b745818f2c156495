package org.tongqu.ittests.load;

/**
 * Record ids that carry when their sending began, so that a sink in another process of the same machine can tell the time
 * from end to end without asking: {@code <run>-<number>-<nanoseconds of the monotonic clock>}, all base 36.
 */
final class StampedId {
    private static final int BASE = 36;

    private StampedId() {}

    static String of(String run, long number, long startNanos) {
        return run + "-" + Long.toString(number, BASE) + "-" + Long.toString(startNanos, BASE);
    }

    /** When the sending of the record with this id began. */
    static long startNanos(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1), BASE);
    }
}
