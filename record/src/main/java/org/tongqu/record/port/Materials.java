package org.tongqu.record.port;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.Rejection;

/**
 * The store of materials (申请材料): files of any size under their SM3 digest, each kept once, in encrypted segments, and read and written
 * as streams. A party reads what it stored itself and what a record gave it; anything else does not exist for it. Thread-safe, and
 * every call throws {@link LedgerUnavailable} if the store cannot be reached: of an upload what was stored before stays.
 */
public interface Materials {
    /** How long what no record refers to is kept. */
    Duration UNREFERENCED = Duration.ofHours(24);

    /**
     * Takes a material, or a part of one. What came before a connection broke is kept, and the upload goes on from there.
     *
     * @param party who uploads it
     * @param name its digest
     * @param part which octets of it come
     * @param octets these octets; read to the end, not closed
     * @return how far the upload is now
     * @throws Rejection {@code DIGEST_DIFFERS} if the whole has another digest: then the upload is forgotten; {@code UPLOAD_OFFSET} if no
     *     upload of this party stands where the part begins, or another request goes on with it; {@code TOO_LARGE}; {@code QUOTA_USED}
     *     if the party has stored as much as it may without a record that refers to it; {@code MALFORMED} if the octets broke off
     */
    Upload put(PartyId party, Digest name, Part part, InputStream octets);

    /**
     * Takes a material whose digest is not known before it is there, as one that comes in a message.
     *
     * @param octets the whole of it; read to the end, not closed
     * @param most how many octets it may have
     * @throws Rejection {@code TOO_LARGE}; {@code QUOTA_USED}; {@code MALFORMED} if the octets broke off: then it must come again from its
     *     beginning
     */
    Upload keep(PartyId party, InputStream octets, long most);

    /** How far a material is there for a party: whole, or as far as its own upload has come; empty if it does not exist for it. */
    Optional<Upload> find(PartyId party, Digest name);

    /**
     * Writes a stretch of a material.
     *
     * @param party who reads
     * @param from the first octet
     * @param length how many; the stretch lies within the material
     * @throws Rejection {@code NOT_FOUND} if it does not exist for the party, or not whole
     * @throws IOException if the reader is gone
     */
    void read(PartyId party, Digest name, long from, long length, OutputStream to) throws IOException;

    /**
     * Which of these a party neither stored nor was given. The others are kept for at least another half an hour, so that a record
     * which refers to them can be committed.
     */
    Set<Digest> unknownTo(PartyId party, Collection<Digest> named);

    /**
     * Which octets of a material come.
     *
     * @param from the first one
     * @param length how many; −1 if that is not known
     * @param total how many the whole has; −1 if that is not known, and then the last octet that comes is the last of the whole
     */
    record Part(long from, long length, long total) {
        /** The whole in one piece, of this length or of an unknown one (−1). */
        public static Part whole(long length) {
            return new Part(0, length, length);
        }

        /** Whether the end of what comes is the end of the whole. */
        public boolean isLast() {
            return total < 0 || length < 0 || from + length == total;
        }
    }

    /**
     * How far a material is there.
     *
     * @param name its digest
     * @param received how many octets are there
     * @param total how many the whole has; −1 if that is not known yet
     * @param state what else there is to say
     */
    record Upload(Digest name, long received, long total, State state) {
        /** Whether it is there as a whole. */
        public boolean isComplete() {
            return state != State.UNFINISHED;
        }
    }

    /** Whether a material is there. */
    enum State {
        /** Some octets are still to come. */
        UNFINISHED,
        /** Whole; this party stored it just now for the first time. */
        STORED,
        /** Whole; it was there for this party before. */
        KNOWN
    }
}
