package org.tongqu.record.port;

/**
 * The ciphers of China's standards that platforms ask for in the bodies of messages, under keys that their operators hand out as
 * hexadecimal digits. Thread-safe.
 */
public interface PartnerCipher {
    /** In which order the parts of an SM2 cipher text stand (GB/T 32918.4): the standard's, or that of its draft, which is in use too. */
    enum Sm2Order {
        /** C1 ‖ C3 ‖ C2, of the standard. */
        C1C3C2,
        /** C1 ‖ C2 ‖ C3, of the draft. */
        C1C2C3
    }

    /**
     * Encrypts by SM2.
     *
     * @param publicKey the receiver's: 64 octets x ‖ y, or 65 with 04 in front
     * @return with 04 in front
     * @throws IllegalArgumentException if it is no point of the curve
     */
    byte[] encryptSm2(byte[] plain, byte[] publicKey, Sm2Order order);

    /**
     * Decrypts by SM2.
     *
     * @param sealed with 04 in front or without
     * @param privateKey our own: 32 octets
     * @throws IllegalArgumentException if it was not encrypted for this key, or was altered
     */
    byte[] decryptSm2(byte[] sealed, byte[] privateKey, Sm2Order order);

    /**
     * Signs by SM2 with SM3 under the user id 1234567812345678.
     *
     * @return r ‖ s, 64 octets
     */
    byte[] signSm2(byte[] plain, byte[] privateKey);

    /** Whether {@link #signSm2} made it by the private key of this public one; false too for what is no signature at all. */
    boolean verifiesSm2(byte[] plain, byte[] signature, byte[] publicKey);

    /**
     * Encrypts by SM4 in CBC with PKCS#7 padding.
     *
     * @param key 16 octets
     * @param iv 16 octets
     */
    byte[] encryptSm4(byte[] plain, byte[] key, byte[] iv);

    /** @throws IllegalArgumentException if the padding does not hold: another key, or altered */
    byte[] decryptSm4(byte[] sealed, byte[] key, byte[] iv);
}
