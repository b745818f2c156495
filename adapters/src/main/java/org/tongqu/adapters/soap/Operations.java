package org.tongqu.adapters.soap;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tongqu.adapters.rest.BodyBudget;
import org.tongqu.adapters.rest.Problem;
import org.tongqu.adapters.rest.WireTime;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.CallMessages;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.Inbox.Offer;
import org.tongqu.record.port.Inbox.ReceiptResult;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.Intake.AttestedRecord;
import org.tongqu.record.port.Intake.ItemResult;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.Sites;
import org.tongqu.record.query.Query;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Party;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The five operations: what REST has as calls, by the same ports and with the same answers. Thread-safe. */
final class Operations {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_WAITING = 16;
    /** Of the records that one answer tells. */
    private static final long MOST_OCTETS_TOLD = 1L << 20;
    /** What is told takes about so many times its length: in base 64 and as elements, as a text, as a tree, and as octets. */
    private static final int TOLD = 32;

    private static final int LARGEST_QUESTION = 64 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(15);
    /** What in a receipt names the message that said it. */
    private static final String KEPT = "message";

    private static final String RECORDED = "RECORDED";
    private static final List<String> RECEIPT = List.of("delivery", "outcome", "digest", "code", "reason", "at");

    private final Intake intake;
    private final IntakeGate gate;
    private final Inbox inbox;
    private final Queries queries;
    private final CallMessages messages;
    private final Sites sites;
    private final DataSchemas records;
    private final DataSchemas questions;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    Operations(
            Intake intake,
            IntakeGate gate,
            Inbox inbox,
            Queries queries,
            CallMessages messages,
            Sites sites,
            Schemas schemas) {
        this.intake = intake;
        this.gate = gate;
        this.inbox = inbox;
        this.queries = queries;
        this.messages = messages;
        this.sites = sites;
        this.records = DataSchemas.ofRecords(schemas);
        this.questions = DataSchemas.ofQuestions(schemas);
    }

    /**
     * Does what a call asks.
     *
     * @param caller who calls, for certain
     * @param operation the element of the Body
     * @param message as it came
     * @param share what the call holds of the door's budget: what is to be told comes to it
     * @return the element of the answer's Body
     * @throws Rejection as over REST
     */
    String perform(Party caller, Element operation, SoapMessage message, BodyBudget.Share share) {
        if (!Namespaces.EXCHANGE.equals(operation.getNamespaceURI())) {
            throw noSuchOperation();
        }
        return switch (operation.getLocalName()) {
            case "submit" -> submit(caller, operation, message);
            case "submitBatch" -> submitBatch(caller, operation, message);
            case "receive" -> receive(caller, operation, share);
            case "acknowledge" -> acknowledge(caller, operation, message);
            case "query" -> query(caller, operation, message, share);
            default -> throw noSuchOperation();
        };
    }

    private String submit(Party caller, Element operation, SoapMessage message) {
        requireOpen();
        Element record = Trees.child(operation, Namespaces.EXCHANGE, "record").orElseThrow(() -> missing("record"));
        requireOnly(operation, 1);
        Receipt receipt = intake.submitAttested(new AttestedRecord(
                caller.id(), RecordXml.envelope(record, records), new Message("soap submit", message.kept())));
        return XmlAnswer.element("submitResponse", answer -> answer.text("status", status(receipt))
                .sealed("receipt", receipt.sealed()));
    }

    private String submitBatch(Party caller, Element operation, SoapMessage message) {
        requireOpen();
        List<Element> items = Trees.children(operation, Namespaces.EXCHANGE, "record");
        requireOnly(operation, items.size());
        int most = sites.current().limits().maxBatchItems();
        if (items.size() > most) {
            throw new Rejection(ProblemCode.TOO_LARGE, "At most " + most + " records at once.");
        }
        List<byte[]> envelopes = envelopes(items);
        List<ItemResult> results = keeping(
                caller.id(),
                new Message("soap submitBatch", message.kept()),
                kept -> intake.submitAttestedBatch(envelopes.stream()
                        .map(envelope -> new AttestedRecord(caller.id(), envelope, reference(kept)))
                        .toList()),
                Operations::isNew);
        return XmlAnswer.element(
                "submitBatchResponse",
                answer -> results.forEach(result -> answer.with("result", inside -> put(inside, result))));
    }

    private List<byte[]> envelopes(List<Element> items) {
        List<byte[]> envelopes = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < items.size() && errors.size() < RecordXml.MOST_ERRORS; i++) {
            try {
                envelopes.add(RecordXml.envelope(items.get(i), records));
            } catch (Rejection malformed) {
                String place = "/" + i;
                malformed.errors().forEach(error -> errors.add(error.at(place + error.pointer())));
            }
        }
        if (!errors.isEmpty()) {
            throw new Rejection(
                    ProblemCode.MALFORMED,
                    "Records of the batch are not of the form that the WSDL states; nothing was taken.",
                    errors);
        }
        return envelopes;
    }

    /**
     * Does something with a message that is kept first, so that whatever is made of it can name it; a message of which nothing was made is
     * forgotten. Of a call that fails it is not known what was made.
     */
    private <T> List<T> keeping(PartyId caller, Message message, Function<String, List<T>> doing, Predicate<T> isMade) {
        String kept = messages.keep(caller, message);
        List<T> results = doing.apply(kept);
        if (results.stream().noneMatch(isMade)) {
            messages.drop(kept);
        }
        return results;
    }

    /** In the place of the message, of which each record would else have a copy. */
    private static Message reference(String kept) {
        return new Message("soap submitBatch", kept.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isNew(ItemResult result) {
        return result instanceof ItemResult.Taken taken && !taken.receipt().repeat();
    }

    private static void put(XmlAnswer answer, ItemResult result) {
        if (result instanceof ItemResult.Taken taken) {
            answer.text("status", status(taken.receipt()))
                    .sealed("receipt", taken.receipt().sealed());
        } else if (result instanceof ItemResult.Refused refused) {
            Problem problem = Problem.of(refused.rejection());
            answer.text("status", Integer.toString(problem.status()))
                    .with("problem", inside -> inside.members(problem.toJson()));
        }
    }

    private static String status(Receipt receipt) {
        return receipt.repeat() ? "200" : "202";
    }

    private String receive(Party caller, Element operation, BodyBudget.Share share) {
        List<FieldError> errors = new ArrayList<>();
        int max = number(operation, "max", 1, MOST_AT_ONCE, 50, errors);
        Duration wait = Duration.ofSeconds(number(operation, "wait", 0, 30, 0, errors));
        Duration lease = Duration.ofSeconds(number(operation, "lease", 10, 600, 60, errors));
        requireOnly(operation, (int) Stream.of("max", "wait", "lease")
                .filter(name ->
                        Trees.child(operation, Namespaces.EXCHANGE, name).isPresent())
                .count());
        if (!errors.isEmpty()) {
            throw new Rejection(ProblemCode.MALFORMED, "Parameters are out of range; see errors.", errors);
        }
        List<Offer> offers = thatFit(offers(caller.id(), new Portion(max, MOST_OCTETS_TOLD), wait, lease), share);
        return XmlAnswer.element(
                "receiveResponse",
                answer -> offers.forEach(offer -> answer.with("delivery", inside -> put(inside, offer))));
    }

    /** Only so many hold a thread while they wait; the others are told at once what there is. */
    private List<Offer> offers(PartyId party, Portion most, Duration wait, Duration lease) {
        boolean mayWait = !wait.isZero() && waiting.tryAcquire();
        try {
            Duration patience = mayWait ? wait : Duration.ZERO;
            return done(inbox.take(party, most, patience, lease), patience.plus(GRACE));
        } finally {
            if (mayWait) {
                waiting.release();
            }
        }
    }

    /** As many as there is room to tell; the others come again at the end of their lease. */
    private static List<Offer> thatFit(List<Offer> offers, BodyBudget.Share share) {
        List<Offer> fitting = offers.stream()
                .takeWhile(offer -> share.holds(told(offer.body().text())))
                .toList();
        if (fitting.isEmpty() && !offers.isEmpty()) {
            throw BodyBudget.noRoom("what there is comes again at the end of its lease.");
        }
        return fitting;
    }

    private static long told(String text) {
        return (long) text.length() * TOLD;
    }

    private static List<Offer> done(CompletableFuture<List<Offer>> offers, Duration patience) {
        try {
            return offers.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            offers.cancel(false);
            throw new Rejection(ProblemCode.UNAVAILABLE, "The inbox did not answer in time.");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            offers.cancel(false);
            throw new Rejection(ProblemCode.UNAVAILABLE, "The gateway is stopping.");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : new CompletionException(failed);
        }
    }

    private static void put(XmlAnswer answer, Offer offer) {
        SealedBody body = offer.body();
        answer.text("delivery", offer.delivery().value())
                .text("attempt", Integer.toString(offer.attempt()))
                .text("leaseUntil", WireTime.of(offer.leaseUntil()))
                .sealed("content", new SealedText(body.text(), body.seal()));
        Seal senders = body.senderSeal();
        if (senders != null) {
            answer.with("senderSeal", inside -> inside.text("protected", senders.protectedHeader())
                    .text("signature", senders.signature()));
        }
        putRecord(answer, body.text());
    }

    /** The same once more as elements, for who does not read JSON; left out where XML has not every character of it. */
    private static void putRecord(XmlAnswer answer, String text) {
        record(text)
                .filter(record -> XmlAnswer.canSay(StrictJson.writeText(record)) && XmlAnswer.canSay(texts(record)))
                .ifPresent(record -> answer.with("record", inside -> put(inside, record)));
    }

    private static Optional<ObjectNode> record(String text) {
        try {
            return StrictJson.parse(text) instanceof ObjectNode record ? Optional.of(record) : Optional.empty();
        } catch (MalformedJson ofADialect) {
            return Optional.empty();
        }
    }

    private static String texts(JsonNode node) {
        StringBuilder all = new StringBuilder();
        node.forEach(child -> all.append(child.isContainer() ? texts(child) : child.asString("")));
        return all.toString();
    }

    private static void put(XmlAnswer answer, ObjectNode record) {
        RecordXml.ATTRIBUTES.stream().filter(record::has).forEach(name -> answer.value(name, record.get(name)));
        answer.with("data", data -> data.value(record.path("type").asString("data"), record.path("data")));
    }

    private String acknowledge(Party caller, Element operation, SoapMessage message) {
        List<Element> items = Trees.children(operation, Namespaces.EXCHANGE, "receipt");
        requireOnly(operation, items.size());
        if (items.size() > MOST_AT_ONCE) {
            throw new Rejection(ProblemCode.TOO_LARGE, "At most " + MOST_AT_ONCE + " receipts at once.");
        }
        List<ObjectNode> receipts = items.stream().map(Operations::receipt).toList();
        List<ReceiptResult> results = receipts.isEmpty()
                ? List.of()
                : keeping(
                        caller.id(),
                        new Message("soap acknowledge", message.kept()),
                        kept -> inbox.acknowledgeAttested(
                                caller.id(),
                                receipts.stream()
                                        .map(receipt -> StrictJson.write(receipt.put(KEPT, kept)))
                                        .toList()),
                        result -> result.code().equals(RECORDED));
        return XmlAnswer.element(
                "acknowledgeResponse",
                answer -> results.forEach(
                        result -> answer.with("result", inside -> inside.text("delivery", result.delivery())
                                .text("status", Integer.toString(result.status()))
                                .text("code", result.code()))));
    }

    private static ObjectNode receipt(Element item) {
        ObjectNode receipt = StrictJson.object();
        RECEIPT.forEach(name -> Trees.child(item, Namespaces.EXCHANGE, name)
                .ifPresent(member -> receipt.put(name, member.getTextContent())));
        requireOnly(item, receipt.size());
        return receipt;
    }

    private String query(Party caller, Element operation, SoapMessage message, BodyBudget.Share share) {
        Element record = Trees.child(operation, Namespaces.EXCHANGE, "record").orElseThrow(() -> missing("record"));
        requireOnly(operation, 1);
        byte[] question = RecordXml.envelope(record, questions);
        if (question.length > LARGEST_QUESTION) {
            throw new Rejection(ProblemCode.TOO_LARGE, "A question may have at most " + LARGEST_QUESTION + " bytes.");
        }
        String type = StrictJson.parse(question).path("type").asString("");
        SealedText sealed =
                queries.askAttested(caller.id(), type, question, new Query.Said("soap query", message.kept()));
        if (!share.holds(told(sealed.payload()))) {
            throw BodyBudget.noRoom("ask again under the same id.");
        }
        return XmlAnswer.element("queryResponse", answer -> {
            answer.sealed("answer", sealed);
            JsonNode results = StrictJson.parse(sealed.payload()).path("results");
            results.forEach(result -> answer.with("result", inside -> inside.value(type, result)));
        });
    }

    private void requireOpen() {
        gate.closed().ifPresent(closed -> {
            throw closed;
        });
    }

    private static int number(
            Element operation, String name, int least, int most, int otherwise, List<FieldError> errors) {
        Optional<String> text = Trees.child(operation, Namespaces.EXCHANGE, name)
                .map(element -> element.getTextContent().strip());
        if (text.isEmpty()) {
            return otherwise;
        }
        int number = WHOLE.matcher(text.get()).matches() ? Integer.parseInt(text.get()) : -1;
        if (number < least || number > most) {
            errors.add(new FieldError(
                    "/" + name,
                    "range",
                    "应为 " + least + " 到 " + most + " 的整数",
                    "expected a whole number from " + least + " to " + most));
        }
        return number;
    }

    private static void requireOnly(Element parent, int expected) {
        if (Trees.children(parent).size() != expected || Trees.hasText(parent)) {
            throw new Rejection(
                    ProblemCode.MALFORMED,
                    "The element " + parent.getLocalName() + " holds something that the WSDL does not state.");
        }
    }

    private static Rejection missing(String name) {
        return new Rejection(ProblemCode.MALFORMED, "The element " + name + " is missing.");
    }

    private static Rejection noSuchOperation() {
        return new Rejection(
                ProblemCode.NOT_FOUND,
                "The Body must hold one of submit, submitBatch, receive, acknowledge, query of " + Namespaces.EXCHANGE
                        + ".");
    }
}
