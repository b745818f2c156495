package org.tongqu.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.Materials;

/** Materials of which only is known who has them. */
final class KnownMaterials implements Materials {
    /** What was kept for somebody, as {@code party octets}, in order. */
    final List<String> kept = new ArrayList<>();

    private final Set<Digest> ofWindow = new HashSet<>();

    /** The window has this one. */
    void add(Digest material) {
        ofWindow.add(material);
    }

    void forget() {
        ofWindow.clear();
    }

    @Override
    public Upload put(PartyId party, Digest name, Part part, InputStream octets) {
        throw new UnsupportedOperationException("not a matter of the routes");
    }

    @Override
    public Upload keep(PartyId party, InputStream octets, long most) {
        try {
            byte[] all = octets.readAllBytes();
            kept.add(party + " " + new String(all, StandardCharsets.UTF_8));
            return new Upload(new TestSeals().sm3(all), all.length, all.length, State.STORED);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    @Override
    public Optional<Upload> find(PartyId party, Digest name) {
        return unknownTo(party, Set.of(name)).isEmpty()
                ? Optional.of(new Upload(name, 1, 1, State.KNOWN))
                : Optional.empty();
    }

    @Override
    public void read(PartyId party, Digest name, long from, long length, OutputStream to) {
        throw new UnsupportedOperationException("not a matter of the routes");
    }

    @Override
    public Set<Digest> unknownTo(PartyId party, Collection<Digest> named) {
        Set<Digest> unknown = new HashSet<>(named);
        if (party.equals(TestSite.WINDOW)) {
            unknown.removeAll(ofWindow);
        }
        return unknown;
    }
}
