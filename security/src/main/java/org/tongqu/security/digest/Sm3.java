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

    @Override
    public Running running() {
        return new Growing();
    }

    private static Digest digest(byte[]... parts) {
        Growing digest = new Growing();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        return digest.end();
    }

    private static final class Growing implements Running {
        private final SM3Digest state = new SM3Digest();

        @Override
        public void update(byte[] octets, int from, int length) {
            state.update(octets, from, length);
        }

        @Override
        public Digest end() {
            byte[] result = new byte[state.getDigestSize()];
            state.doFinal(result, 0);
            return Digest.of(result);
        }
    }
}
