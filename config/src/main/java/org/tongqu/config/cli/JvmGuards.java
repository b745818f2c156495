package org.tongqu.config.cli;

import java.io.ObjectInputFilter;

/** What every gateway's JVM refuses. */
final class JvmGuards {
    private JvmGuards() {}

    /** Refuses Java serialisation altogether: nothing of ours travels that way. A filter from the command line stands. */
    static void set() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
        }
    }
}
