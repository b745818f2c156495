package org.tongqu.ledger.material;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Digests;

/** Takes the octets of one request into an upload, segment by segment, each durable before the next is read. For one thread. */
final class Receiving {
    private final Segments segments;
    private final Uploads uploads;
    private final UUID content;
    private final Digests.Running digest;
    private final byte[] buffer = new byte[Segments.LENGTH];
    private long at;
    private boolean isBroken;

    /**
     * Goes on with an upload.
     *
     * @param at where it stands
     * @param digest is told of every octet that comes
     */
    Receiving(Segments segments, Uploads uploads, UUID content, long at, Digests.Running digest) {
        this.segments = segments;
        this.uploads = uploads;
        this.content = content;
        this.at = at;
        this.digest = digest;
    }

    /**
     * Takes all that comes.
     *
     * @param length how many octets should come; −1 if that is not known
     * @param most how many may come
     * @return where the upload stands then
     * @throws Rejection {@code MALFORMED} if fewer came; what came is kept. {@code TOO_LARGE} if more than may come
     */
    long take(InputStream octets, long length, long most) {
        long begin = at;
        int filled = (int) (at % Segments.LENGTH);
        if (filled > 0) {
            byte[] grows = segments.open(content, number());
            System.arraycopy(grows, 0, buffer, 0, filled);
        }
        boolean isEnd = false;
        while (!isEnd) {
            int full = fill(octets, filled);
            isEnd = full < buffer.length;
            if (full > filled) {
                long to = at + full - filled;
                if (to - begin > most) {
                    uploads.abandon(content);
                    throw new Rejection(ProblemCode.TOO_LARGE, "More octets came than a material may have.");
                }
                digest.update(buffer, filled, full - filled);
                uploads.advance(content, at, to, number(), segments.sealed(content, number(), buffer, full));
                at = to;
            }
            filled = 0;
        }
        if (isBroken || (length >= 0 && at - begin < length)) {
            throw brokenOff();
        }
        return at;
    }

    static Rejection brokenOff() {
        return new Rejection(
                ProblemCode.MALFORMED, "The octets broke off before their end. What came is kept: HEAD says how far.");
    }

    private int number() {
        return (int) (at / Segments.LENGTH);
    }

    /** Reads until the buffer is full or nothing more comes; a connection that breaks is an end too. */
    private int fill(InputStream octets, int filled) {
        int full = filled;
        try {
            while (full < buffer.length) {
                int came = octets.read(buffer, full, buffer.length - full);
                if (came < 0) {
                    return full;
                }
                full += came;
            }
        } catch (IOException broken) {
            isBroken = true;
        }
        return full;
    }
}
