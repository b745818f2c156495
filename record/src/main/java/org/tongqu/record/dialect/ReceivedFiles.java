package org.tongqu.record.dialect;

import java.net.URI;
import org.tongqu.record.Digest;
import org.tongqu.record.failure.Rejection;

/** Takes in the files (附件) of a message that came in a dialect: as materials of whoever sent it. */
public interface ReceivedFiles {
    /** For messages whose dialect has none. */
    ReceivedFiles NONE = new ReceivedFiles() {
        @Override
        public Received keep(byte[] octets) {
            throw new IllegalStateException("no file was expected");
        }

        @Override
        public Received fetch(URI where) {
            throw new IllegalStateException("no file was expected");
        }
    };

    /**
     * Keeps a file that stands in the message itself.
     *
     * @throws Rejection if it is too large
     */
    Received keep(byte[] octets);

    /**
     * Fetches a file that the message points to, and keeps it.
     *
     * @throws Rejection {@code UNTRANSLATABLE} if nothing may be fetched there, or it is not there; {@code UNAVAILABLE} if it cannot be
     *     fetched now: then the message may come again
     */
    Received fetch(URI where);

    /**
     * A file that is kept.
     *
     * @param digest of its octets
     * @param size how many they are
     */
    record Received(Digest digest, long size) {}
}
