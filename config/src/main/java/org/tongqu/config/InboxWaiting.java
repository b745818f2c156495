package org.tongqu.config;

import org.springframework.context.SmartLifecycle;
import org.tongqu.routes.inbox.InboxBell;

/** Closes the bell of the inboxes when the gateway begins to stop, before the web server waits for its requests to end. */
final class InboxWaiting implements SmartLifecycle {
    private final InboxBell bell;
    private volatile boolean running;

    InboxWaiting(InboxBell bell) {
        this.bell = bell;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        bell.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
