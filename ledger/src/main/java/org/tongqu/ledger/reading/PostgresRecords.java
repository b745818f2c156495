package org.tongqu.ledger.reading;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.due.DueObjects;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.life.DueFilter;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.RecordSamples;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;

/** Reading from PostgreSQL: records with their deliveries, states as the heads know them, timelines and receipts. */
public final class PostgresRecords implements RecordLedger, RecordSamples {
    private static final String RECORD =
            """
            select r.record_no, r.sender, r.id, r.type, r.keyspace, r.subject, r.number, r.digest, r.accepted_at,
                r.site_version, i.receipt_payload, i.receipt_protected, i.receipt_signature
            from records r left join identities i on i.sender = r.sender and i.id = r.id and i.record_no = r.record_no
            """;
    private static final int MOST = 500;

    private final LedgerConnections connections;
    private final BodyVault vault;

    public PostgresRecords(LedgerConnections connections, BodyVault vault) {
        this.connections = connections;
        this.vault = vault;
    }

    @Override
    public Optional<RecordView> find(RecordId record, PartyId viewer) {
        Found found = connections.transaction(connection -> {
            List<Written> records = Query.on(
                            connection,
                            RECORD
                                    + """
                            where r.record_no = (select record_no from identities where sender = ? and id = ?)
                                and (r.sender = ? or exists (select 1 from deliveries d
                                    where d.record_no = r.record_no and d.lane = ?))
                            """)
                    .value(record.sender().value())
                    .value(record.id())
                    .value(viewer.value())
                    .value(viewer.value())
                    .list(Written::read);
            return whole(connection, records);
        });
        return found.views(viewer, vault).stream().findFirst();
    }

    @Override
    public List<Sample> latest(Set<RecordType> types, int most) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        "select sender, id, body from records where type = any (?) order by record_no desc limit ?")
                .column("text", types, RecordType::toString)
                .value(most)
                .list(row -> new Sample(row.record(), vault.openBody(row.record(), row.octets("body")))));
    }

    @Override
    public List<Heard> latestHeard(String family, int most) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select sender, id, dialect, message from records
                where dialect is not null and split_part(dialect, ' ', 1) = ? order by record_no desc limit ?
                """)
                .value(family)
                .value(most)
                .list(row -> new Heard(
                        row.record(),
                        row.record().sender(),
                        row.text("dialect").substring(family.length() + 1),
                        vault.openMessage(row.record(), row.octets("message")))));
    }

    @Override
    public Page list(String subject, PartyId viewer, int limit, @Nullable String after) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST);
        }
        long from = after == null ? -1 : cursor(after);
        Found found = connections.transaction(connection -> {
            List<Written> records = Query.on(
                            connection,
                            RECORD
                                    + """
                            where r.subject = any (?) and r.record_no > ? and (r.sender = ? or exists (select 1
                                from deliveries d where d.record_no = r.record_no and d.lane = ?))
                            order by r.record_no limit ?
                            """)
                    .column("text", subjects(connection, subject), text -> text)
                    .value(from)
                    .value(viewer.value())
                    .value(viewer.value())
                    .value(limit + 1)
                    .list(Written::read);
            return whole(connection, records);
        });
        List<RecordView> views = found.views(viewer, vault);
        boolean more = views.size() > limit;
        return new Page(
                more ? views.subList(0, limit) : views, more ? cursor(found.records.get(limit - 1).recordNo) : null);
    }

    @Override
    public List<RecordView> trace(String subject, int limit) {
        Found found = connections.transaction(connection -> whole(
                connection,
                Query.on(connection, RECORD + " where r.subject = any (?) order by r.record_no limit ?")
                        .column("text", subjects(connection, subject), text -> text)
                        .value(limit)
                        .list(Written::read)));
        return found.views(null, vault);
    }

    @Override
    public List<LifeView> lives(String subject) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select keyspace, family, subject, state, aliases, facts::text as facts, awaited, awaited_of, due_at, changed_at
                from object_states
                where subject = any (?) order by keyspace, family, subject
                """)
                .column("text", subjects(connection, subject), text -> text)
                .list(row -> new LifeView(
                        new BusinessKey(row.text("keyspace"), row.text("family"), row.text("subject")),
                        row.objectState(),
                        row.time("changed_at"))));
    }

    @Override
    public DuePage due(DueFilter filter, int limit, @Nullable String after) {
        return connections.transaction(connection -> DueObjects.page(connection, filter, limit, after));
    }

    /** The business key itself, or, if nothing was ever said under it, those of the objects that are known by it elsewhere. */
    private static List<String> subjects(Connection connection, String subject) throws SQLException {
        boolean isKey = Query.on(connection, "select 1 from records where subject = ? limit 1")
                .value(subject)
                .first(row -> Boolean.TRUE)
                .isPresent();
        return isKey
                ? List.of(subject)
                : Query.on(connection, "select distinct subject from object_states where aliases @> array[?]::text[]")
                        .value(subject)
                        .list(row -> row.text("subject"));
    }

    private static String cursor(long recordNo) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(Long.BYTES).putLong(recordNo).array());
    }

    private static long cursor(String text) {
        try {
            byte[] octets = Base64.getUrlDecoder().decode(text);
            if (octets.length == Long.BYTES) {
                return ByteBuffer.wrap(octets).getLong();
            }
        } catch (IllegalArgumentException e) {
            throw notACursor();
        }
        throw notACursor();
    }

    private static Rejection notACursor() {
        return new Rejection(ProblemCode.MALFORMED, "after must be the next of a page given before.");
    }

    private static Found whole(Connection connection, List<Written> records) throws SQLException {
        if (records.isEmpty()) {
            return new Found(records, List.of(), Map.of());
        }
        List<Way> ways = Query.on(
                        connection,
                        """
                select d.record_no, d.lane, d.delivery_id, d.rule, d.state, d.attempt, d.code, d.words,
                    h.delivery_id = d.delivery_id as is_head, h.state as head_state, h.attempt as head_attempt,
                    h.code as head_code, h.words as head_words, h.due_at, h.claimed_at,
                    p.payload, p.receipt_protected, p.receipt_signature
                from deliveries d
                left join heads h on h.lane = d.lane and h.key_id = d.key_id
                left join lateral (select payload, seal_protected as receipt_protected, seal_signature as receipt_signature
                    from party_receipts p where p.record_no = d.record_no and p.lane = d.lane
                    order by p.at desc limit 1) p on true
                where d.record_no = any (?) order by d.record_no, d.lane
                """)
                .column("int8", records, Written::recordNo)
                .list(Way::read);
        Map<Place, List<Event>> events = new HashMap<>();
        Query.on(
                        connection,
                        "select record_no, lane, attempt, claimed_at, at, state, code from timeline where record_no ="
                                + " any (?)")
                .column("int8", records, Written::recordNo)
                .list(Line::read)
                .forEach(line -> events.computeIfAbsent(line.place, p -> new ArrayList<>())
                        .addAll(line.events));
        return new Found(records, ways, events);
    }

    /** What was found, still closed. */
    private record Found(List<Written> records, List<Way> ways, Map<Place, List<Event>> events) {
        /** As this viewer may see it; null for an operator, who sees all. */
        List<RecordView> views(@Nullable PartyId viewer, BodyVault vault) {
            return records.stream().map(r -> view(r, viewer, vault)).toList();
        }

        private RecordView view(Written written, @Nullable PartyId viewer, BodyVault vault) {
            boolean all = viewer == null || viewer.equals(written.record.sender());
            List<DeliveryView> deliveries = ways.stream()
                    .filter(w -> w.place.recordNo == written.recordNo)
                    .filter(w -> all || w.place.lane.equals(viewer))
                    .map(w -> w.view(written.acceptedAt, events.getOrDefault(w.place, List.of()), vault))
                    .toList();
            return new RecordView(
                    written.record,
                    written.type,
                    written.key,
                    written.number,
                    written.digest,
                    written.acceptedAt,
                    written.siteVersion,
                    all ? written.receipt : null,
                    deliveries);
        }
    }

    private record Place(long recordNo, PartyId lane) {}

    private record Written(
            long recordNo,
            RecordId record,
            RecordType type,
            BusinessKey key,
            long number,
            Digest digest,
            Instant acceptedAt,
            int siteVersion,
            @Nullable SealedText receipt) {
        static Written read(Row row) throws SQLException {
            RecordType type = RecordType.parse(row.text("type"));
            String payload = row.textOrNull("receipt_payload");
            return new Written(
                    row.number("record_no"),
                    row.record(),
                    type,
                    new BusinessKey(row.text("keyspace"), type.family(), row.text("subject")),
                    row.number("number"),
                    row.digest("digest"),
                    row.time("accepted_at"),
                    row.count("site_version"),
                    payload == null ? null : row.sealedText("receipt"));
        }
    }

    /** A delivery; while it is not final its head knows better where it is. */
    private record Way(
            Place place,
            DeliveryId delivery,
            String rule,
            DeliveryState state,
            int attempts,
            @Nullable Instant nextAt,
            @Nullable Instant claimedAt,
            @Nullable String code,
            byte @Nullable [] words,
            BodyVault.@Nullable KeptReceipt receipt) {
        static Way read(Row row) throws SQLException {
            boolean isHead = !row.state("state").isFinal() && row.flag("is_head");
            return new Way(
                    new Place(row.number("record_no"), row.lane()),
                    row.delivery(),
                    row.text("rule"),
                    row.deliveryState(),
                    row.count(isHead ? "head_attempt" : "attempt"),
                    isHead ? row.timeOrNull("due_at") : null,
                    isHead ? row.timeOrNull("claimed_at") : null,
                    row.textOrNull(isHead ? "head_code" : "code"),
                    row.octetsOrNull(isHead ? "head_words" : "words"),
                    receipt(row));
        }

        private static BodyVault.@Nullable KeptReceipt receipt(Row row) throws SQLException {
            Seal seal = row.sealOrNull("receipt");
            return seal == null ? null : new BodyVault.KeptReceipt(row.octets("payload"), seal);
        }

        DeliveryView view(Instant acceptedAt, List<Event> lines, BodyVault vault) {
            List<Event> timeline = new ArrayList<>();
            timeline.add(new Event(acceptedAt, DeliveryState.ACCEPTED, 0, null));
            lines.stream()
                    .sorted(Comparator.comparing(Event::at).thenComparing(Event::attempt))
                    .forEach(timeline::add);
            if (claimedAt != null) {
                timeline.add(new Event(claimedAt, DeliveryState.SENDING, attempts, null));
            }
            return new DeliveryView(
                    delivery,
                    place.lane,
                    rule,
                    state,
                    attempts,
                    nextAt,
                    code,
                    vault.openWords(delivery, words),
                    receipt == null ? null : vault.openReceipt(delivery, receipt),
                    List.copyOf(timeline));
        }
    }

    /** A line of the timeline: an attempt has a beginning and an end. */
    private record Line(Place place, List<Event> events) {
        static Line read(Row row) throws SQLException {
            List<Event> events = new ArrayList<>();
            Instant claimedAt = row.timeOrNull("claimed_at");
            if (claimedAt != null) {
                events.add(new Event(claimedAt, DeliveryState.SENDING, row.count("attempt"), null));
            }
            events.add(new Event(row.time("at"), row.state("state"), row.count("attempt"), row.textOrNull("code")));
            return new Line(new Place(row.number("record_no"), row.lane()), events);
        }
    }
}
