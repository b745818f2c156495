package org.tongqu.ittests.bench;

import java.util.Locale;
import org.tongqu.record.json.StrictJson;

/**
 * What a measurement found.
 *
 * @param size of a record's body: 2k, 10k, 100k
 * @param acceptedPerSecond receipts verified in the window, by its length
 * @param deliveredPerSecond records of the window at the sink, by the time from its start to the last arrival
 * @param p50Millis from before the record is made and sealed to its arrival at the sink, half of all
 * @param p99Millis the same, 99 of 100
 * @param acceptP50Millis from the same start to the verified receipt
 * @param acceptP99Millis the same, 99 of 100
 * @param cpuMillisPerRecord of the gateway's process alone, from start of the window to the end of the drain, by delivered
 * @param postgresCpuMillisPerRecord of all processes of its database
 * @param residentMib peak of the gateway's process since its start
 * @param syncsPerSecond that the disk makes while nothing else runs
 */
record Figures(
        String size,
        double acceptedPerSecond,
        double deliveredPerSecond,
        double p50Millis,
        double p99Millis,
        double acceptP50Millis,
        double acceptP99Millis,
        double cpuMillisPerRecord,
        double postgresCpuMillisPerRecord,
        long residentMib,
        double syncsPerSecond) {
    /** One line for machines. */
    String json() {
        return StrictJson.writeText(StrictJson.object()
                .put("size", size)
                .put("mode", "single")
                .put("accepted_per_s", round(acceptedPerSecond, 1))
                .put("delivered_per_s", round(deliveredPerSecond, 1))
                .put("p50_ms", round(p50Millis, 1))
                .put("p99_ms", round(p99Millis, 1))
                .put("cpu_ms_per_record", round(cpuMillisPerRecord, 3))
                .put("pg_cpu_ms_per_record", round(postgresCpuMillisPerRecord, 3))
                .put("rss_mb", residentMib)
                .put("fdatasync_per_s", Math.round(syncsPerSecond))
                .put("jdk", System.getProperty("java.version")));
    }

    /** A few lines for people. */
    String text() {
        return String.format(
                Locale.ROOT,
                """
                size %s, one record per request, SM2 seals in and out, JDK %s
                accepted   %8.1f /s    p50 %8.1f ms   p99 %8.1f ms
                delivered  %8.1f /s    p50 %8.1f ms   p99 %8.1f ms (end to end)
                CPU per record: gateway %.2f ms, PostgreSQL %.2f ms
                peak RSS of the gateway %d MiB, disk %.0f fdatasync/s""",
                size,
                System.getProperty("java.version"),
                acceptedPerSecond,
                acceptP50Millis,
                acceptP99Millis,
                deliveredPerSecond,
                p50Millis,
                p99Millis,
                cpuMillisPerRecord,
                postgresCpuMillisPerRecord,
                residentMib,
                syncsPerSecond);
    }

    private static double round(double value, int digits) {
        double factor = Math.pow(10, digits);
        return Math.round(value * factor) / factor;
    }
}
