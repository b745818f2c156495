package org.tongqu.config.cli;

/** What a gateway's process tells its supervisor by its exit code. */
final class ExitCode {
    static final int DONE = 0;
    /** The operator must mend something first: starting again would not help. */
    static final int REFUSED = 1;
    /** The JVM ran out of memory ({@code -XX:+ExitOnOutOfMemoryError}). */
    static final int OUT_OF_MEMORY = 3;
    /** A server that is needed does not answer, or not yet; a later process may find it. */
    static final int REFUSED_FOR_NOW = 69;
    /** The broker inside the process has stopped; a new process mends it. */
    static final int BROKER_FAILED = 75;

    private ExitCode() {}

    /** Whether a new process may do better; signals ({@code kill -9}, a crash of the JVM) count. */
    static boolean isWorthRestarting(int code) {
        return code == BROKER_FAILED || code == REFUSED_FOR_NOW || code == OUT_OF_MEMORY || code > 128;
    }
}
