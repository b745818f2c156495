package org.tongqu.config.dialect;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.tongqu.record.Digest;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.security.digest.Sm3;

/** For trying a dialect: nothing is kept, fetched or read. A file that lies elsewhere is known by its address, and each that goes out is empty. */
public final class UntouchedFiles implements ReceivedFiles, SentFiles {
    private final Sm3 digests = new Sm3();

    @Override
    public Received keep(byte[] octets) {
        return new Received(digests.sm3(octets), octets.length);
    }

    @Override
    public Received fetch(URI where) {
        return keep(where.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String address(Digest material) {
        return material.value();
    }

    @Override
    public byte[] read(Digest material) {
        return new byte[0];
    }
}
