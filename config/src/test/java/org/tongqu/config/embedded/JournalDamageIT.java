package org.tongqu.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.mockito.Mockito.mock;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.tongqu.ledger.LedgerTables;
import org.tongqu.ledger.PostgresLedger;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.port.BodyCipher;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.ReceiptIssuer;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;
import org.tongqu.record.site.Site;
import org.tongqu.routes.lane.Queues;
import org.tongqu.routes.lane.Stocktaking;
import org.tongqu.routes.step.Incidents;

/**
 * A real journal with some hundred bells, damaged in many ways, and a real ledger that believes in them: every damage that took
 * a bell away or made one up is reported, none that did not is, and the broker starts and its queues can be emptied all the same.
 */
class JournalDamageIT {
    private static final Instant RUNG = Instant.parse("2026-03-02T01:00:00Z");
    private static final Instant END = RUNG.plusSeconds(60);
    private static final List<PartyId> LANES = List.of("tax", "water", "gas", "heat", "bank", "social").stream()
            .map(name -> new PartyId("990101." + name))
            .toList();
    private static final int BELLS = 300;

    /** The dispatch in the ledger of each delivery, by lane; its bell is in the journal. */
    private static final Map<PartyId, Map<String, Integer>> RUNG_FOR = new HashMap<>();

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static HikariDataSource source;
    private static PostgresLedger ledger;
    private static Path journal;

    @BeforeAll
    static void makeLedgerAndJournal() throws Exception {
        postgres = PostgresServer.start(
                PostgresBinaries.unpackedBelow(Path.of("target/postgres").toAbsolutePath()),
                folder.resolve("postgres"),
                new SecureRandom());
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(postgres.jdbcUrl());
        pool.setUsername(PostgresServer.USER);
        pool.setPassword(postgres.password());
        source = new HikariDataSource(pool);
        ledger = new PostgresLedger(
                LedgerTables.migrate(source),
                LedgerSettings.defaults(new NodeRun("node", "1")),
                new LedgerCollaborators(
                        mock(BodyCipher.class),
                        mock(ReceiptIssuer.class),
                        mock(Digests.class),
                        bells -> {},
                        mock(Transitions.class),
                        JournalDamageIT::site,
                        Clock.fixed(END, ZoneOffset.UTC),
                        new SecureRandom()));
        ledger.makeMonths();
        Random random = new Random(7);
        for (int i = 0; i < BELLS; i++) {
            PartyId lane = LANES.get(i % LANES.size());
            UUID delivery = new UUID(random.nextLong(), random.nextLong());
            int dispatch = 1 + random.nextInt(9);
            RUNG_FOR.computeIfAbsent(lane, l -> new TreeMap<>())
                    .put(DeliveryId.of(delivery).value(), dispatch);
            insertHead(lane, i, delivery, "ACCEPTED", dispatch, RUNG, null);
        }
        insertHead(LANES.get(0), BELLS, new UUID(1, 1), "SENDING", 1, null, END);
        journal = folder.resolve("journal");
        ring();
    }

    @AfterAll
    static void close() {
        ledger.close();
        source.close();
        postgres.close();
    }

    @Test
    void whatIsWholeIsNotReported() throws Exception {
        Path copy = folder.resolve("whole");
        JournalDamage.copy(journal, copy);
        assertThat(stock(copy).tally).isEqualTo(new BellTally(BELLS, 0, 0, 0, 0));
    }

    @Test
    void aDamageThatChangesTheBellsIsReportedAndNoOther() throws Exception {
        damage(8, 20_261_126L);
    }

    @Test
    void aQueueThatADamageMadeAnotherOneIsReplaced() throws Exception {
        // The last of the seven flips a bit in what the broker keeps about a queue: nobody could read from it.
        damage(7, 38_798_512_327_447L);
    }

    @Test
    void aQueueThatLostItsAddressIsReadAllTheSame() throws Exception {
        // The last of the fifty damages the address of a queue that is whole: it is, and cannot be read from.
        damage(50, 54_264_277_798_356L);
    }

    @Test
    void aBellWhoseLengthADamageMadeGreaterThanTheMessageIsRemoved() throws Exception {
        // The last of the thirteen: the client cannot even receive it, and no lane could get past it.
        damage(13, 26_153_816_866_340L);
    }

    @Test
    @Tag("long")
    void everyOneOfAHundredDamagesThatChangesTheBellsIsReportedAndNoOther() throws Exception {
        damage(100, System.nanoTime());
    }

    private static void damage(int times, long seed) throws Exception {
        Random random = new Random(seed);
        Map<JournalDamage, int[]> counts = new EnumMap<>(JournalDamage.class);
        for (int i = 0; i < times; i++) {
            JournalDamage damage = JournalDamage.values()[i % JournalDamage.values().length];
            Path copy = folder.resolve("damaged-" + seed + "-" + i);
            JournalDamage.copy(journal, copy);
            String what = "seed " + seed + ", number " + i + ", " + damage + " of " + damage.inflict(random, copy);

            Stock stock = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> stock(copy), what);

            System.err.println(what + ": " + stock.tally);
            assertThat(stock.tally.matching()).as(what).isEqualTo(stock.there);
            assertThat(stock.tally.missing()).as(what).isEqualTo(BELLS - stock.there);
            assertThat(stock.tally.recent()).as(what).isZero();
            assertThat(stock.tally.differs()).as(what).isEqualTo(stock.there < BELLS || stock.neverRung > 0);
            int[] count = counts.computeIfAbsent(damage, d -> new int[2]);
            count[stock.tally.differs() ? 0 : 1]++;
            FileSystemUtils.deleteRecursively(copy);
        }
        counts.forEach((damage, count) ->
                System.err.println(damage + ": changed the bells and reported " + count[0] + ", harmless " + count[1]));
    }

    /** Takes stock as a start does; then empties the queues, to see by other means what was there. */
    private static Stock stock(Path home) throws Exception {
        AtomicReference<BellTally> tally = new AtomicReference<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, new SecureRandom(), () -> {})) {
            new Stocktaking(
                            broker.connections(),
                            new Queues() {
                                @Override
                                public void ensure(String queue) {
                                    broker.ensureQueues(List.of(queue));
                                }

                                @Override
                                public Set<String> holding(Set<String> known) {
                                    return broker.queuesHolding();
                                }
                            },
                            ledger.bellBook(),
                            tally::set,
                            new Incidents(() -> "incident"))
                    .take(END.plusSeconds(1));
            Set<String> there = new HashSet<>();
            int neverRung = 0;
            for (PartyId lane : LANES) {
                broker.ensureQueues(List.of("lane." + lane));
                for (String text : emptied(broker, lane)) {
                    neverRung += read(RUNG_FOR.get(lane), text, there) ? 0 : 1;
                }
            }
            assertThat(broker.queuesHolding()).noneMatch(queue -> queue.startsWith("lane."));
            return new Stock(tally.get(), there.size(), neverRung);
        }
    }

    /** Adds the bells of this message that the ledger rang last; false if it holds anything that was never rung. */
    private static boolean read(Map<String, Integer> rung, String text, Set<String> there) {
        Set<String> current = new HashSet<>();
        for (String line : text.split("\n", -1)) {
            if (!line.matches("[0-9a-f]{32}:[1-9]")) {
                return false;
            }
            int dispatch = line.charAt(33) - '0';
            int known = rung.getOrDefault(line.substring(0, 32), 0);
            if (dispatch > known) {
                current.add("never rung");
            } else if (dispatch == known) {
                current.add(line);
            }
        }
        boolean rungOnly = !current.remove("never rung");
        there.addAll(current);
        return rungOnly;
    }

    private static List<String> emptied(EmbeddedBroker broker, PartyId lane) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = broker.connections().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            MessageConsumer consumer = session.createConsumer(session.createQueue("lane." + lane));
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                texts.add(text(message));
            }
            session.commit();
        }
        return texts;
    }

    private static String text(Message message) {
        try {
            return message instanceof TextMessage text && text.getText() != null ? text.getText() : "";
        } catch (JMSException | RuntimeException mangled) {
            return "";
        }
    }

    /** As the gateway rings: several bells of a lane in a message, several messages in a transaction. Copied as a kill leaves it. */
    private static void ring() throws Exception {
        Path home = folder.resolve("broker");
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, new SecureRandom(), () -> {});
                Connection connection = broker.connections().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(null)) {
            int bells = 0;
            for (PartyId lane : LANES) {
                broker.ensureQueues(List.of("lane." + lane));
                List<String> lines = new ArrayList<>();
                RUNG_FOR.get(lane).forEach((delivery, dispatch) -> lines.add(delivery + ":" + dispatch));
                for (int from = 0, size = 1; from < lines.size(); from += size, size = size % 4 + 1) {
                    List<String> peal = lines.subList(from, Math.min(from + size, lines.size()));
                    TextMessage message = session.createTextMessage(String.join("\n", peal));
                    message.setStringProperty("_AMQ_DUPL_ID", peal.get(0));
                    producer.send(session.createQueue("lane." + lane), message);
                    bells += peal.size();
                }
                session.commit();
            }
            assertThat(bells).isEqualTo(BELLS);
            JournalDamage.copy(home, journal);
        }
        assertThat(Files.isDirectory(journal.resolve("journal"))).isTrue();
    }

    private static void insertHead(
            PartyId lane, long key, UUID delivery, String state, int dispatch, Instant rungAt, Instant claimedAt)
            throws SQLException {
        try (java.sql.Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        """
                insert into heads (lane, key_id, delivery_id, record_no, number, behind, priority, sender, id, type,
                    accepted_at, deadline, earliest_deadline, state, dispatch, rung_at, claimed_at)
                values (?, ?, ?, ?, 1, 0, 0, '990101.window', ?, 'case.accepted', ?::timestamptz, 'infinity', 'infinity',
                    ?, ?, ?::timestamptz, ?::timestamptz)
                """)) {
            insert.setString(1, lane.value());
            insert.setLong(2, key);
            insert.setObject(3, delivery);
            insert.setLong(4, key);
            insert.setString(5, "r" + key);
            insert.setString(6, RUNG.toString());
            insert.setString(7, state);
            insert.setInt(8, dispatch);
            insert.setString(9, rungAt == null ? null : rungAt.toString());
            insert.setString(10, claimedAt == null ? null : claimedAt.toString());
            insert.executeUpdate();
        }
    }

    private static Site site() {
        Map<PartyId, Party> parties = new HashMap<>();
        Endpoint.Push push = new Endpoint.Push(
                URI.create("https://127.0.0.1/"), Duration.ofSeconds(30), Repeat.SAFE, ReceiptKind.SEALED, 16);
        LANES.forEach(id -> parties.put(
                id,
                new Party(id, "甲", "A", "county", "department", List.of(), push, false, Duration.ofDays(30), 1 << 20)));
        return new Site(
                "990101",
                1,
                "示范县",
                "Demo County",
                "county",
                new PartyId("990101.gateway"),
                List.of(),
                parties,
                new SharingRules(List.of()),
                new Limits(
                        1 << 20, 1 << 24, 500, 1 << 30, 1L << 32, Duration.ofDays(30), Duration.ofDays(400), 32, 2000),
                List.of(),
                List.of(),
                WorkdayCalendar.shipped());
    }

    /**
     * What was found.
     *
     * @param tally by taking stock
     * @param there bells that the ledger rang last and that came out of their queue
     * @param neverRung messages with anything else than bells that were rung at some time
     */
    private record Stock(BellTally tally, long there, int neverRung) {}
}
