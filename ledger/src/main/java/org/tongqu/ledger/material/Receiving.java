package org.tongqu.ledger.material;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Materials.Part;

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
     * Takes all that comes. The last octets of the whole are not kept here: they come with the step that makes it a material, so that no
     * upload is ever left with all its octets and no end.
     *
     * @param most how many octets may come, and what is said of more
     * @return what is left to be kept
     * @throws Rejection {@code MALFORMED} if fewer or more came than the part has; what came of it is kept. what {@code most} says if
     *     more come
     */
    Rest take(InputStream octets, Part part, Uploads.Allowance most) {
        long begin = at;
        int filled = (int) (at % Segments.LENGTH);
        if (filled > 0) {
            byte[] grows = segments.open(content, number());
            System.arraycopy(grows, 0, buffer, 0, filled);
        }
        while (true) {
            int full = fill(octets, filled);
            long to = at + full - filled;
            requireFitting(to - begin, part, most);
            digest.update(buffer, filled, full - filled);
            boolean isEnd = full < buffer.length;
            boolean isComplete = !isBroken && (part.length() < 0 || to - begin == part.length());
            Rest rest = new Rest(content, at, to, number(), sealed(full));
            if (isEnd && isComplete && part.isLast()) {
                return rest;
            }
            if (to > at) {
                uploads.advance(rest);
                at = to;
            }
            if (isEnd && isComplete) {
                return new Rest(content, at, at, number(), new byte[0]);
            }
            if (isEnd) {
                throw brokenOff();
            }
            filled = 0;
        }
    }

    private void requireFitting(long came, Part part, Uploads.Allowance most) {
        if (came > most.octets()) {
            uploads.abandon(content, at);
            throw most.beyond().get();
        }
        if (part.length() >= 0 && came > part.length()) {
            throw new Rejection(ProblemCode.MALFORMED, "More octets came than the part has; HEAD says what was kept.");
        }
    }

    static Rejection brokenOff() {
        return new Rejection(
                ProblemCode.MALFORMED, "The octets broke off before their end. HEAD says how far the upload is.");
    }

    private byte[] sealed(int full) {
        return segments.sealed(content, number(), buffer, full);
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

    /**
     * Octets of an upload that are not kept yet.
     *
     * @param content which upload
     * @param from where it stands
     * @param to where it will stand
     * @param segment in which they are
     * @param sealed the whole segment as it is to rest
     */
    record Rest(UUID content, long from, long to, int segment, byte[] sealed) {}
}
