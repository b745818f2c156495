package org.tongqu.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.port.BodyCipher;
import org.tongqu.record.port.DeliveryLedger.AboutToSend;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.sharing.Grant;
import org.tongqu.record.sharing.Recipient;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;
import org.tongqu.record.site.Site;
import org.tongqu.record.ticket.Hotline;

/** A ledger on a database of its own, among honest small neighbours: a clock that is set, bells that are kept, a real cipher. */
final class World implements AutoCloseable {
    static final PartyId WINDOW = new PartyId("990101.window");
    static final PartyId SAFE = new PartyId("990101.tax");
    static final PartyId UNSAFE = new PartyId("990101.water");
    static final PartyId PULL = new PartyId("990101.bureau");
    static final PartyId OTHER = new PartyId("990101.gas");
    static final Instant START = Instant.parse("2026-03-10T08:00:00Z");
    static final Duration LEASE = Duration.ofSeconds(60);

    final HikariDataSource source;
    final SetClock clock = new SetClock();
    final BlockingQueue<Bell> bells = new LinkedBlockingQueue<>();
    final List<Transition> transitions = Collections.synchronizedList(new ArrayList<>());
    final Map<PartyId, Endpoint> endpoints = new ConcurrentHashMap<>(Map.of(
            SAFE, push(Repeat.SAFE),
            UNSAFE, push(Repeat.UNSAFE),
            OTHER, push(Repeat.BY_QUERY),
            PULL, new Endpoint.Pull()));
    /** The most bells of one lane. */
    volatile int outstanding = 2000;

    /** How long before its time what is awaited is told. */
    volatile Map<String, Duration> reminders = Map.of();

    volatile long mostOfAMaterial = 1 << 30;
    volatile long mostUnreferenced = 4L << 30;

    final PostgresLedger ledger;

    World() {
        this(Postgres.newDatabase());
    }

    private World(HikariDataSource source) {
        this.source = source;
        LedgerTables.migrate(source);
        this.ledger = node("node-1", source);
        ledger.makeMonths();
    }

    /** One more run of the only node, on the same database; the caller closes it. */
    PostgresLedger node(String name, DataSource through) {
        return node(new NodeRun("here", name), through);
    }

    /** Any run of any node, on the same database; the caller closes it. */
    PostgresLedger node(NodeRun node, DataSource through) {
        return node(LedgerSettings.defaults(node), through);
    }

    /** Any run of any node that works so, on the same database; the caller closes it. */
    PostgresLedger node(LedgerSettings settings, DataSource through) {
        return new PostgresLedger(new LedgerTables(through), settings, collaborators());
    }

    LedgerCollaborators collaborators() {
        return collaborators(new AesCipher());
    }

    LedgerCollaborators collaborators(BodyCipher cipher) {
        return new LedgerCollaborators(
                cipher,
                (record, digest, at, sequence, to) ->
                        sealed("receipt of " + record + " " + digest + " " + at + " " + sequence + " " + to),
                octetsDigests(),
                bells::addAll,
                new Heard(),
                this::site,
                clock,
                new SecureRandom());
    }

    static Digests octetsDigests() {
        return new Digests() {
            @Override
            public Digest sm3(byte[] octets) {
                return World.digest(octets);
            }

            @Override
            public Digest commitment(byte[] salt, byte[] octets) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Running running() {
                MessageDigest state = sha256();
                return new Running() {
                    @Override
                    public void update(byte[] octets, int from, int length) {
                        state.update(octets, from, length);
                    }

                    @Override
                    public Digest end() {
                        return Digest.of(state.digest());
                    }
                };
            }
        };
    }

    /** A stand-in of the same length; what kind of digest it is does not matter to the ledger. */
    static Digest digest(byte[] octets) {
        return Digest.of(sha256().digest(octets));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Seal seal(String text) {
        String part = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return new Seal("aGVhZGVy", part);
    }

    static SealedText sealed(String text) {
        return new SealedText(text, seal(Integer.toHexString(text.hashCode())));
    }

    static Endpoint.Push push(Repeat repeat) {
        return new Endpoint.Push(
                URI.create("https://127.0.0.1/"), Duration.ofSeconds(30), repeat, ReceiptKind.SEALED, 16);
    }

    private Site site() {
        Map<PartyId, Party> parties = new ConcurrentHashMap<>();
        endpoints.forEach((id, endpoint) -> parties.put(
                id,
                new Party(
                        id,
                        "甲",
                        "A",
                        "county",
                        "department",
                        List.of(),
                        endpoint,
                        false,
                        Duration.ofDays(30),
                        1 << 20)));
        Limits limits = new Limits(
                1 << 20,
                1 << 24,
                500,
                mostOfAMaterial,
                mostUnreferenced,
                Duration.ofDays(30),
                Duration.ofDays(400),
                32,
                outstanding);
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
                new SharingRules(List.of()),
                limits,
                List.of(),
                List.of(),
                WorkdayCalendar.shipped(),
                new Hotline(false, 0, 0, null, List.of(), reminders));
    }

    Admission admission(String id, String subject, PartyId... to) {
        return admission(id, subject, "body of " + id, "case.accepted", to);
    }

    Admission admission(String id, String subject, String body, String type, PartyId... to) {
        return full(id, subject, body, type, 0, clock.instant().plus(Duration.ofDays(30)), Map.of(), to);
    }

    Admission full(
            String id,
            String subject,
            String body,
            String type,
            int priority,
            Instant deadline,
            Map<String, String> plain,
            PartyId... to) {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        BusinessRecord record = new BusinessRecord(
                new RecordId(WINDOW, id),
                RecordType.parse(type),
                subject,
                START,
                StrictJson.object(),
                null,
                Collections.emptySortedSet(),
                null,
                priority,
                null,
                StrictJson.object(),
                octets);
        List<Recipient> recipients =
                Arrays.stream(to).map(p -> new Recipient(p, rule(record, p))).toList();
        return new Admission(
                record,
                Content.of(digest(octets)),
                null,
                seal("seal of " + id),
                new KeyId(WINDOW, "k1"),
                new BusinessKey("990101", record.type().family(), subject),
                recipients,
                1,
                deadline,
                plain,
                Map.of("/blind", digest(octets).octets()),
                Set.of());
    }

    private static SharingRule rule(BusinessRecord record, PartyId to) {
        return new SharingRule(
                "rule-" + to.value(),
                Set.of(record.type()),
                Set.of(WINDOW),
                Set.of(to),
                Optional.empty(),
                new Grant.Whole(),
                "办件",
                "条例",
                Set.of());
    }

    Receipt admit(String id, String subject, PartyId... to) {
        return committed(
                ledger.admissions().admit(List.of(admission(id, subject, to))).get(0));
    }

    static Receipt committed(Result result) {
        return ((Result.Committed) result).receipt();
    }

    static ProblemCode refused(Result result) {
        return ((Result.Refused) result).rejection().code();
    }

    /** The bells rung so far, taken away. */
    List<Bell> rung() {
        List<Bell> all = new ArrayList<>();
        bells.drainTo(all);
        return all;
    }

    /** The one bell rung since the last look. */
    Bell bell() {
        List<Bell> all = rung();
        if (all.size() != 1) {
            throw new AssertionError("expected one bell, not " + all);
        }
        return all.get(0);
    }

    ClaimedDelivery claim(Bell bell) {
        return ledger.deliveries().claim(List.of(bell), LEASE).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("not claimable"));
    }

    boolean conclude(ClaimedDelivery claim, Conclusion.End end) {
        return conclude(ledger, claim, end);
    }

    /** On any node: whether the claim still held. */
    static boolean conclude(PostgresLedger node, ClaimedDelivery claim, Conclusion.End end) {
        Conclusion conclusion = new Conclusion(claim.lane(), claim.id(), claim.token(), end);
        return node.deliveries().conclude(List.of(conclusion)).contains(claim.id());
    }

    /** Whether the claim of this token holds. */
    boolean keepSent(DeliveryId delivery, UUID token, SealedBody body) {
        return ledger.deliveries()
                .keepSent(List.of(new AboutToSend(delivery, token, body, Set.of())))
                .contains(delivery);
    }

    static Conclusion.End delivered() {
        return new Conclusion.Delivered(sealed("the party's receipt"));
    }

    static SealedBody original(ClaimedDelivery claim) {
        return new SealedBody(claim.octets(), seal("delivery " + claim.id()), claim.senderSeal());
    }

    DeliveryState state(String id, PartyId lane) {
        return ledger.records().find(new RecordId(WINDOW, id), WINDOW).orElseThrow().deliveries().stream()
                .filter(d -> d.recipient().equals(lane))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Override
    public void close() {
        ledger.close();
        source.close();
    }

    /** A clock that goes when told to. */
    static final class SetClock extends Clock {
        private volatile Instant now = START;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Heard implements Transitions {
        @Override
        public void accepted(RecordId record, RecordType type, int recipients, Duration took) {}

        @Override
        public void refused(ProblemCode code, @Nullable String about, Duration took) {}

        @Override
        public void ruleFailed(String rule, String reason) {}

        @Override
        public void changed(List<Transition> changed) {
            transitions.addAll(changed);
        }

        @Override
        public void brokerCompared(BellTally tally) {}
    }

    /** AES-GCM in place of SM4-GCM: it refuses what was moved to another context. */
    static final class AesCipher implements BodyCipher {
        private static final SecretKeySpec KEY = new SecretKeySpec(new byte[16], "AES");
        private final SecureRandom random = new SecureRandom();

        @Override
        public byte[] encrypt(byte[] plain, byte[] context) {
            byte[] iv = new byte[12];
            random.nextBytes(iv);
            byte[] sealed = crypt(Cipher.ENCRYPT_MODE, iv, plain, context);
            byte[] out = Arrays.copyOf(iv, iv.length + sealed.length);
            System.arraycopy(sealed, 0, out, iv.length, sealed.length);
            return out;
        }

        @Override
        public byte[] decrypt(byte[] sealed, byte[] context) {
            byte[] iv = Arrays.copyOf(sealed, 12);
            return crypt(Cipher.DECRYPT_MODE, iv, Arrays.copyOfRange(sealed, 12, sealed.length), context);
        }

        private static byte[] crypt(int mode, byte[] iv, byte[] in, byte[] context) {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(mode, KEY, new GCMParameterSpec(128, iv));
                cipher.updateAAD(context);
                return cipher.doFinal(in);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Collection<PartyId> lanes() {
        return List.of(SAFE, UNSAFE, PULL, OTHER);
    }
}
