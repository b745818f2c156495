package org.tongqu.config.dialect;

import java.net.URI;
import org.tongqu.record.Digest;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;

/** Files whose octets are their digest, so that they come back as what they were. */
final class FileOfItsDigest implements ReceivedFiles, SentFiles {
    static final int LENGTH = 32;

    @Override
    public Received keep(byte[] octets) {
        return new Received(Digest.of(octets), octets.length);
    }

    @Override
    public Received fetch(URI where) {
        throw new UnsupportedOperationException("what lies elsewhere only comes in");
    }

    @Override
    public byte[] read(Digest material) {
        return material.octets();
    }
}
