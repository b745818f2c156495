package org.tongqu.record.port;

import org.tongqu.record.Digest;

/** SM3 (GB/T 32905). Thread-safe. */
public interface Digests {
    /** The digest of these octets. */
    Digest sm3(byte[] octets);

    /** The commitment SM3(salt ‖ octets): binds to bytes without letting one guess them. */
    Digest commitment(byte[] salt, byte[] octets);
}
