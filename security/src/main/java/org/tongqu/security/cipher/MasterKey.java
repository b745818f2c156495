package org.tongqu.security.cipher;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.tongqu.record.port.WrappedKeys;
import org.tongqu.record.port.WrappedKeys.WrappedKey;
import org.tongqu.security.signature.Base64Url;

/** The master key (主密钥): wraps every other key of what rests, by SM4-GCM bound to purpose and name. Thread-safe. */
public final class MasterKey {
    /** How long it is. */
    public static final int OCTETS = Sm4Gcm.KEY_OCTETS;

    private static final String ONLY = "1";

    private final Sm4Gcm cipher;
    private final SecureRandom random;

    /**
     * From its octets.
     *
     * @param octets {@value #OCTETS} of them
     * @param random where keys and IVs come from
     * @throws IllegalArgumentException if there are more or fewer
     */
    public MasterKey(byte[] octets, SecureRandom random) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("a master key has " + OCTETS + " octets");
        }
        this.cipher = new Sm4Gcm(octets, random);
        this.random = random;
    }

    /**
     * The one key for this purpose; made if there is none. Of several nodes that make it at once all get the same.
     *
     * @param kept where it is
     * @param octets how long a new one is
     * @throws IllegalStateException if it was wrapped by another master key
     */
    public byte[] openOrMake(WrappedKeys kept, String purpose, int octets) {
        List<WrappedKey> there = kept.of(purpose);
        if (there.isEmpty()) {
            byte[] fresh = new byte[octets];
            random.nextBytes(fresh);
            if (kept.add(wrap(purpose, ONLY, fresh))) {
                return fresh;
            }
            there = kept.of(purpose);
        }
        return unwrap(there.get(0));
    }

    WrappedKey wrap(String purpose, String name, byte[] key) {
        return new WrappedKey(
                purpose, name, Base64Url.encode(cipher.encrypt(new byte[0], key, context(purpose, name))));
    }

    /** @throws IllegalStateException if it was wrapped by another master key, or is damaged */
    byte[] unwrap(WrappedKey key) {
        try {
            return cipher.decrypt(Base64Url.decode(key.wrapped()), 0, context(key.purpose(), key.name()));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the key " + key.purpose() + "/" + key.name()
                            + " does not open with this master key; restore the master key",
                    e);
        }
    }

    private static byte[] context(String purpose, String name) {
        return (purpose + "/" + name).getBytes(StandardCharsets.UTF_8);
    }
}
