package org.tongqu.ittests.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs of the machine, run to their end. */
public final class Program {
    private Program() {}

    /** Whether there is a program of this name on the search path. */
    static boolean exists(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name).toFile())
                .anyMatch(File::canExecute);
    }

    /**
     * Runs one and returns what it said.
     *
     * @throws IllegalStateException with what it said, if it does not end with 0
     */
    public static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(List.of(command) + " ended with " + code + ": " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new IllegalStateException(List.of(command) + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
