package org.tongqu.adapters.rest;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.life.DueFilter;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.ProofVerifier;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.Sites;
import org.tongqu.record.query.Query;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Limits;
import tools.jackson.databind.JsonNode;

/** The door in a real container, with ports that do what a test tells them and remember what they were asked. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({RestDoor.class, DoorApplication.Elsewhere.class})
class DoorApplication {
    static final Limits LIMITS =
            new Limits(4096, 16 * 1024, 5, 64 * 1024, 256 * 1024, Duration.ofDays(30), Duration.ofDays(400), 32, 2000);

    /** Room for two batches of the limit and a half. */
    static final long BUDGET = 40 * 1024;

    /** A page beside the door, as the console has them. */
    @RestController
    static final class Elsewhere {
        @GetMapping("/elsewhere")
        String fail() {
            throw new IllegalStateException("a matter of the console");
        }
    }

    /** Fails before a request comes to the door, as a firewall in front of it could. */
    @Bean
    Filter failingFilter() {
        return (request, response, chain) -> {
            String path = ((HttpServletRequest) request).getRequestURI();
            if (path.endsWith("refused-by-a-filter")) {
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN, "canary");
            } else if (path.endsWith("broken-by-a-filter")) {
                throw new IllegalStateException("canary");
            } else {
                chain.doFilter(request, response);
            }
        };
    }

    @Bean
    @Primary
    BodyBudget smallBudget() {
        return new BodyBudget(BUDGET);
    }

    @Bean
    PublicAddress address() {
        return PublicAddress.AS_ASKED;
    }

    @Bean
    ClearPasswords passwords() {
        return new ClearPasswords(Set.of());
    }

    @Bean
    @Primary
    CodeTables tablesWithALamp() {
        return Samples.CODES;
    }

    @Bean
    Clock clock() {
        return Clock.fixed(Samples.NOON, ZoneOffset.UTC);
    }

    @Bean
    FakeIntake intake() {
        return new FakeIntake();
    }

    @Bean
    FakeInbox inbox() {
        return new FakeInbox();
    }

    @Bean
    FakeLedger ledger() {
        return new FakeLedger();
    }

    @Bean
    FakeProofs proofs() {
        return new FakeProofs();
    }

    @Bean
    Queries queries() {
        return new Queries() {
            @Override
            public SealedText ask(String type, byte[] octets, Seal seal) {
                return Samples.ANSWER;
            }

            @Override
            public SealedText askAttested(PartyId asker, String type, byte[] octets, Query.Said said) {
                throw new UnsupportedOperationException("not a matter of this door");
            }

            @Override
            public Optional<JsonNode> askInDialect(
                    PartyId asker, Translator translator, String call, byte[] message, LongConsumer room) {
                throw new UnsupportedOperationException("not a matter of this door");
            }
        };
    }

    @Bean
    FakeMaterials materials() {
        return new FakeMaterials();
    }

    /** The name of an address is the digest's digits behind those of the party's length. */
    @Bean
    FileAddresses fileAddresses() {
        return new FileAddresses() {
            @Override
            public String nameFor(PartyId party, Digest material) {
                return party.value().length() + material.value().substring(4);
            }

            @Override
            public Optional<Digest> read(PartyId party, String name) {
                String length = Integer.toString(party.value().length());
                return name.startsWith(length) && Digest.isShaped("sm3:" + name.substring(length.length()))
                        ? Optional.of(new Digest("sm3:" + name.substring(length.length())))
                        : Optional.empty();
            }
        };
    }

    @Bean
    ProofLedger uses() {
        return new ProofLedger() {
            @Override
            public boolean use(PartyId party, String jti, Instant until) {
                return true;
            }

            @Override
            public boolean useFor(PartyId party, String mark, String about, Instant until) {
                return true;
            }
        };
    }

    @Bean
    FakeGate gate() {
        return new FakeGate();
    }

    @Bean
    IncidentIds incidentIds() {
        return () -> "incident-1";
    }

    @Bean
    Sites sites() {
        return () -> Samples.SITE;
    }

    /** Keeps in memory what one party puts, whatever its digest; reads from it are slow if told so. */
    static final class FakeMaterials implements Materials {
        record Put(PartyId party, Digest name, Part part, byte[] octets) {}

        final List<Put> puts = new CopyOnWriteArrayList<>();
        volatile Function<Put, Upload> answer =
                put -> new Upload(put.name(), put.octets().length, put.octets().length, State.STORED);
        volatile @Nullable Upload upload;
        volatile PartyId reader = Samples.TAX;
        volatile byte[] octets = new byte[0];
        volatile @Nullable RuntimeException failure;
        volatile Runnable beforeWrite = () -> {};
        volatile boolean cutOff;

        @Override
        public Upload put(PartyId party, Digest name, Part part, InputStream stream) {
            try {
                Put put = new Put(party, name, part, stream.readAllBytes());
                puts.add(put);
                return answer.apply(put);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Upload keep(PartyId party, InputStream octets, long most) {
            throw new UnsupportedOperationException("not a matter of the door");
        }

        @Override
        public Optional<Upload> find(PartyId party, Digest name) {
            Upload known = upload;
            return known != null && known.name().equals(name) && party.equals(reader)
                    ? Optional.of(known)
                    : Optional.empty();
        }

        @Override
        public void read(PartyId party, Digest name, long from, long length, OutputStream to) throws IOException {
            if (failure != null) {
                to.write(octets, (int) from, (int) length / 2);
                to.flush();
                throw failure;
            }
            beforeWrite.run();
            try {
                to.write(octets, (int) from, (int) length);
            } catch (IOException e) {
                cutOff = true;
                throw e;
            }
        }

        @Override
        public Set<Digest> unknownTo(PartyId party, Collection<Digest> named) {
            throw new UnsupportedOperationException("not a matter of the door");
        }
    }

    /** Open unless told otherwise. */
    static final class FakeGate implements IntakeGate {
        volatile @Nullable Rejection reason;

        @Override
        public Optional<Rejection> closed() {
            return Optional.ofNullable(reason);
        }
    }

    /** Knows parties by the proof {@code proof-of.<party>}, and what each proof was held against. */
    static final class FakeProofs implements ProofVerifier {
        final List<String> verified = new CopyOnWriteArrayList<>();

        @Override
        public PartyId verify(String compact, String method, String target) {
            verified.add(method + " " + target);
            if (!compact.startsWith("proof-of.")) {
                throw new Rejection(ProblemCode.PROOF_INVALID, "The proof does not hold.");
            }
            return new PartyId(compact.substring("proof-of.".length()));
        }
    }

    /** Answers as it is told. */
    static final class FakeIntake implements Intake {
        record Submitted(byte[] octets, Seal seal) {}

        final List<Submitted> submitted = new CopyOnWriteArrayList<>();
        final List<List<SealedText>> batches = new CopyOnWriteArrayList<>();
        volatile Function<byte[], Receipt> answer = octets -> new Receipt(Samples.RECEIPT, false);
        volatile Function<List<SealedText>, List<ItemResult>> batchAnswer = items -> items.stream()
                .<ItemResult>map(item -> new ItemResult.Taken(new Receipt(Samples.RECEIPT, false)))
                .toList();

        @Override
        public Receipt submit(byte[] octets, Seal seal) {
            submitted.add(new Submitted(octets, seal));
            return answer.apply(octets);
        }

        @Override
        public List<ItemResult> submitBatch(List<SealedText> items) {
            batches.add(items);
            return batchAnswer.apply(items);
        }

        @Override
        public Heard submitMessage(PartyId party, Translator translator, String call, byte[] message) {
            throw new UnsupportedOperationException("not a matter of this door");
        }

        @Override
        public List<MessageResult> submitMessages(PartyId party, Translator translator, List<CalledMessage> messages) {
            throw new UnsupportedOperationException("not a matter of this door");
        }

        @Override
        public Receipt submitAttested(AttestedRecord attested) {
            throw new UnsupportedOperationException("not a matter of this door");
        }

        @Override
        public List<ItemResult> submitAttestedBatch(List<AttestedRecord> attested) {
            throw new UnsupportedOperationException("not a matter of this door");
        }

        @Override
        public Receipt submitOwn(byte[] octets) {
            throw new UnsupportedOperationException("not a matter of the door");
        }
    }

    /** Answers as it is told. */
    static final class FakeInbox implements Inbox {
        record Taken(PartyId party, int max, Duration waiting, Duration lease) {}

        final List<Taken> taken = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<List<Offer>>> waiting = new CopyOnWriteArrayList<>();
        volatile Function<Taken, CompletableFuture<List<Offer>>> offers =
                request -> CompletableFuture.completedFuture(List.of());
        volatile BiFunction<PartyId, List<SealedText>, List<ReceiptResult>> results = (party, receipts) -> List.of();

        @Override
        public CompletableFuture<List<Offer>> take(PartyId party, Portion most, Duration wait, Duration lease) {
            Taken request = new Taken(party, most.deliveries(), wait, lease);
            taken.add(request);
            CompletableFuture<List<Offer>> offered = offers.apply(request);
            waiting.add(offered);
            return offered;
        }

        @Override
        public List<ReceiptResult> acknowledge(PartyId party, List<SealedText> receipts) {
            return results.apply(party, receipts);
        }

        @Override
        public List<ReceiptResult> acknowledgeAttested(PartyId party, List<byte[]> receipts) {
            throw new UnsupportedOperationException("not a matter of this door");
        }
    }

    /** Knows the records it is given, each for one viewer. */
    static final class FakeLedger implements RecordLedger {
        record Listed(String subject, PartyId viewer, int limit, @Nullable String after) {}

        final List<Listed> listed = new CopyOnWriteArrayList<>();
        volatile @Nullable PartyId viewer;
        volatile @Nullable RecordView view;
        volatile Page page = new Page(new ArrayList<>(), null);

        @Override
        public Optional<RecordView> find(RecordId record, PartyId asking) {
            RecordView known = view;
            return known != null && known.record().equals(record) && asking.equals(viewer)
                    ? Optional.of(known)
                    : Optional.empty();
        }

        @Override
        public Page list(String subject, PartyId asking, int limit, @Nullable String after) {
            listed.add(new Listed(subject, asking, limit, after));
            return page;
        }

        @Override
        public DuePage due(DueFilter filter, int limit, @Nullable String after) {
            throw new UnsupportedOperationException("not a matter of the door");
        }

        @Override
        public List<LifeView> lives(String subject) {
            throw new UnsupportedOperationException("not a matter of the door");
        }

        @Override
        public List<RecordView> trace(String subject, int limit) {
            throw new UnsupportedOperationException("not a matter of the door");
        }
    }
}
