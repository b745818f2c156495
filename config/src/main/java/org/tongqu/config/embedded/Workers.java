package org.tongqu.config.embedded;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the gateway's own threads. They are daemons: they never keep a stopping process alive. */
public final class Workers {
    private Workers() {}

    /** Threads named {@code <name>-1}, {@code <name>-2} … */
    public static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
