package org.tongqu.record.port;

import java.util.List;

/**
 * Keys that every node of the site needs to read what rests, each wrapped by the master key (密钥封装): without that they are of no use.
 * Thread-safe.
 */
public interface WrappedKeys {
    /**
     * All keys for this purpose, oldest first.
     *
     * @throws org.tongqu.record.failure.LedgerUnavailable if they cannot be read now
     */
    List<WrappedKey> of(String purpose);

    /**
     * Adds a key; it is on the disk when this returns. Repeatable.
     *
     * @return whether there was none of this purpose and name before; if there was, it stays
     * @throws org.tongqu.record.failure.LedgerUnavailable if it cannot be kept now
     */
    boolean add(WrappedKey key);

    /**
     * A key that is of no use without the master key.
     *
     * @param purpose what it is for, in lower case with hyphens
     * @param name which of that purpose
     * @param wrapped the key under the master key, in base64url without padding
     */
    record WrappedKey(String purpose, String name, String wrapped) {}
}
