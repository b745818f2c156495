package org.tongqu.ledger.material;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.port.Digests;

/** The octets of contents, in segments of one length, of which the last may be shorter. Holds one segment at a time. Thread-safe. */
final class Segments {
    /** Small enough that many transfers at once are no burden, large enough that a commit for each is none. */
    static final int LENGTH = 256 << 10;

    private final LedgerConnections connections;
    private final BodyVault vault;

    Segments(LedgerConnections connections, BodyVault vault) {
        this.connections = connections;
        this.vault = vault;
    }

    /** As it rests. */
    byte[] sealed(UUID content, int number, byte[] octets, int length) {
        return vault.segment(content, number, length == octets.length ? octets : Arrays.copyOf(octets, length));
    }

    /** Writes a segment, or writes over it: the last one of an upload grows. */
    static void write(Connection connection, UUID content, int number, byte[] sealed) throws SQLException {
        Query.on(
                        connection,
                        """
                insert into material_segments (content, number, octets) values (?, ?, ?)
                on conflict (content, number) do update set octets = excluded.octets
                """)
                .value(content)
                .value(number)
                .value(sealed)
                .run();
    }

    /**
     * The plain octets of a segment.
     *
     * @throws IllegalStateException if it is not there or was altered
     */
    byte[] open(UUID content, int number) {
        byte[] sealed = connections
                .transaction(connection -> Query.on(
                                connection, "select octets from material_segments where content = ? and number = ?")
                        .value(content)
                        .value(number)
                        .first(row -> row.octets("octets")))
                .orElseThrow(() -> new IllegalStateException("segment " + number + " of a material is missing"));
        return vault.openSegment(content, number, sealed);
    }

    /** Writes a stretch that lies within the content. */
    void copy(UUID content, long from, long length, OutputStream to) throws IOException {
        long at = from;
        long end = from + length;
        while (at < end) {
            byte[] octets = open(content, (int) (at / LENGTH));
            int first = (int) (at % LENGTH);
            int many = (int) Math.min(octets.length - first, end - at);
            if (many <= 0) {
                throw new IllegalStateException("a segment of a material is shorter than it was");
            }
            to.write(octets, first, many);
            at += many;
        }
    }

    /** Tells a digest of the first octets of a content. */
    void digest(UUID content, long length, Digests.Running digest) {
        try {
            copy(content, 0, length, new OutputStream() {
                @Override
                public void write(int octet) {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] octets, int from, int many) {
                    digest.update(octets, from, many);
                }
            });
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
