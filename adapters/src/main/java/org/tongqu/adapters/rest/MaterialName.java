package org.tongqu.adapters.rest;

import java.util.Optional;
import org.tongqu.record.Digest;

/** How a material is called in a path: the 64 hex digits of its SM3, with or without the {@code sm3:} that digests have in records. */
final class MaterialName {
    private static final String PREFIX = "sm3:";

    private MaterialName() {}

    /** The digest; empty if it is none. */
    static Optional<Digest> read(String name) {
        String text = name.startsWith(PREFIX) ? name : PREFIX + name;
        return Digest.isShaped(text) ? Optional.of(new Digest(text)) : Optional.empty();
    }

    /** Without the prefix. */
    static String write(Digest digest) {
        return digest.value().substring(PREFIX.length());
    }
}
