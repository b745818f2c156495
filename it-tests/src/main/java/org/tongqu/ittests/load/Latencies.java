package org.tongqu.ittests.load;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Latencies in microseconds up to ten minutes, to three digits. Thread-safe. */
final class Latencies {
    private static final long MOST = 600_000_000L;

    private final Histogram histogram = new ConcurrentHistogram(MOST, 3);

    /** Adds one, in nanoseconds; a longer one than the range counts as its end. */
    void add(long nanos) {
        histogram.recordValue(Math.max(1, Math.min(MOST, nanos / 1_000)));
    }

    /** The value below which this share of all lies, in milliseconds to three digits; 0 if there are none. */
    double millis(double percent) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percent) / 1_000.0;
    }

    /** Forgets all. */
    void reset() {
        histogram.reset();
    }
}
