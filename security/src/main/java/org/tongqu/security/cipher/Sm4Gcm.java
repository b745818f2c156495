package org.tongqu.security.cipher;

import java.security.SecureRandom;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;
import org.tongqu.security.Pool;

/**
 * SM4-GCM (GB/T 32907, GB/T 36624) under one key: a random IV of 12 octets, the cipher text, a tag of 16 octets, one after
 * the other. Ciphers are kept with their key schedule and tables, each used by one thread at a time. Thread-safe.
 */
final class Sm4Gcm {
    static final int KEY_OCTETS = 16;
    private static final int IV_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final @Nullable KeyParameter SAME_KEY = null;

    private final Pool<GCMModeCipher> ciphers;
    private final SecureRandom random;

    Sm4Gcm(byte[] key, SecureRandom random) {
        KeyParameter copy = new KeyParameter(key);
        this.random = random;
        this.ciphers = Pool.perProcessor(() -> {
            GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
            cipher.init(false, new AEADParameters(copy, TAG_BITS, new byte[IV_OCTETS]));
            return cipher;
        });
    }

    /** Writes IV, cipher text and tag behind the head, which is left as it is. */
    byte[] encrypt(byte[] head, byte[] plain, byte[] associated) {
        byte[] iv = new byte[IV_OCTETS];
        random.nextBytes(iv);
        return ciphers.lend(cipher -> {
            cipher.init(true, new AEADParameters(SAME_KEY, TAG_BITS, iv, associated));
            byte[] out = new byte[head.length + IV_OCTETS + cipher.getOutputSize(plain.length)];
            System.arraycopy(head, 0, out, 0, head.length);
            System.arraycopy(iv, 0, out, head.length, IV_OCTETS);
            int at = head.length + IV_OCTETS;
            at += cipher.processBytes(plain, 0, plain.length, out, at);
            try {
                cipher.doFinal(out, at);
            } catch (InvalidCipherTextException e) {
                throw new IllegalStateException("cannot encrypt", e);
            }
            return out;
        });
    }

    /** @throws IllegalStateException if anything was altered */
    byte[] decrypt(byte[] sealed, int from, byte[] associated) {
        if (sealed.length < from + IV_OCTETS + TAG_BITS / 8) {
            throw new IllegalStateException("encrypted bytes are cut");
        }
        byte[] iv = new byte[IV_OCTETS];
        System.arraycopy(sealed, from, iv, 0, IV_OCTETS);
        int start = from + IV_OCTETS;
        return ciphers.lend(cipher -> {
            cipher.init(false, new AEADParameters(SAME_KEY, TAG_BITS, iv, associated));
            byte[] plain = new byte[cipher.getOutputSize(sealed.length - start)];
            int done = cipher.processBytes(sealed, start, sealed.length - start, plain, 0);
            try {
                cipher.doFinal(plain, done);
            } catch (InvalidCipherTextException e) {
                throw new IllegalStateException("encrypted bytes were altered or belong to another context", e);
            }
            return plain;
        });
    }
}
