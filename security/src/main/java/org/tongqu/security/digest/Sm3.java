package org.tongqu.security.digest;

import org.bouncycastle.crypto.digests.SM3Digest;
import org.tongqu.record.Digest;
import org.tongqu.record.port.Digests;

/** SM3 (GB/T 32905, 密码杂凑算法). Thread-safe: each call has a state of its own. */
public final class Sm3 implements Digests {
    @Override
    public Digest sm3(byte[] octets) {
        return digest(octets);
    }

    @Override
    public Digest commitment(byte[] salt, byte[] octets) {
        return digest(salt, octets);
    }

    private static Digest digest(byte[]... parts) {
        SM3Digest digest = new SM3Digest();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return Digest.of(result);
    }
}
