package org.tongqu.ledger.material;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.tongqu.ledger.keeping.Chore;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.port.Materials;

/** When materials go: uploads that nobody went on with, materials that no record refers to, and at last their segments. */
public final class MaterialKeeping {
    private static final Duration LOOK_AGAIN = Duration.ofDays(7);
    private static final int UPLOADS_AT_ONCE = 1_000;
    private static final int MATERIALS_AT_ONCE = 1_000;
    /** 50 MiB. */
    private static final int SEGMENTS_AT_ONCE = 200;

    private MaterialKeeping() {}

    /** What there is to be done at this time. */
    public static List<Chore> chores(Instant now) {
        return List.of(
                Chore.of("material_uploads", connection -> forgetUploads(connection, now)),
                Chore.of("materials", connection -> forgetMaterials(connection, now)),
                Chore.of("material_segments", MaterialKeeping::forgetSegments));
    }

    private static boolean forgetUploads(Connection connection, Instant now) throws SQLException {
        return Query.on(
                                connection,
                                """
                        with gone as (
                            delete from material_uploads where content = any (array(
                                select content from material_uploads where touched_at < ? order by touched_at limit ?
                                for update skip locked))
                            returning content)
                        insert into material_leftovers (content) select content from gone on conflict do nothing
                        """)
                        .value(now.minus(Materials.UNREFERENCED))
                        .value(UPLOADS_AT_ONCE)
                        .run()
                == UPLOADS_AT_ONCE;
    }

    /**
     * Looks at those whose time has come. First it locks them and only then asks, in a statement of its own, which are referred to: what
     * was committed before is seen, and what is to be committed waits for the lock and finds none.
     */
    private static boolean forgetMaterials(Connection connection, Instant now) throws SQLException {
        List<byte[]> due = Query.on(
                        connection,
                        "select sm3 from materials where kept_until < ? order by kept_until limit ? for update skip locked")
                .value(now)
                .value(MATERIALS_AT_ONCE)
                .list(row -> row.octets("sm3"));
        if (due.isEmpty()) {
            return false;
        }
        List<Looked> looked = Query.on(
                        connection,
                        """
                select d.sm3, exists (select 1 from material_grants g where g.sm3 = d.sm3) as used from unnest(?) as d (sm3)
                """)
                .column("bytea", due, sm3 -> sm3)
                .list(row -> new Looked(row.octets("sm3"), row.flag("used")));
        Query.on(connection, "update materials set kept_until = ? where sm3 = any (?)")
                .value(now.plus(LOOK_AGAIN))
                .column("bytea", looked.stream().filter(Looked::isUsed).toList(), Looked::sm3)
                .run();
        forget(connection, looked.stream().filter(one -> !one.isUsed()).toList());
        return due.size() == MATERIALS_AT_ONCE;
    }

    private static void forget(Connection connection, List<Looked> unused) throws SQLException {
        Query.on(connection, "delete from material_keepers where sm3 = any (?)")
                .column("bytea", unused, Looked::sm3)
                .run();
        Query.on(
                        connection,
                        """
                with gone as (delete from materials where sm3 = any (?) returning content)
                insert into material_leftovers (content) select content from gone on conflict do nothing
                """)
                .column("bytea", unused, Looked::sm3)
                .run();
    }

    /** A content that has no segments any more is done with. */
    private static boolean forgetSegments(Connection connection) throws SQLException {
        int gone = Query.on(
                        connection,
                        """
                delete from material_segments s using (
                    select g.content, g.number from material_leftovers l join material_segments g on g.content = l.content
                    limit ?) as gone
                where s.content = gone.content and s.number = gone.number
                """)
                .value(SEGMENTS_AT_ONCE)
                .run();
        if (gone == 0) {
            Query.on(
                            connection,
                            """
                    delete from material_leftovers l
                    where not exists (select 1 from material_segments g where g.content = l.content)
                    """)
                    .run();
        }
        return gone > 0;
    }

    private record Looked(byte[] sm3, boolean isUsed) {}
}
