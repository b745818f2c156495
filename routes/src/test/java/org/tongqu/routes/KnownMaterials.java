package org.tongqu.routes;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.Materials;

/** Materials of which only is known who has them. */
final class KnownMaterials implements Materials {
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
        throw new UnsupportedOperationException("not a matter of the routes");
    }

    @Override
    public Optional<Upload> find(PartyId party, Digest name) {
        throw new UnsupportedOperationException("not a matter of the routes");
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
