package org.tongqu.ledger.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.RecordNumber;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.BusinessKey;

/** The counters of the business keys: number order is commit order, because a counter stays locked until the commit. Stateless. */
final class KeyCounters {
    private KeyCounters() {}

    /** Gives each record its number within its key and its place in the ledger, all accepted at this moment. Locks the keys in their natural order. */
    static void number(Connection connection, List<Fresh> fresh, Instant acceptedAt) throws SQLException {
        Map<BusinessKey, List<Fresh>> byKey = new TreeMap<>();
        fresh.forEach(
                f -> byKey.computeIfAbsent(f.key(), k -> new ArrayList<>()).add(f));
        List<Map.Entry<BusinessKey, List<Fresh>>> wanted = List.copyOf(byKey.entrySet());
        List<Counted> counted = Query.on(
                        connection,
                        """
                with raised as (
                    insert into keys as k (keyspace, family, subject, last_number)
                    select w.keyspace, w.family, w.subject, w.many
                    from unnest(?, ?, ?, ?) with ordinality as w (keyspace, family, subject, many, place) order by w.place
                    on conflict (keyspace, family, subject) do update set last_number = k.last_number + excluded.last_number
                    returning keyspace, family, subject, key_id, last_number)
                select r.*, nextval('record_numbers') as sequence, w.many
                from raised r
                join unnest(?, ?, ?, ?) as w (keyspace, family, subject, many)
                    on w.keyspace = r.keyspace and w.family = r.family and w.subject = r.subject
                cross join lateral generate_series(1, w.many)
                """)
                .column("text", wanted, w -> w.getKey().keyspace())
                .column("text", wanted, w -> w.getKey().family())
                .column("text", wanted, w -> w.getKey().subject())
                .column("int8", wanted, w -> (long) w.getValue().size())
                .column("text", wanted, w -> w.getKey().keyspace())
                .column("text", wanted, w -> w.getKey().family())
                .column("text", wanted, w -> w.getKey().subject())
                .column("int8", wanted, w -> (long) w.getValue().size())
                .list(Counted::read);
        Map<BusinessKey, List<Counted>> counts = new HashMap<>();
        counted.forEach(
                c -> counts.computeIfAbsent(c.key, k -> new ArrayList<>()).add(c));
        byKey.forEach((key, items) -> {
            List<Counted> given = Objects.requireNonNull(counts.get(key)).stream()
                    .sorted(Comparator.comparingLong(Counted::sequence))
                    .toList();
            for (int i = 0; i < items.size(); i++) {
                Fresh item = items.get(i);
                item.acceptedAt = acceptedAt;
                item.keyId = given.get(i).keyId;
                item.number = given.get(i).last - items.size() + 1 + i;
                item.recordNo = RecordNumber.of(acceptedAt, given.get(i).sequence);
            }
        });
    }

    private record Counted(BusinessKey key, long keyId, long last, long sequence) {
        static Counted read(Row row) throws SQLException {
            return new Counted(
                    new BusinessKey(row.text("keyspace"), row.text("family"), row.text("subject")),
                    row.number("key_id"),
                    row.number("last_number"),
                    row.number("sequence"));
        }
    }
}
