package org.tongqu.ittests.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code /proc} says of one process.
 *
 * @param cpuMillis user and system time of its own threads so far, in milliseconds, to 10 ms
 * @param childCpuMillis the same of its children that have ended and were waited for
 * @param residentKib resident set now
 * @param peakResidentKib the largest resident set so far
 * @param threads how many it has now
 */
public record ProcessReading(long cpuMillis, long childCpuMillis, long residentKib, long peakResidentKib, int threads) {
    private static final int MILLIS_PER_TICK = 10;

    /**
     * Reads a process.
     *
     * @throws IOException if it has ended
     */
    public static ProcessReading of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name in parentheses may hold anything, so the fields are counted from its end: state is the third.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        return new ProcessReading(
                (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK,
                (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * MILLIS_PER_TICK,
                number(status, "VmRSS:"),
                number(status, "VmHWM:"),
                (int) number(status, "Threads:"));
    }

    /** CPU of a process, its living descendants, and its children that have ended, in milliseconds; 0 if it has ended. */
    public static long treeCpuMillis(long root) {
        return ProcessHandle.of(root)
                .map(process -> {
                    long cpu = cpu(root);
                    return cpu
                            + process.descendants()
                                    .mapToLong(child -> cpu(child.pid()))
                                    .sum();
                })
                .orElse(0L);
    }

    private static long cpu(long pid) {
        try {
            ProcessReading reading = of(pid);
            return reading.cpuMillis + reading.childCpuMillis;
        } catch (IOException e) {
            // It ended between the listing and the reading; its parent's count takes it over.
            return 0;
        }
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
