package org.tongqu.ittests.nemesis;

import java.util.Optional;
import org.tongqu.ittests.process.OwnDisk;

/** One kind of fault. */
public interface Injector {
    /** As it is named on the command line and in the result. */
    String name();

    /** Why it cannot be used on this machine; empty if it can. */
    default Optional<String> obstacle() {
        return needsOwnDisk() ? OwnDisk.obstacle() : Optional.empty();
    }

    /** Whether the data directory must be on a disk of its own. */
    default boolean needsOwnDisk() {
        return false;
    }

    /**
     * Breaks something, and returns once it has fired and nothing is broken any more but what the gateway mends by itself.
     *
     * @throws IllegalStateException if it did not fire, or the gateway did not do what it promises meanwhile
     */
    void strike(Scene scene);
}
