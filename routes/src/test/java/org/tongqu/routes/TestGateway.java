package org.tongqu.routes;

import jakarta.jms.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.Provider;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.query.Answered;
import org.tongqu.record.query.Query;
import org.tongqu.record.query.Transcript;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Party;
import org.tongqu.routes.intake.SealedReceiptIssuer;
import org.tongqu.routes.lane.JmsBells;
import org.tongqu.routes.lane.Queues;

/** The routes with fake ports around them: everything between the door and the partner is real. */
final class TestGateway implements AutoCloseable, Channel, Transitions {
    final TestSeals seals = new TestSeals();
    final ClockThatJumps clock = new ClockThatJumps();
    final DefaultCamelContext camel = new DefaultCamelContext();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<BellTally> tallies = new CopyOnWriteArrayList<>();
    final JmsBells bells;
    final InMemoryLedger ledger;
    final InMemoryQueries queries = new InMemoryQueries();
    final TestPlace place = new TestPlace();
    final InMemoryPickUps pickUpLedger = new InMemoryPickUps();
    final Routes routes;
    final List<String> unmapped = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    final KnownMaterials materials = new KnownMaterials();
    private final ExecutorService partners = Executors.newCachedThreadPool();
    private volatile BiFunction<Query, Provider.Files, CompletableFuture<Answered>> provider =
            (query, files) -> new CompletableFuture<>();
    /** Why nothing is taken; null while it is. */
    volatile @Nullable Rejection closed;

    private volatile Partner partner = (delivery, body, party) -> receipt(party.id(), delivery, body);

    TestGateway(TestSite site, ConnectionFactory broker, Queues queues) throws Exception {
        bells = new JmsBells(site, broker, queues, clock);
        ledger = new InMemoryLedger(new SealedReceiptIssuer(seals), bells, clock);
        routes = new Routes(
                camel,
                new Routes.Ports(
                        site,
                        seals,
                        seals,
                        seals,
                        seals,
                        ledger,
                        materials,
                        (party, where) -> {
                            throw new UnsupportedOperationException("nobody points to files");
                        },
                        () -> Optional.ofNullable(closed),
                        new FileAddresses() {
                            @Override
                            public String nameFor(PartyId party, Digest material) {
                                throw new UnsupportedOperationException("nobody is pointed to files");
                            }

                            @Override
                            public Optional<Digest> read(PartyId party, String name) {
                                return Optional.empty();
                            }
                        },
                        (part, digest, message) -> {
                            throw new UnsupportedOperationException("nobody tells records in parts");
                        },
                        new ListedCodes(),
                        ledger,
                        ledger,
                        now -> false,
                        this,
                        queries,
                        this::asked,
                        List.of(place),
                        pickUpLedger,
                        this),
                bells,
                () -> "incident",
                clock,
                scheduler);
    }

    /** What whoever is asked answers from now on. */
    void providerAnswers(BiFunction<Query, Provider.Files, CompletableFuture<Answered>> answers) {
        provider = answers;
    }

    private CompletableFuture<Answered> asked(Query query, Party party, Provider.Files files, Transcript transcript) {
        transcript.asked("test ask", "?");
        return provider.apply(query, files);
    }

    /** Without a broker: the door and the inboxes only. */
    static TestGateway withoutLanes(TestSite site) throws Exception {
        TestGateway gateway = new TestGateway(site, new ActiveMQConnectionFactory("vm://77"), new NoQueues());
        gateway.camel.start();
        return gateway;
    }

    private final class ListedCodes implements UnmappedCodes {
        @Override
        public void noticed(PartyId party, String family, boolean isHeard, List<FieldError> errors) {
            errors.forEach(error ->
                    unmapped.add((isHeard ? "from " : "for ") + party + " " + family + " " + error.unmapped()));
        }

        @Override
        public List<Missing> latest(int most) {
            return List.of();
        }
    }

    /** The machine's, and what it was put ahead. */
    static final class ClockThatJumps extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void jump(Duration further) {
            ahead = ahead.plus(further);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class NoQueues implements Queues {
        @Override
        public void ensure(String queue) {}

        @Override
        public Set<String> holding(Set<String> known) {
            return Set.of();
        }
    }

    private volatile Function<ClaimedDelivery, Optional<Answer>> status = delivery -> Optional.empty();

    void partner(Partner behaviour) {
        partner = behaviour;
    }

    /** What a partner answers; it has all the time it wants. */
    interface Partner {
        Answer answer(ClaimedDelivery delivery, SealedBody body, Party party);
    }

    Receipt submit(byte[] octets) {
        return routes.intake().submit(octets, TestSeals.by(TestSite.WINDOW, SealType.RECORD, octets));
    }

    Answer receipt(PartyId party, ClaimedDelivery delivery, SealedBody body) {
        return new Answer.Receipted(ack(party, delivery.id().value(), "DELIVERED", body));
    }

    SealedText ack(PartyId party, String delivery, String outcome, SealedBody body) {
        String payload = StrictJson.writeText(StrictJson.object()
                .put("delivery", delivery)
                .put("outcome", outcome)
                .put("digest", seals.sm3(body.octets()).value())
                .put("code", "E7")
                .put("reason", "缺材料"));
        return new SealedText(payload, TestSeals.by(party, SealType.ACK, payload.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public CompletableFuture<Answer> send(ClaimedDelivery delivery, SealedBody body, Party party) {
        Partner now = partner;
        return CompletableFuture.supplyAsync(() -> now.answer(delivery, body, party), partners);
    }

    @Override
    public CompletableFuture<Optional<Answer>> ask(ClaimedDelivery delivery, Party party) {
        return CompletableFuture.supplyAsync(() -> status.apply(delivery), partners);
    }

    /** What a partner knows of a delivery. */
    void status(Function<ClaimedDelivery, Optional<Answer>> known) {
        status = known;
    }

    @Override
    public void accepted(RecordId record, RecordType type, int recipients, Duration took) {
        told.add("accepted " + record.id() + " for " + recipients);
    }

    @Override
    public void refused(ProblemCode code, @Nullable String about, Duration took) {
        told.add("refused " + code + " of " + about);
    }

    @Override
    public void ruleFailed(String rule, String reason) {
        told.add("rule failed " + rule + " " + reason);
    }

    @Override
    public void changed(List<Transition> transitions) {}

    @Override
    public void brokerCompared(BellTally tally) {
        tallies.add(tally);
    }

    @Override
    public void close() {
        routes.close();
        scheduler.shutdownNow();
        partners.shutdownNow();
    }
}
