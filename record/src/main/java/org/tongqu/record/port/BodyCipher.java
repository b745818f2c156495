package org.tongqu.record.port;

/** Encrypts what rests in the ledger: SM4-GCM (GB/T 32907) under monthly data keys wrapped by a master key. Thread-safe. */
public interface BodyCipher {
    /**
     * Encrypts under the data key of the month; the result names the key and carries the IV.
     *
     * @param plain what to protect; may be empty
     * @param context bound as additional data: the same must be given to decrypt
     */
    byte[] encrypt(byte[] plain, byte[] context);

    /**
     * The plain octets.
     *
     * @throws IllegalStateException if the bytes were altered, moved to another context, or the key is not there
     */
    byte[] decrypt(byte[] sealed, byte[] context);
}
