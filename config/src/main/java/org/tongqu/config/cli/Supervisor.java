package org.tongqu.config.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a process of this same program and starts it again when that may help. The child reads its end from its standard input:
 * when this process dies, however, the pipe closes and the child ends at once.
 */
final class Supervisor {
    private static final long LONGEST_PAUSE_SECONDS = 30;
    private static final long STOP_SECONDS = 60;

    private final List<String> arguments;
    private final ProcessBuilder.Redirect output;
    private volatile boolean stopping;
    private volatile @Nullable Process child;

    /** @param arguments of the child, its command first; it speaks where this process speaks */
    Supervisor(List<String> arguments) {
        this(arguments, ProcessBuilder.Redirect.INHERIT);
    }

    /** @param log what the child says is appended here */
    Supervisor(List<String> arguments, Path log) {
        this(arguments, ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private Supervisor(List<String> arguments, ProcessBuilder.Redirect output) {
        this.arguments = List.copyOf(arguments);
        this.output = output;
    }

    /** Runs the child until it ends for good; its exit code. */
    int run() throws IOException, InterruptedException {
        long pause = 1;
        while (true) {
            long started = System.nanoTime();
            if (!start()) {
                return ExitCode.DONE;
            }
            int code = await();
            if (stopping || !ExitCode.isWorthRestarting(code)) {
                return code;
            }
            if (TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - started) >= 5) {
                pause = 1;
            }
            System.err.println("tongqu: 进程退出 (" + code + ")，" + pause + " 秒后重启 / the process ended, started again in "
                    + pause + " s");
            TimeUnit.SECONDS.sleep(pause);
            pause = Math.min(LONGEST_PAUSE_SECONDS, pause * 2);
        }
    }

    /** False if it is to stop: then no child is started any more. */
    private synchronized boolean start() throws IOException {
        if (stopping) {
            return false;
        }
        child = new ProcessBuilder(command())
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(output)
                .redirectError(output)
                .start();
        return true;
    }

    /** Asks the child to end, and waits. */
    void stop() {
        Process running;
        synchronized (this) {
            stopping = true;
            running = child;
        }
        if (running != null && running.isAlive()) {
            // Not the process's own destroy(): that closes the pipe too, and the child would end at once.
            running.toHandle().destroy();
            try {
                if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Ends this process as soon as whoever started it is gone. For the child's side.
     *
     * @param last done just before
     */
    static void endWithParent(Runnable last) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        awaitEndOfInput();
                        last.run();
                    } finally {
                        Runtime.getRuntime().halt(1);
                    }
                },
                "parent-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException gone) {
            // As good as its end.
            return;
        }
    }

    private int await() throws InterruptedException {
        Process running = child;
        return running == null ? ExitCode.DONE : running.waitFor();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass());
        command.addAll(arguments);
        return command;
    }

    /** Inside a packaged jar the launcher knows where its libraries are. */
    private static String mainClass() {
        return Supervisor.class.getClassLoader().getClass().getName().startsWith("org.springframework.boot.loader")
                ? "org.springframework.boot.loader.launch.JarLauncher"
                : Tongqu.class.getName();
    }
}
