package org.tongqu.routes.query;

import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Digests;

/** The files of one answer: in hand until it is known which of them the asker may have, and kept nowhere. Thread-safe. */
final class HeardFiles implements ReceivedFiles {
    private final Digests digests;
    private final Map<Digest, byte[]> files = new ConcurrentHashMap<>();

    HeardFiles(Digests digests) {
        this.digests = digests;
    }

    @Override
    public Received keep(byte[] octets) {
        Digest digest = digests.sm3(octets);
        files.put(digest, octets);
        return new Received(digest, octets.length);
    }

    @Override
    public Received fetch(URI where) {
        throw noAddress();
    }

    /** Files of answers lie at no addresses. */
    static InputStream nowhere(PartyId party, URI where) {
        throw noAddress();
    }

    private static Rejection noAddress() {
        return Rejection.untranslatable("url", "回答中的文件不按地址取", "Files of answers are not fetched from addresses.");
    }

    /** The octets of one of them; empty if the answer had no such file. */
    Optional<byte[]> octets(Digest file) {
        return Optional.ofNullable(files.get(file));
    }
}
