package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.Call;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.NotAuthentic;
import org.tongqu.adapters.auth.Reply;
import org.tongqu.adapters.auth.ServerSide;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Requests;
import org.tongqu.adapters.dialect.Saying;
import org.tongqu.adapters.dialect.Soap;
import org.tongqu.adapters.dialect.SoapDescription;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.PartyId;
import org.tongqu.record.Sha256;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.failure.Brief;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Party;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes what parties' systems say in their own dialects (各平台按自己的接口上报), at {@code /v1/parties/<party>/} and below it the paths that
 * they know. Who calls is shown as the dialect has it; what became of the message is said in the dialect too: a refusal in the partner's
 * form, with our code and where it is wrong. Only who is no such party, or calls what is no such path, gets a problem document.
 */
@RestController
final class MessagesController {
    private static final Logger LOG = LoggerFactory.getLogger(MessagesController.class);

    private static final int MARK_DIGITS = 48;
    private static final int LARGEST_QUESTION = 64 * 1024;

    /** An answer's file is in memory itself, in base64, in the answer as text and in its octets. */
    private static final int COPIES_OF_A_FILE = 6;

    private static final UnaryOperator<String> NO_QUOTES = pointer -> "";

    private final Intake intake;
    private final Queries queries;
    private final IntakeGate gate;
    private final Sites sites;
    private final ProofLedger uses;
    private final BodyBudget budget;
    private final ClearPasswords passwords;
    private final PublicAddress address;
    private final FailedCalls failures = new FailedCalls();
    private final Clock clock;

    MessagesController(
            Intake intake,
            Queries queries,
            IntakeGate gate,
            Sites sites,
            ProofLedger uses,
            BodyBudget budget,
            ClearPasswords passwords,
            PublicAddress address,
            Clock clock) {
        this.intake = intake;
        this.queries = queries;
        this.gate = gate;
        this.sites = sites;
        this.uses = uses;
        this.budget = budget;
        this.passwords = passwords;
        this.address = address;
        this.clock = clock;
    }

    /** One message: what became of it, in the words of the dialect. */
    @RequestMapping(
            path = "/v1/parties/{party}/{*path}",
            method = {RequestMethod.GET, RequestMethod.POST, RequestMethod.PUT})
    ResponseEntity<byte[]> tell(HttpServletRequest request, @PathVariable String party, @PathVariable String path) {
        Party caller = caller(party);
        Conversation conversation = conversation(caller);
        Dialect dialect = dialect(conversation);
        String name = dialect.tables().stream()
                .filter(table -> table.arrival() != null
                        && table.path().equals(path)
                        && method(dialect, table).name().equals(request.getMethod()))
                .map(FieldTable::message)
                .findFirst()
                .orElse("");
        Optional<QueryTable> question = dialect.asked(path, request.getMethod());
        Optional<Soap> service = service(dialect, path);
        if (service.isPresent() && isForDescription(request)) {
            return description(service.get(), dialect, request);
        }
        boolean isOfTheScheme =
                request.getMethod().equals("POST") && dialect.wire().auth().issuesAt(path);
        if (name.isEmpty() && question.isEmpty() && !isOfTheScheme) {
            throw nothingHere();
        }
        Visit visit = new Visit(caller, dialect, new Credentials(conversation.credentials()), request);
        if (isOfTheScheme) {
            return visit.answer((body, share) -> visit.issued(path, body));
        }
        if (service.isPresent()) {
            return visit.answer((body, share) -> visit.called(path, body, share));
        }
        return name.isEmpty()
                ? visit.answerQuestion(
                        question.orElseThrow(), (body, share) -> visit.answered(question.orElseThrow(), body, share))
                : visit.answer((body, share) -> visit.taken(name, body));
    }

    /** The service of SOAP at this path: its operations are told apart by what stands in the envelope, and by nothing else. */
    private static Optional<Soap> service(Dialect dialect, String path) {
        boolean isCalled = dialect.tables().stream()
                        .anyMatch(
                                table -> table.arrival() != null && table.path().equals(path))
                || dialect.asked(path, Transport.Method.POST.name()).isPresent();
        return dialect.wire().transport().service().filter(soap -> isCalled);
    }

    private static boolean isForDescription(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getMethod().equals("GET") && query != null && query.matches("(?i)wsdl=?");
    }

    /** What callers' tools ask for before they call; it says what the partner's own documents say, and nothing of who calls. */
    private ResponseEntity<byte[]> description(Soap soap, Dialect dialect, HttpServletRequest request) {
        String text = new SoapDescription(soap, dialect.calledFor(soap)).at(address.of(request));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_TYPE, "text/xml; charset=utf-8")
                .header("X-Content-Type-Options", "nosniff")
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Transport.Method method(Dialect dialect, FieldTable table) {
        return dialect.wire().transport().method(table.message());
    }

    private Party caller(String party) {
        if (!PartyId.isShaped(party)) {
            throw nothingHere();
        }
        return sites.current().party(new PartyId(party)).orElseThrow(MessagesController::nothingHere);
    }

    private static Conversation conversation(Party party) {
        return Optional.ofNullable(party.calls()).orElseThrow(MessagesController::nothingHere);
    }

    private static Dialect dialect(Conversation conversation) {
        if (conversation.translator() instanceof Dialect dialect) {
            return dialect;
        }
        throw new IllegalStateException("a translator that is none of this room's");
    }

    private static Rejection nothingHere() {
        return new Rejection(ProblemCode.NOT_FOUND, "No party's system calls here.");
    }

    /** One request of a party's system: whatever comes of it is said in its dialect. */
    private final class Visit {
        private final PartyId party;
        private final int most;
        private final Dialect dialect;
        private final Credentials credentials;
        private final HttpServletRequest request;
        private String called = "";

        Visit(Party party, Dialect dialect, Credentials credentials, HttpServletRequest request) {
            this.party = party.id();
            this.most = Math.min(party.maxRecordSize(), sites.current().limits().maxRecordSize());
            this.dialect = dialect;
            this.credentials = credentials;
            this.request = request;
        }

        ResponseEntity<byte[]> answer(Deed deed) {
            return answer(deed, most, true);
        }

        /** A question is small, unless it is about a file, and nobody else's message waits for as long as whoever is asked takes. */
        ResponseEntity<byte[]> answerQuestion(QueryTable table, Deed deed) {
            return table.hasFiles(false)
                    ? answer(deed, most, true)
                    : answer(deed, Math.min(LARGEST_QUESTION, most), false);
        }

        private ResponseEntity<byte[]> answer(Deed deed, int largest, boolean isHeld) {
            try (BodyBudget.Share share = budget.share()) {
                failures.requireFew(caller(), clock.instant());
                byte[] body = BodyOctets.readMessage(request, largest, share);
                if (!isHeld) {
                    share.close();
                }
                return deed.done(body, share);
            } catch (NotAuthentic stranger) {
                return stranger(stranger);
            } catch (Untranslatable unreadable) {
                return refused(
                        new Rejection(ProblemCode.UNTRANSLATABLE, "The request cannot be read.", unreadable.errors()));
            } catch (Rejection rejection) {
                return refused(rejection);
            } catch (LedgerUnavailable gone) {
                return refused(
                        new Rejection(ProblemCode.UNAVAILABLE, "The ledger cannot be reached; nothing was decided."));
            } catch (IllegalStateException | IllegalArgumentException credentialNotUsable) {
                LOG.error("{}: a credential cannot be used: {}", party, credentialNotUsable.getMessage());
                return refused(new Rejection(ProblemCode.INTERNAL, "The gateway's site has to be mended."));
            }
        }

        private FailedCalls.Caller caller() {
            return new FailedCalls.Caller(party, request.getRemoteAddr());
        }

        /** All that does not hold sounds the same outside; what it was is for the log. */
        private ResponseEntity<byte[]> stranger(NotAuthentic stranger) {
            // Many calls may be under way when a token runs out.
            boolean isGuess = stranger.reason() != NotAuthentic.Reason.RUN_OUT;
            if (isGuess && failures.count(caller(), clock.instant())) {
                LOG.warn("{}: {}, {}", party, stranger.reason(), stranger.words());
            }
            return switch (stranger.reason()) {
                case EXPIRED, RUN_OUT ->
                    say(Outcome.TOKEN_EXPIRED, ProblemCode.CHANNEL_NOT_AUTHENTIC.name(), stranger.words());
                case SKEWED, REPLAYED -> say(Outcome.AWAY, ProblemCode.CHANNEL_NOT_AUTHENTIC.name(), stranger.words());
                case IN_CLEAR -> say(Outcome.REFUSED, ProblemCode.CHANNEL_NOT_AUTHENTIC.name(), stranger.words());
                case INCOMPLETE, OTHER_CALLER, NOT_VALID ->
                    say(
                            Outcome.REFUSED,
                            ProblemCode.CHANNEL_NOT_AUTHENTIC.name(),
                            ProblemCode.CHANNEL_NOT_AUTHENTIC.titleZh());
            };
        }

        /** What the scheme itself gives out, such as a token. */
        private ResponseEntity<byte[]> issued(String path, byte[] body) throws NotAuthentic, Untranslatable {
            Charset utf8 = StandardCharsets.UTF_8;
            String text = new String(body, utf8);
            Call call = new Call(path, text);
            addWhatShowsTheCaller(call);
            call.parameters().putAll(query());
            String type = Optional.ofNullable(request.getContentType()).orElse("");
            if (type.startsWith("application/x-www-form-urlencoded")) {
                call.parameters().putAll(Requests.unform(text, utf8));
            }
            return dialect.wire()
                    .auth()
                    .issue(path, call, credentials, serverSide())
                    .map(this::asIs)
                    .orElseThrow(MessagesController::nothingHere);
        }

        private ResponseEntity<byte[]> asIs(Reply reply) {
            return ResponseEntity.status(reply.status())
                    .cacheControl(CacheControl.noStore())
                    .header(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                    .body(reply.body().getBytes(StandardCharsets.UTF_8));
        }

        /** A call of an operation: a message or a question, as the envelope says. */
        private ResponseEntity<byte[]> called(String path, byte[] body, BodyBudget.Share share)
                throws NotAuthentic, Untranslatable {
            Requests.Content content = unpacked(body);
            boolean isMessage = dialect.tables().stream()
                    .anyMatch(table -> table.arrival() != null
                            && table.path().equals(path)
                            && table.message().equals(content.call()));
            if (isMessage) {
                called = content.call();
                Optional<Rejection> closed = gate.closed();
                return closed.isPresent() ? refused(closed.get()) : taken(called, content, body);
            }
            QueryTable question = dialect.queries().stream()
                    .filter(table -> dialect.isAsked(table)
                            && table.path().equals(path)
                            && table.message().equals(content.call()))
                    .findFirst()
                    .orElseThrow(() -> new Untranslatable(List.of(
                            new FieldError("", "soap-operation", "这里不接收该操作", "This operation is not called here."))));
            called = content.call();
            if (!question.hasFiles(false)) {
                if (body.length > LARGEST_QUESTION) {
                    throw new Rejection(
                            ProblemCode.TOO_LARGE, "The question is larger than " + LARGEST_QUESTION + " bytes.");
                }
                share.close();
            }
            return answered(question, content, body, share);
        }

        /** Whether anything is taken at all is asked first: what shows who calls may count once. */
        private ResponseEntity<byte[]> taken(String name, byte[] body) throws NotAuthentic, Untranslatable {
            Optional<Rejection> closed = gate.closed();
            return closed.isPresent() ? refused(closed.get()) : taken(name, unpacked(name, body), body);
        }

        private ResponseEntity<byte[]> taken(String name, Requests.Content content, byte[] body)
                throws NotAuthentic, Untranslatable {
            byte[] message = opened(name, content, body);
            Intake.Heard heard = intake.submitMessage(party, dialect, name, message);
            Outcome outcome = heard == Intake.Heard.REPEATED ? Outcome.DUPLICATE : Outcome.OK;
            return say(outcome, "OK", "", quotes(outcome, message), said -> {});
        }

        /** What an answer quotes from the message, which is read again only where it does. */
        private UnaryOperator<String> quotes(Outcome outcome, byte[] message) throws Untranslatable {
            if (dialect.wire().answer(outcome).filter(Saying::quotes).isEmpty()) {
                return NO_QUOTES;
            }
            JsonNode tree = dialect.format().read(dialect.decode(message));
            return pointer -> dialect.quoted(tree, pointer);
        }

        /** A question: the results that a rule lets this party have, or in what way there are none. */
        private ResponseEntity<byte[]> answered(QueryTable table, byte[] body, BodyBudget.Share share)
                throws NotAuthentic, Untranslatable {
            return answered(table, unpacked(table.message(), body), body, share);
        }

        private ResponseEntity<byte[]> answered(
                QueryTable table, Requests.Content content, byte[] body, BodyBudget.Share share)
                throws NotAuthentic, Untranslatable {
            byte[] message = opened(table.message(), content, body);
            Optional<JsonNode> results = queries.askInDialect(
                    party, dialect, table.message(), message, octets -> share.add(COPIES_OF_A_FILE * octets));
            if (results.isEmpty() && dialect.wire().answer(Outcome.NOTHING).isPresent()) {
                return say(Outcome.NOTHING, "OK", "");
            }
            return say(Outcome.OK, "OK", "", NO_QUOTES, said -> table.put(results, said));
        }

        private boolean isInQuery(String name) {
            return transport().method(name) == Transport.Method.GET;
        }

        private Requests.Content unpacked(String name, byte[] body) throws Untranslatable {
            return unpacked(isInQuery(name) ? queryOctets() : body);
        }

        private Requests.Content unpacked(byte[] octets) throws Untranslatable {
            return Requests.unpack(
                    transport(),
                    octets,
                    request.getContentType(),
                    dialect.wire().auth().parameters(),
                    dialect.charset());
        }

        /** What the caller said, once it is sure who it is. */
        private byte[] opened(String name, Requests.Content content, byte[] body) throws NotAuthentic, Untranslatable {
            Call call = new Call(name, content.message());
            addWhatShowsTheCaller(call);
            if (!isInQuery(name)) {
                call.parameters().putAll(query());
            }
            call.parameters().putAll(content.parameters());
            dialect.wire().auth().verify(call, credentials, serverSide());
            return message(content, body);
        }

        /** The octets that the partner's system made: the body itself, or what stands in its parameter, opened. */
        private byte[] message(Requests.Content content, byte[] body) throws Untranslatable, NotAuthentic {
            BodyProtection protection = dialect.wire().protection();
            boolean isBodyItself =
                    transport().carrier() == Transport.Carrier.BODY && protection instanceof BodyProtection.Plain;
            return isBodyItself ? body : dialect.octets(protection.open(content.message(), credentials));
        }

        private byte[] queryOctets() {
            String query = request.getQueryString();
            return query == null ? new byte[0] : query.getBytes(dialect.charset());
        }

        private Map<String, String> query() throws Untranslatable {
            String query = request.getQueryString();
            return query == null ? Map.of() : Requests.unform(query, dialect.charset());
        }

        private void addWhatShowsTheCaller(Call call) {
            // What the container verified: its chain, its dates, and that the caller has its key.
            Object shown = request.getAttribute("jakarta.servlet.request.X509Certificate");
            call.showed(shown instanceof X509Certificate[] chain && chain.length > 0 ? chain[0] : null);
            call.cameInClear(passwords.wouldBeRead(request));
            for (String header : Collections.list(request.getHeaderNames())) {
                call.headers().put(header, request.getHeader(header));
            }
        }

        private Transport transport() {
            return dialect.wire().transport();
        }

        private ServerSide serverSide() {
            return new ServerSide(
                    clock, (value, message, until) -> uses.useFor(party, mark(value), mark(message), until));
        }

        /** In the place of what was shown; it fits where proofs are remembered. */
        private static String mark(String shown) {
            return Sha256.mark(shown, MARK_DIGITS);
        }

        private ResponseEntity<byte[]> refused(Rejection rejection) {
            boolean comeAgain =
                    switch (rejection.code()) {
                        case STILL_PROCESSING, TOO_FAST, QUOTA_USED, INTERNAL, UNAVAILABLE, PROVIDER_AWAY -> true;
                        default -> false;
                    };
            return say(
                    comeAgain ? Outcome.AWAY : Outcome.REFUSED, rejection.code().name(), words(rejection));
        }

        private ResponseEntity<byte[]> say(Outcome outcome, String code, String words) {
            try {
                return say(outcome, code, words, NO_QUOTES, said -> {});
            } catch (Untranslatable never) {
                throw new IllegalStateException("an answer that " + dialect.family() + " cannot write", never);
            }
        }

        private ResponseEntity<byte[]> say(
                Outcome outcome, String code, String words, UnaryOperator<String> quotes, Addition addition)
                throws Untranslatable {
            if (isCalledByNothing()) {
                return fault(outcome, code, words);
            }
            Saying saying = dialect.wire()
                    .answer(outcome)
                    .orElseThrow(() -> new IllegalStateException(dialect.family() + " has no answer to " + outcome));
            return ResponseEntity.status(saying.status())
                    .cacheControl(CacheControl.noStore())
                    .headers(headers -> saying.headers().forEach(headers::set))
                    .header(HttpHeaders.CONTENT_TYPE, contentType())
                    .header("X-Content-Type-Options", "nosniff")
                    .body(written(saying, code, words, quotes, addition));
        }

        /** Before it is known which operation is called there is none in whose answer anything could be said. */
        private boolean isCalledByNothing() {
            return transport().service().isPresent() && called.isEmpty();
        }

        private ResponseEntity<byte[]> fault(Outcome outcome, String code, String words) {
            Soap soap = transport().service().orElseThrow();
            String text = soap.fault(outcome == Outcome.REFUSED ? "Client" : "Server", (code + " " + words).strip());
            return ResponseEntity.status(HttpStatus.INTERNAL_SERVER_ERROR)
                    .cacheControl(CacheControl.noStore())
                    .header(HttpHeaders.CONTENT_TYPE, contentType())
                    .header("X-Content-Type-Options", "nosniff")
                    .body(text.getBytes(soap.charset()));
        }

        /** A character of a name that the dialect's charset does not have costs the words, not the answer. */
        private byte[] written(
                Saying saying, String code, String words, UnaryOperator<String> quotes, Addition addition)
                throws Untranslatable {
            String time = dialect.wire().times().write(clock.instant());
            JsonNode said = saying.with(Map.of("time", time, "code", code, "words", words), quotes);
            if (said instanceof ObjectNode object) {
                addition.to(object);
            }
            try {
                String text = dialect.answers().format().write(said);
                byte[] plain = dialect.encode(text);
                return transport()
                        .service()
                        .map(soap -> soap.told(called, said, text).getBytes(soap.charset()))
                        .orElse(plain);
            } catch (Untranslatable noSuchCharacter) {
                if (words.isEmpty()) {
                    throw noSuchCharacter;
                }
                return written(saying, code, "", quotes, addition);
            }
        }

        private String contentType() {
            String type = dialect.answers().format() == MessageFormat.XML ? "text/xml" : "application/json";
            return transport()
                    .service()
                    .map(Soap::answerType)
                    .orElse(type + "; charset=" + dialect.charset().name());
        }
    }

    /** What is done with the body of a request, and what it holds of the door's memory. */
    private interface Deed {
        ResponseEntity<byte[]> done(byte[] body, BodyBudget.Share share) throws NotAuthentic, Untranslatable;
    }

    /** What an answer has beside what it always says. */
    private interface Addition {
        void to(ObjectNode said) throws Untranslatable;
    }

    private static String words(Rejection rejection) {
        String words = rejection.errors().isEmpty()
                ? rejection.code().titleZh() + " " + rejection.detail()
                : rejection.errors().stream()
                        .map(error -> error.pointer() + " " + error.zh())
                        .collect(Collectors.joining("; "));
        return Brief.of(words);
    }
}
