package org.tongqu.adapters.dialect;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * How one family of platforms speaks. Immutable and thread-safe.
 *
 * @param family its name, as {@code guizhou-rest}
 * @param nameZh in Chinese
 * @param nameEn in English
 * @param charset of its messages
 * @param format of its messages
 * @param tables one for each call and type of record
 * @param queries one for each call by which questions are asked
 * @param codes its code maps by name
 * @param answers what its answers mean
 * @param wire how its messages go over HTTP
 * @param version a digest of the files that it was read from
 */
public record Dialect(
        String family,
        String nameZh,
        String nameEn,
        Charset charset,
        MessageFormat format,
        List<FieldTable> tables,
        List<QueryTable> queries,
        Map<String, CodeMap> codes,
        AnswerClassifier answers,
        Wire wire,
        String version)
        implements Translator {
    /** Copies the list and the map. */
    public Dialect {
        tables = List.copyOf(tables);
        queries = List.copyOf(queries);
        codes = Map.copyOf(codes);
    }

    /**
     * The text of a partner's message.
     *
     * @throws Untranslatable if the octets are none in its charset; a mark of the order of octets in front does not count
     */
    public String decode(byte[] octets) throws Untranslatable {
        return Charsets.decode(octets, charset);
    }

    /**
     * The octets of a message to a partner.
     *
     * @throws Untranslatable if its charset does not have one of the characters
     */
    public byte[] encode(String text) throws Untranslatable {
        return Charsets.encode(text, charset);
    }

    /**
     * The octets of a partner's message that came as a text within another: as {@link #decode} reads them.
     *
     * @throws Untranslatable if its charset does not have one of the characters
     */
    public byte[] octets(String message) throws Untranslatable {
        return Charsets.encode(message, Charsets.reading(charset));
    }

    /** The charset of what goes over HTTP: that of the messages, but for envelopes of SOAP that have their own. */
    public Charset charsetOnTheWay() {
        return wire.transport().service().map(Soap::charset).orElse(charset);
    }

    /**
     * The text of an answer, as it went over HTTP.
     *
     * @throws Untranslatable if the octets are none in its charset
     */
    public String answer(byte[] octets) throws Untranslatable {
        return Charsets.decode(octets, charsetOnTheWay());
    }

    /**
     * The text of an answer that may be cut off or in another charset, as far as it goes: it fits no rule, or says no. What is none in the
     * charset is replaced, so nothing of it is handed on before {@link #answer} has taken it.
     */
    public String answerAsFarAsPossible(byte[] octets) {
        return Charsets.decodeAsFarAsPossible(octets, charsetOnTheWay());
    }

    /**
     * What an answer says, for the rules and tables to read; of SOAP what stands in its envelope.
     *
     * @param body of the answer, as text
     */
    public String heard(String body) {
        return wire.transport()
                .service()
                .map(soap -> soap.heard(body, answers.format()))
                .orElse(body);
    }

    /**
     * What stands in a partner's message at this JSON pointer, to be quoted in an answer; empty if it is no text, or has a character that
     * the charset does not have.
     */
    public String quoted(JsonNode message, String pointer) {
        JsonNode found = FieldPath.of(pointer).find(message);
        String text = found == null || found.isContainer() ? "" : found.asString();
        return charset.newEncoder().canEncode(text) ? text : "";
    }

    /**
     * What an answer to one of our messages means.
     *
     * @param status of HTTP
     * @param headers as {@link AnswerClassifier#classify} asks for them
     * @param body as {@link #decode} gives it
     * @param message that is answered
     */
    public AnswerClassifier.Meaning meaning(int status, UnaryOperator<String> headers, String body, String message) {
        return answers.classify(status, headers, body, pointer -> {
            JsonNode found = FieldPath.of(pointer).find(tree(message));
            return found == null || found.isContainer() ? "" : found.asString();
        });
    }

    /**
     * Read when a rule looks at it, which few do. One that was made when the dialect had another format says nothing that an answer could
     * repeat.
     */
    private JsonNode tree(String message) {
        try {
            return format.read(message);
        } catch (Untranslatable ofAnotherFormat) {
            return StrictJson.object();
        }
    }

    @Override
    public boolean tells(RecordType type) {
        return tables.stream()
                .anyMatch(
                        table -> table.type().equals(type) && table.direction().writes());
    }

    @Override
    public boolean asks(RecordType type) {
        return queries.stream().anyMatch(table -> table.type().equals(type));
    }

    /** Whether partners' systems may ask us by this call: where it says what for, and the dialect how we answer. */
    public boolean isAsked(QueryTable table) {
        return table.isCallable() && !wire.answers().isEmpty();
    }

    /** The operations of its service by which partners' systems call us, in their order. */
    public List<Soap.Operation> calledFor(Soap soap) {
        List<String> calls = Stream.concat(
                        tables.stream().filter(table -> table.arrival() != null).map(FieldTable::message),
                        queries.stream().filter(this::isAsked).map(QueryTable::message))
                .toList();
        return soap.operations().stream()
                .filter(one -> calls.stream()
                        .anyMatch(
                                call -> soap.operation(call).filter(one::equals).isPresent()))
                .toList();
    }

    /** The call at this path and by this method by which partners' systems ask us; empty if there is none. */
    public Optional<QueryTable> asked(String path, String method) {
        return queries.stream()
                .filter(table -> isAsked(table)
                        && table.path().equals(path)
                        && wire.transport().method(table.message()).name().equals(method))
                .findFirst();
    }

    /** The call by which this question is asked: where there are several, the first that the question has enough for; empty if there is none. */
    public Optional<QueryTable> query(RecordType type, JsonNode data) {
        List<QueryTable> calls =
                queries.stream().filter(table -> table.type().equals(type)).toList();
        return calls.stream().filter(table -> table.fits(data)).findFirst().or(() -> calls.stream()
                .findFirst());
    }

    /**
     * The messages of a record, in the order in which they are to be told, as {@link KeptMessages} has them.
     *
     * @throws Rejection as {@link Translator#toTheirs} says
     */
    @Override
    public byte[] toTheirs(RecordType type, JsonNode data, Telling telling, SentFiles files) {
        List<KeptMessages.Message> messages = new ArrayList<>();
        try {
            for (FieldTable call : tables(type)) {
                String text = format.write(call.toTheirs(data, telling, files, Trace.NONE));
                encode(text);
                messages.add(new KeptMessages.Message(call.message(), call.path(), text));
            }
        } catch (Untranslatable refused) {
            throw rejection(refused);
        }
        return new KeptMessages(family, messages).toOctets();
    }

    @Override
    public boolean stillTells(RecordType type, byte[] made) {
        return tellings(type, made).isPresent();
    }

    /** The messages in what {@link #toTheirs} made; empty if they were made for other calls, or cannot be written in its charset any more. */
    public Optional<List<KeptMessages.Message>> tellings(RecordType type, byte[] made) {
        return KeptMessages.read(made)
                .filter(kept -> kept.family().equals(family) && areCallsOf(type, kept))
                .map(KeptMessages::messages);
    }

    private boolean areCallsOf(RecordType type, KeptMessages kept) {
        List<FieldTable> calls = tables(type);
        if (calls.size() != kept.messages().size()) {
            return false;
        }
        for (int i = 0; i < calls.size(); i++) {
            KeptMessages.Message message = kept.messages().get(i);
            if (!message.call().equals(calls.get(i).message())
                    || !message.path().equals(calls.get(i).path())
                    || !charset.newEncoder().canEncode(message.text())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isTimedByArrival(String call, byte[] message) {
        if (arriving(call).stream().noneMatch(FieldTable::isTimedByArrival)) {
            return false;
        }
        try {
            return arriving(call, format.read(decode(message))).isTimedByArrival();
        } catch (Untranslatable refused) {
            throw rejection(refused);
        }
    }

    @Override
    public String repeatableAs(String call, byte[] message) {
        if (arriving(call).stream().allMatch(table -> sharedWith(table) == null)) {
            return call;
        }
        try {
            return Objects.requireNonNullElse(sharedWith(arriving(call, format.read(decode(message)))), call);
        } catch (Untranslatable refusedLater) {
            return call;
        }
    }

    @Override
    public String discerning(String call, byte[] message) {
        if (arriving(call).stream()
                .noneMatch(table ->
                        table.arrival() != null && !table.arrival().discerning().isEmpty())) {
            return "";
        }
        try {
            JsonNode tree = format.read(decode(message));
            return arriving(call, tree).discerning(tree);
        } catch (Untranslatable refused) {
            throw rejection(refused);
        }
    }

    private static @Nullable String sharedWith(FieldTable table) {
        Arrival arrival = table.arrival();
        return arrival == null ? null : arrival.sharedWith();
    }

    @Override
    public byte[] toOurs(PartyId source, String call, byte[] message, Instant cameAt, ReceivedFiles files) {
        try {
            Aggregation aggregation = aggregations().get(call);
            if (aggregation != null) {
                return StrictJson.write(aggregation.toEnvelope(source, trees(message), files));
            }
            JsonNode tree = format.read(decode(message));
            return StrictJson.write(arriving(call, tree).toEnvelope(source, tree, cameAt, files));
        } catch (Untranslatable refused) {
            throw rejection(refused);
        }
    }

    @Override
    public PartnerQuestion question(String call, byte[] message, ReceivedFiles files) {
        try {
            return asked(call).question(format.read(decode(message)), files, Trace.NONE);
        } catch (Untranslatable refused) {
            throw rejection(refused);
        }
    }

    @Override
    public JsonNode results(String call, List<? extends JsonNode> results, SentFiles files) {
        try {
            return asked(call).results(results, files, Trace.NONE);
        } catch (Untranslatable refused) {
            throw rejection(refused);
        }
    }

    private QueryTable asked(String call) throws Untranslatable {
        return queries.stream()
                .filter(table -> table.message().equals(call))
                .findFirst()
                .orElseThrow(() -> new Untranslatable(List.of(noSuchCall(call))));
    }

    @Override
    public Optional<MessagePart> partOf(PartyId source, String call, byte[] message) {
        if (arriving(call).stream().noneMatch(FieldTable::isPart)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = format.read(decode(message));
            FieldTable table = arriving(call, tree);
            if (!table.isPart()) {
                return Optional.empty();
            }
            String whole = table.type().toString();
            return Optional.of(new MessagePart(
                    new RecordId(source, table.recordId(tree)),
                    call,
                    Objects.requireNonNull(aggregations().get(whole)).calls(),
                    whole));
        } catch (Untranslatable refused) {
            throw rejection(refused);
        }
    }

    @Override
    public byte[] together(MessagePart part, Map<String, byte[]> messages) {
        try {
            List<KeptMessages.Message> parts = new ArrayList<>();
            for (FieldTable table : Objects.requireNonNull(aggregations().get(part.whole()), part.whole())
                    .parts()) {
                byte[] message = Objects.requireNonNull(messages.get(table.message()), table.message());
                parts.add(new KeptMessages.Message(table.message(), table.path(), decode(message)));
            }
            return new KeptMessages(family, parts).toOctets();
        } catch (Untranslatable refused) {
            throw rejection(refused);
        }
    }

    @Override
    public Map<String, byte[]> apart(byte[] together) {
        Map<String, byte[]> messages = new HashMap<>();
        KeptMessages.read(together).ifPresent(kept -> kept.messages()
                .forEach(message -> messages.put(message.call(), message.text().getBytes(Charsets.reading(charset)))));
        return messages;
    }

    private Map<String, JsonNode> trees(byte[] together) throws Untranslatable {
        Map<String, JsonNode> messages = new HashMap<>();
        for (Map.Entry<String, byte[]> message : apart(together).entrySet()) {
            messages.put(message.getKey(), format.read(decode(message.getValue())));
        }
        return messages;
    }

    /** The messages that are one record together, by what they together are called. */
    public Map<String, Aggregation> aggregations() {
        return Aggregation.of(tables);
    }

    /**
     * The table by which a message of this call is read. What a message says of itself counts more than what it lacks: else its faults
     * would be told by the table of another record.
     *
     * @throws Untranslatable if there is no such call, or the message says what several records are about
     */
    public FieldTable arriving(String call, JsonNode message) throws Untranslatable {
        List<FieldTable> candidates = arriving(call);
        if (candidates.isEmpty()) {
            throw new Untranslatable(List.of(noSuchCall(call)));
        }
        requireOneBlock(candidates, message);
        List<FieldTable> named =
                candidates.stream().filter(one -> one.isNamedBy(message)).toList();
        List<FieldTable> standing = candidates.stream()
                .filter(one -> one.root().find(message) != null)
                .sorted(Comparator.comparingLong(one -> one.contradictions(message)))
                .toList();
        return Stream.of(
                        recognising(named, message),
                        named,
                        recognising(candidates, message),
                        nearest(candidates, message),
                        standing,
                        candidates)
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow();
    }

    /** Those of whose constants most stand in the message: its faults are told by the table of what it says it is. */
    private static List<FieldTable> nearest(List<FieldTable> tables, JsonNode message) {
        long most = tables.stream()
                .mapToLong(table -> table.constantsSaidBy(message))
                .max()
                .orElse(0);
        return most == 0
                ? List.of()
                : tables.stream()
                        .filter(table -> table.constantsSaidBy(message) == most)
                        .toList();
    }

    private static List<FieldTable> recognising(List<FieldTable> tables, JsonNode message) {
        return tables.stream().filter(one -> one.recognises(message)).toList();
    }

    /** Where tables of a call are about blocks of their own, one of them would be taken and the others lost. */
    private static void requireOneBlock(List<FieldTable> candidates, JsonNode message) throws Untranslatable {
        List<String> blocks = candidates.stream()
                .map(FieldTable::root)
                .distinct()
                .filter(root -> root.find(message) != null)
                .map(FieldPath::pointer)
                .toList();
        List<String> beside = blocks.stream()
                .filter(one -> blocks.stream().noneMatch(other -> other.startsWith(one + "/")))
                .toList();
        if (beside.size() > 1) {
            throw new Untranslatable(List.of(new FieldError(
                    beside.get(1),
                    "several",
                    "一条报文里说了几件事，请分开报送",
                    "One message tells of several things; tell each by itself.")));
        }
    }

    /** The tables of messages that come to us by this call. */
    private List<FieldTable> arriving(String call) {
        return tables.stream()
                .filter(table -> table.arrival() != null && table.message().equals(call))
                .toList();
    }

    private static FieldError noSuchCall(String call) {
        return new FieldError("", "call", "没有接口 " + call, "There is no call " + call + ".");
    }

    private static Rejection rejection(Untranslatable refused) {
        return new Rejection(
                ProblemCode.UNTRANSLATABLE, "The message cannot be translated; see errors.", refused.errors());
    }

    /** The same family and version translate alike. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Dialect dialect && dialect.family.equals(family) && dialect.version.equals(version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(family, version);
    }

    @Override
    public Set<String> needs(RecordType type) {
        Set<String> needed = new TreeSet<>();
        tables(type).forEach(table -> need(table.rows(), needed));
        return needed;
    }

    /** Also in texts that hold a whole message: what is missing there is missing. */
    private static void need(List<Row> rows, Set<String> needed) {
        for (Row row : rows) {
            if (row instanceof Row.Field field
                    && field.isRequired()
                    && field.direction().writes()) {
                needed.add(field.canonical().pointer());
            } else if (row instanceof Row.Attachment attachment
                    && attachment.isRequired()
                    && attachment.direction().writes()) {
                needed.add(attachment.digest().pointer());
            } else if (row instanceof Row.Nested nested) {
                need(nested.rows(), needed);
            }
        }
    }

    /** Whether its messages to the partner point to files. */
    public boolean tellsAddresses() {
        return tables.stream()
                .filter(table -> table.direction().writes())
                .anyMatch(table -> tellsAddresses(table.rows()));
    }

    private static boolean tellsAddresses(List<Row> rows) {
        return rows.stream().anyMatch(row -> {
            if (row instanceof Row.Each each) {
                return tellsAddresses(each.rows());
            }
            if (row instanceof Row.Nested nested) {
                return tellsAddresses(nested.rows());
            }
            return row instanceof Row.Attachment attachment
                    && attachment.carrier() == Row.Carrier.URL
                    && attachment.direction().writes();
        });
    }

    /** The tables by which records of this type are told, in the order of the files. */
    public List<FieldTable> tables(RecordType type) {
        return tables.stream()
                .filter(table -> table.type().equals(type) && table.direction().writes())
                .toList();
    }

    /** The tables by which a message is read if it can be one of their calls, a table for each call. */
    public List<FieldTable> recognising(JsonNode message) {
        return tables.stream()
                .filter(table -> table.arrival() != null)
                .map(FieldTable::message)
                .distinct()
                .flatMap(call -> readBy(call, message).stream())
                .filter(table -> table.recognises(message))
                .toList();
    }

    private Optional<FieldTable> readBy(String call, JsonNode message) {
        try {
            return Optional.of(arriving(call, message));
        } catch (Untranslatable ofSeveral) {
            return Optional.empty();
        }
    }
}
