package org.tongqu.ittests.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the {@code jcmd} of this JDK says of another JVM.
 *
 * @param flags as {@code VM.flags -all} lists them
 * @param properties as {@code VM.system_properties} lists them
 */
public record JvmReading(String flags, String properties) {
    /**
     * Reads a JVM.
     *
     * @throws IOException if it has ended or is somebody else's
     */
    public static JvmReading of(long pid) throws IOException {
        return new JvmReading(jcmd(pid, "VM.flags", "-all"), jcmd(pid, "VM.system_properties"));
    }

    /** The value of a flag; empty if this JVM knows no such flag. */
    public Optional<String> flag(String name) {
        return flags.lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length > 3 && words[1].equals(name) && words[2].equals("="))
                .map(words -> words[3])
                .findFirst();
    }

    /** The value of a system property as {@code java.util.Properties} writes it; empty if it is not set. */
    public Optional<String> property(String name) {
        return properties
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst();
    }

    private static String jcmd(long pid, String... command) throws IOException {
        ProcessBuilder jcmd = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid));
        jcmd.command().addAll(List.of(command));
        Process process = jcmd.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }
}
