package org.tongqu.ittests.whole;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.function.LongConsumer;
import org.tongqu.record.Digest;
import org.tongqu.security.digest.Sm3;

/** A file of any size that is never in memory as a whole: the same octets for the same seed. */
final class Noise extends InputStream {
    private static final int BLOCK = 64 << 10;

    private final byte[] block = new byte[BLOCK];
    private final long end;
    private final LongConsumer reached;
    private long at;

    /**
     * A stretch of the file.
     *
     * @param reached is told before each block how far it was read, and may make the reader wait
     */
    Noise(long seed, long from, long end, LongConsumer reached) {
        new Random(seed).nextBytes(block);
        this.at = from;
        this.end = end;
        this.reached = reached;
    }

    /** The whole of it. */
    static Noise of(long seed, long size) {
        return new Noise(seed, 0, size, at -> {});
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("read in blocks");
    }

    /** Block n is the first one with n in its first four octets. */
    @Override
    public int read(byte[] octets, int from, int length) {
        if (at == end) {
            return -1;
        }
        reached.accept(at);
        int number = (int) (at / BLOCK);
        int first = (int) (at % BLOCK);
        for (int i = 0; i < 4; i++) {
            block[i] = (byte) (number >>> 8 * i);
        }
        int many = (int) Math.min(Math.min(length, BLOCK - first), end - at);
        System.arraycopy(block, first, octets, from, many);
        at += many;
        return many;
    }

    /** The digest of what a stream has, read to its end. */
    static Digest digest(InputStream octets) throws IOException {
        var digest = new Sm3().running();
        byte[] buffer = new byte[BLOCK];
        for (int some = octets.read(buffer, 0, BLOCK); some >= 0; some = octets.read(buffer, 0, BLOCK)) {
            digest.update(buffer, 0, some);
        }
        return digest.end();
    }
}
