package org.tongqu.adapters.soap;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletRequest;
import org.tongqu.adapters.rest.BodyBudget;
import org.tongqu.adapters.rest.ClearPasswords;
import org.tongqu.adapters.rest.ProblemResolver;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.Sha256;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.CallMessages;
import org.tongqu.record.port.ChannelKeys;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.Sites;
import org.tongqu.record.query.Query;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;
import org.tongqu.record.site.SoapAccess;
import tools.jackson.databind.JsonNode;

/** The fictional county 990101 around the SOAP service: ports that remember what they were asked and answer as they are told. */
final class SoapWorld implements Intake, Inbox, Queries, CallMessages, ProofLedger, ChannelKeys {
    static final PartyId WINDOW = new PartyId("990101.window");
    static final PartyId SIGNER = new PartyId("990101.signer");
    static final PartyId SHOWING = new PartyId("990101.showing");
    static final PartyId SILENT = new PartyId("990101.silent");
    static final String PASSWORD = "a password & more";
    static final TestKeys RSA = TestKeys.rsa("signer");
    static final TestKeys EC = TestKeys.ec("signer");
    static final TestKeys GATEWAY = TestKeys.ec("gateway");
    static final TestKeys STRANGER = TestKeys.rsa("stranger");
    static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
    static final Seal SEAL = new Seal("eyJhbGciOiJTTTJTTTMifQ", "c2lnbmF0dXJl");
    static final SealedText RECEIPT = new SealedText("{\"id\":\"r-1\",\"说\":\"\\\"\"}", SEAL);

    static final long BUDGET = 64L << 20;

    final BodyBudget budget = new BodyBudget(BUDGET);
    final List<AttestedRecord> submitted = new ArrayList<>();
    final List<List<AttestedRecord>> batches = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final List<List<String>> receipts = new ArrayList<>();
    final TreeMap<String, String> kept = new TreeMap<>();
    Query.@Nullable Said said;
    final Set<String> used = new HashSet<>();
    Function<AttestedRecord, Receipt> answer = record -> new Receipt(RECEIPT, false);
    Function<List<AttestedRecord>, List<ItemResult>> batchAnswer = items -> items.stream()
            .<ItemResult>map(item -> new ItemResult.Taken(new Receipt(RECEIPT, false)))
            .toList();
    List<Offer> offers = List.of();
    List<ReceiptResult> results = List.of();
    SealedText found = new SealedText("{\"results\":[]}", SEAL);
    Optional<Rejection> closed = Optional.empty();
    Instant now = NOON;
    Set<InetAddress> trusted = Set.of();
    String taken = "";

    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    final Site site = new Site(
            "990101",
            1,
            "示范县",
            "Model County",
            "county",
            PartyId.gatewayOf("990101"),
            List.of(),
            parties(),
            new SharingRules(List.of()),
            Limits.DEFAULTS,
            List.of(),
            List.of(),
            WorkdayCalendar.shipped());

    Sites sites() {
        return () -> site;
    }

    Exchange exchange() {
        return new Exchange(
                new Callers(
                        sites(), new SignedMessages(this, sites(), this, clock), new ClearPasswords(trusted), clock),
                new Operations(this, () -> closed, this, this, this, sites(), Schemas.shipped()),
                new AnswerSigner(this, clock),
                new ProblemResolver(() -> "incident-1"),
                () -> "answer-1");
    }

    /** What is answered to a message that came through the guard. */
    String call(String message, String... headers) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", SoapGuard.PATH);
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        return call(message, request);
    }

    String call(String message, MockHttpServletRequest request) {
        SoapMessage scanned = MessageScan.scan(message.getBytes(StandardCharsets.UTF_8));
        try (BodyBudget.Share share = budget.share()) {
            return new String(exchange().answer(scanned, request, share).octets(), StandardCharsets.UTF_8);
        }
    }

    private static Map<PartyId, Party> parties() {
        Map<PartyId, Party> parties = new HashMap<>();
        add(parties, WINDOW, new SoapAccess(false, () -> PASSWORD, Set.of(), Set.of()));
        add(parties, SIGNER, new SoapAccess(true, null, Set.of(), Set.of("https://gateway.example/soap/exchange")));
        add(parties, SHOWING, new SoapAccess(false, null, Set.of(fingerprint(STRANGER.certificate())), Set.of()));
        add(parties, SILENT, null);
        return parties;
    }

    private static void add(Map<PartyId, Party> parties, PartyId id, SoapAccess access) {
        parties.put(
                id,
                new Party(
                        id,
                        "某",
                        "Somebody",
                        "county",
                        "window",
                        List.of(),
                        new Endpoint.Pull(),
                        false,
                        Party.DEFAULT_MAX_RECORD_AGE,
                        Party.DEFAULT_MAX_RECORD_SIZE,
                        null,
                        null,
                        access,
                        null));
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return Sha256.hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public KeyId ownerOf(X509Certificate certificate) {
        if (certificate.equals(RSA.certificate()) || certificate.equals(EC.certificate())) {
            return new KeyId(SIGNER, "k1");
        }
        throw new Rejection(ProblemCode.KEY_NOT_ACCEPTED, "none of a party");
    }

    @Override
    public OwnKey own() {
        return new OwnKey(GATEWAY.key(), List.of(GATEWAY.certificate()));
    }

    @Override
    public boolean use(PartyId party, String jti, Instant until) {
        return used.add(party + " " + jti);
    }

    @Override
    public boolean useFor(PartyId party, String mark, String about, Instant until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Receipt submitAttested(AttestedRecord attested) {
        submitted.add(attested);
        return answer.apply(attested);
    }

    @Override
    public List<ItemResult> submitAttestedBatch(List<AttestedRecord> attested) {
        batches.add(attested);
        return batchAnswer.apply(attested);
    }

    @Override
    public CompletableFuture<List<Offer>> take(PartyId party, Portion most, Duration wait, Duration lease) {
        taken = party + " " + most.deliveries() + " " + most.octets() + " " + wait + " " + lease;
        return CompletableFuture.completedFuture(offers);
    }

    @Override
    public List<ReceiptResult> acknowledgeAttested(PartyId party, List<byte[]> payloads) {
        receipts.add(payloads.stream()
                .map(one -> party + " " + new String(one, StandardCharsets.UTF_8))
                .toList());
        return results;
    }

    @Override
    public String keep(PartyId sender, Message message) {
        String name = "urn:uuid:" + kept.size();
        kept.put(name, sender + " " + message.dialect() + " " + new String(message.octets(), StandardCharsets.UTF_8));
        return name;
    }

    @Override
    public void drop(String name) {
        kept.remove(name);
    }

    @Override
    public SealedText askAttested(PartyId asker, String type, byte[] octets, Query.Said saidSo) {
        said = saidSo;
        asked.add(asker + " " + type + " " + new String(octets, StandardCharsets.UTF_8));
        return found;
    }

    @Override
    public Receipt submit(byte[] octets, Seal seal) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ItemResult> submitBatch(List<SealedText> items) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Receipt submitOwn(byte[] octets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Heard submitMessage(PartyId party, Translator translator, String call, byte[] message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<MessageResult> submitMessages(PartyId party, Translator translator, List<CalledMessage> messages) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ReceiptResult> acknowledge(PartyId party, List<SealedText> sealed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SealedText ask(String type, byte[] octets, Seal seal) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<JsonNode> askInDialect(
            PartyId asker, Translator translator, String call, byte[] message, LongConsumer room) {
        throw new UnsupportedOperationException();
    }
}
