package org.tongqu.adapters.rest;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The least rate of a transfer: half a minute to begin with, then 1 KiB for every second since it began. Whoever is slower loses the
 * connection, and with it the slot that others wait for; an upload goes on from where it stood. For one transfer, on one thread.
 */
final class Pace {
    private static final Duration TO_BEGIN = Duration.ofSeconds(30);
    private static final long PER_SECOND = 1024;

    private final LongSupplier nanoTime;
    private final long began;
    private long moved;

    /** @param nanoTime that does not jump, as {@link System#nanoTime} */
    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** The same octets, no slower. */
    InputStream of(InputStream octets) {
        return new FilterInputStream(octets) {
            @Override
            public int read() throws IOException {
                int octet = super.read();
                count(octet < 0 ? 0 : 1);
                return octet;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int count = super.read(into, from, length);
                count(Math.max(0, count));
                return count;
            }
        };
    }

    /** The same octets, no slower. */
    OutputStream of(OutputStream octets) {
        return new FilterOutputStream(octets) {
            @Override
            public void write(int octet) throws IOException {
                out.write(octet);
                count(1);
            }

            @Override
            public void write(byte[] some, int from, int length) throws IOException {
                out.write(some, from, length);
                count(length);
            }
        };
    }

    private void count(long octets) throws IOException {
        moved += octets;
        long seconds =
                Duration.ofNanos(nanoTime.getAsLong() - began).minus(TO_BEGIN).toSeconds();
        if (seconds > 0 && moved < seconds * PER_SECOND) {
            throw new IOException("slower than " + PER_SECOND + " octets a second");
        }
    }
}
