package org.tongqu.record.port;

import org.tongqu.record.Digest;

/** SM3 (GB/T 32905). Thread-safe. */
public interface Digests {
    /** The digest of these octets. */
    Digest sm3(byte[] octets);

    /** The commitment SM3(salt ‖ octets): binds to bytes without letting one guess them. */
    Digest commitment(byte[] salt, byte[] octets);

    /** Begins a digest over octets that come one after the other. */
    Running running();

    /** A digest that grows. For one thread. */
    interface Running {
        /** Takes some more octets. */
        void update(byte[] octets, int from, int length);

        /** The digest of all that came; nothing may come after it. */
        Digest end();
    }
}
