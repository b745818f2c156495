package org.tongqu.adapters.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.FileNames;

/** Names of files, in memory, of one party. */
final class Names implements FileNames {
    private final Map<String, Digest> contents = new HashMap<>();

    @Override
    public boolean isNameOf(PartyId party, String name, Digest digest) {
        return digest.equals(contents.computeIfAbsent(name, first -> digest));
    }

    @Override
    public Optional<Digest> contentOf(PartyId party, String name) {
        return Optional.ofNullable(contents.get(name));
    }
}
