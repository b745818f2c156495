package org.tongqu.ledger.material;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.ledger.vault.Chance;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Materials;

/** Materials on PostgreSQL: every segment is a commit of its own, so that an upload which breaks goes on from there, on any node. */
public final class PostgresMaterials implements Materials {
    private static final Duration UNTIL_COMMITTED = Duration.ofMinutes(30);

    /** Whether a party may read the material m; takes its id twice. */
    private static final String READABLE =
            """
            (exists (select 1 from material_keepers k where k.sm3 = m.sm3 and k.party = ?)
                or exists (select 1 from material_grants g where g.sm3 = m.sm3 and g.party = ?))""";

    private final LedgerConnections connections;
    private final LedgerCollaborators with;
    private final Chance chance;
    private final Segments segments;
    private final Uploads uploads;

    /** Keeps materials beside the records. */
    public PostgresMaterials(LedgerConnections connections, LedgerCollaborators with) {
        this.connections = connections;
        this.with = with;
        this.chance = new Chance(with.random());
        this.segments = new Segments(connections, new BodyVault(with.cipher()));
        this.uploads = new Uploads(connections, with.clock());
    }

    @Override
    public Upload put(PartyId party, Digest name, Part part, InputStream octets) {
        long most = with.sites().current().limits().maxMaterialSize();
        if (Math.max(part.total(), part.length()) > most) {
            throw new Rejection(ProblemCode.TOO_LARGE, "A material has at most " + most + " bytes here.");
        }
        Optional<Long> stored = storedBy(party, name);
        if (stored.isPresent()) {
            return again(name, stored.get(), part, octets, most);
        }
        return part.from() == 0 ? first(party, name, part, octets, most) : next(party, name, part, octets, most);
    }

    @Override
    public Upload keep(PartyId party, InputStream octets, long most) {
        UUID content = chance.uuid();
        Uploads.Allowance allowed = uploads.begin(content, party, null, -1, most, quota());
        Digests.Running digest = with.digests().running();
        Receiving.Rest last = receiving(content, 0, digest).take(octets, Part.whole(-1), allowed);
        return complete(last, party, digest.end());
    }

    /** What is there already need not be stored, but what comes as the whole must still be what it is called. */
    private Upload again(Digest name, long size, Part part, InputStream octets, long most) {
        Digests.Running digest = with.digests().running();
        long came = drain(octets, digest, most);
        if (part.length() >= 0 && came < part.length()) {
            throw Receiving.brokenOff();
        }
        if (part.from() == 0 && part.isLast()) {
            requireSame(name, digest.end());
        }
        return new Upload(name, size, size, State.KNOWN);
    }

    private Upload first(PartyId party, Digest name, Part part, InputStream octets, long most) {
        UUID content = chance.uuid();
        Uploads.Allowance allowed = uploads.begin(content, party, name, part.total(), most, quota());
        return taken(party, name, part, octets, allowed, content, with.digests().running());
    }

    private Upload next(PartyId party, Digest name, Part part, InputStream octets, long most) {
        UUID content = uploads.at(party, name, part.from(), part.total())
                .orElseThrow(() -> Uploads.notThere(uploads.latest(party, name)
                        .map(Uploads.Standing::received)
                        .orElse(0L)))
                .content();
        Digests.Running digest = with.digests().running();
        if (part.isLast()) {
            segments.digest(content, part.from(), digest);
        }
        return taken(party, name, part, octets, Uploads.Allowance.of(most - part.from()), content, digest);
    }

    private Upload taken(
            PartyId party,
            Digest name,
            Part part,
            InputStream octets,
            Uploads.Allowance most,
            UUID content,
            Digests.Running digest) {
        Receiving.Rest last = receiving(content, part.from(), digest).take(octets, part, most);
        if (!part.isLast()) {
            return new Upload(name, last.to(), part.total(), State.UNFINISHED);
        }
        Digest found = digest.end();
        if (!found.equals(name)) {
            uploads.abandon(content, last.from());
        }
        requireSame(name, found);
        return complete(last, party, name);
    }

    private Receiving receiving(UUID content, long at, Digests.Running digest) {
        return new Receiving(segments, uploads, content, at, digest);
    }

    private long quota() {
        return with.sites().current().limits().maxUnreferencedMaterials();
    }

    private Upload complete(Receiving.Rest last, PartyId party, Digest name) {
        boolean isFirst = uploads.complete(last, party, name);
        return new Upload(name, last.to(), last.to(), isFirst ? State.STORED : State.KNOWN);
    }

    private static void requireSame(Digest name, Digest digest) {
        if (!digest.equals(name)) {
            throw new Rejection(
                    ProblemCode.DIGEST_DIFFERS,
                    "What came has the digest " + digest + ", not the one in the path; nothing of it is kept.");
        }
    }

    private static long drain(InputStream octets, Digests.Running digest, long most) {
        byte[] buffer = new byte[8 << 10];
        long came = 0;
        try {
            for (int some = octets.read(buffer); some >= 0; some = octets.read(buffer)) {
                came += some;
                if (came > most) {
                    throw new Rejection(ProblemCode.TOO_LARGE, "More octets came than a material may have.");
                }
                digest.update(buffer, 0, some);
            }
        } catch (IOException broken) {
            throw Receiving.brokenOff();
        }
        return came;
    }

    /** What this party stored before; storing it again keeps it as long as the first time. */
    private Optional<Long> storedBy(PartyId party, Digest name) {
        Instant now = with.clock().instant();
        return connections.transaction(connection -> Uploads.storedAgain(connection, party, name, now)
                ? Query.on(
                                connection,
                                """
                        update materials set kept_until = greatest(kept_until, ?) where sm3 = ? returning size
                        """)
                        .value(now.plus(UNREFERENCED))
                        .value(name.octets())
                        .first(row -> row.number("size"))
                : Optional.empty());
    }

    @Override
    public Optional<Upload> find(PartyId party, Digest name) {
        return stored(party, name)
                .map(stored -> new Upload(name, stored.size, stored.size, State.KNOWN))
                .or(() -> uploads.latest(party, name)
                        .map(standing -> new Upload(name, standing.received(), standing.total(), State.UNFINISHED)));
    }

    @Override
    public void read(PartyId party, Digest name, long from, long length, OutputStream to) throws IOException {
        Stored stored = stored(party, name)
                .orElseThrow(
                        () -> new Rejection(ProblemCode.NOT_FOUND, "There is no such material, or it is not yours."));
        segments.copy(stored.content, from, length, to);
    }

    private Optional<Stored> stored(PartyId party, Digest name) {
        return connections.transaction(connection -> Query.on(
                        connection, "select m.content, m.size from materials m where m.sm3 = ? and " + READABLE)
                .value(name.octets())
                .value(party.value())
                .value(party.value())
                .first(row -> new Stored(row.uuid("content"), row.number("size"))));
    }

    @Override
    public Set<Digest> unknownTo(PartyId party, Collection<Digest> named) {
        Instant now = with.clock().instant();
        return connections.transaction(connection -> {
            prolong(connection, party, named, now);
            Set<Digest> unknown = new HashSet<>(named);
            Query.on(connection, "select m.sm3 from materials m where m.sm3 = any (?) and " + READABLE)
                    .column("bytea", named, Digest::octets)
                    .value(party.value())
                    .value(party.value())
                    .list(row -> row.digest("sm3"))
                    .forEach(unknown::remove);
            return unknown;
        });
    }

    /** What is about to be referred to must not go meanwhile. What is kept long enough is not touched. */
    private static void prolong(Connection connection, PartyId party, Collection<Digest> named, Instant now)
            throws SQLException {
        Query.on(
                        connection,
                        "update materials m set kept_until = ? where m.sm3 = any (?) and m.kept_until < ? and "
                                + READABLE)
                .value(now.plus(UNTIL_COMMITTED.multipliedBy(2)))
                .column("bytea", named, Digest::octets)
                .value(now.plus(UNTIL_COMMITTED))
                .value(party.value())
                .value(party.value())
                .run();
    }

    private record Stored(UUID content, long size) {}
}
