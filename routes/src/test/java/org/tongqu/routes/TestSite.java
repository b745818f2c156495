package org.tongqu.routes;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.expression.Expressions;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.failure.UnmappedCode;
import org.tongqu.record.port.Sites;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.sharing.Grant;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Answers;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;
import org.tongqu.record.site.Site;
import org.tongqu.record.ticket.Hotline;
import tools.jackson.databind.JsonNode;

/** A site that a test writes down party by party and rule by rule, and may change while it runs. */
final class TestSite implements Sites {
    static final String ID = "990101";
    static final PartyId GATEWAY = PartyId.gatewayOf(ID);
    static final PartyId WINDOW = new PartyId("990101.window");
    static final PartyId TAX = new PartyId("990101.tax");
    static final PartyId WATER = new PartyId("990101.water");
    static final RecordType ACCEPTED = RecordType.parse("case.accepted");

    static final UnmappedCode LACKING = new UnmappedCode("idType", "51");

    private final Map<PartyId, Party> parties = new HashMap<>();
    private final List<SharingRule> rules = new ArrayList<>();
    private final List<SharingRule> queries = new ArrayList<>();
    private final AtomicReference<Site> current = new AtomicReference<>();
    private Limits limits = Limits.DEFAULTS;
    private Hotline hotline = Hotline.WITHOUT_LIMITS;
    private int version;

    TestSite() {
        party(WINDOW, new Endpoint.None());
    }

    static Endpoint push(int consumers) {
        return push(consumers, Repeat.SAFE, ReceiptKind.SEALED);
    }

    static Endpoint push(int consumers, Repeat repeat, ReceiptKind receipt) {
        return new Endpoint.Push(
                URI.create("https://party.invalid/in"), Duration.ofSeconds(30), repeat, receipt, consumers);
    }

    /** A party whose dialect has no words for anything: {@link #LACKING} is all that comes of it. */
    static Endpoint speechless() {
        return new Endpoint.Push(
                URI.create("https://party.invalid/in"),
                Duration.ofSeconds(30),
                Repeat.SAFE,
                ReceiptKind.CHANNEL,
                1,
                null,
                new Conversation(new Speechless(), Map.of(), List.of()));
    }

    TestSite party(PartyId id, Endpoint endpoint) {
        return party(id, endpoint, Party.DEFAULT_MAX_RECORD_SIZE);
    }

    TestSite party(PartyId id, Endpoint endpoint, int maxRecordSize) {
        parties.put(
                id,
                new Party(
                        id,
                        "单位",
                        "party",
                        "county",
                        "department",
                        List.of(),
                        endpoint,
                        false,
                        Party.DEFAULT_MAX_RECORD_AGE,
                        maxRecordSize));
        return change();
    }

    /** A party whose business keys are its own. */
    TestSite numberingForItself(PartyId id, Endpoint endpoint) {
        parties.put(
                id,
                new Party(
                        id,
                        "单位",
                        "party",
                        "county",
                        "department",
                        List.of(),
                        endpoint,
                        true,
                        Party.DEFAULT_MAX_RECORD_AGE,
                        Party.DEFAULT_MAX_RECORD_SIZE));
        return change();
    }

    TestSite whole(PartyId to) {
        return rule("whole-" + to.value().substring(7), to, Optional.empty(), new Grant.Whole());
    }

    TestSite when(PartyId to, String condition) {
        return rule("when-" + to.value().substring(7), to, Optional.of(condition), new Grant.Whole());
    }

    TestSite fields(PartyId to, Grant.Field... fields) {
        return rule("fields-" + to.value().substring(7), to, Optional.empty(), new Grant.Fields(List.of(fields)));
    }

    /** A party that is asked; what it answers is for the test to say. */
    TestSite answering(PartyId id) {
        parties.put(
                id,
                new Party(
                        id,
                        "单位",
                        "party",
                        "county",
                        "department",
                        List.of(),
                        new Endpoint.None(),
                        false,
                        Party.DEFAULT_MAX_RECORD_AGE,
                        Party.DEFAULT_MAX_RECORD_SIZE,
                        null,
                        new Answers(
                                URI.create("https://party.invalid/ask"),
                                Duration.ofSeconds(1),
                                new Conversation(new Speechless(), Map.of(), List.of()))));
        return change();
    }

    TestSite mayAsk(String type, PartyId asker, PartyId provider, Grant grant) {
        queries.add(new SharingRule(
                "ask-" + provider.value().substring(7),
                Set.of(RecordType.parse(type)),
                Set.of(asker),
                Set.of(provider),
                Optional.empty(),
                grant,
                "业务协同",
                "示范条例",
                Set.of()));
        return change();
    }

    /** A dialect in which nothing can be said. */
    private record Speechless() implements Translator {
        @Override
        public String family() {
            return "speechless";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public boolean tells(RecordType type) {
            return true;
        }

        @Override
        public boolean stillTells(RecordType type, byte[] made) {
            return false;
        }

        @Override
        public boolean asks(RecordType type) {
            return true;
        }

        @Override
        public byte[] toTheirs(RecordType type, JsonNode data, Telling telling, SentFiles files) {
            throw new Rejection(
                    ProblemCode.UNTRANSLATABLE,
                    "It cannot be said.",
                    List.of(new FieldError("/applicant/idType", "code:idType", "补充", "add it", LACKING)));
        }

        @Override
        public byte[] toOurs(PartyId source, String call, byte[] message, Instant cameAt, ReceivedFiles files) {
            throw new UnsupportedOperationException();
        }
    }

    private TestSite rule(String name, PartyId to, Optional<String> when, Grant grant) {
        rules.add(new SharingRule(
                name,
                Set.of(ACCEPTED, RecordType.parse("case.supplement-received")),
                Set.of(WINDOW),
                Set.of(to),
                when.map(Expressions::compile),
                grant,
                "业务协同",
                "示范条例",
                Set.of()));
        return change();
    }

    TestSite withoutRules() {
        rules.clear();
        return change();
    }

    TestSite limits(Limits changed) {
        limits = changed;
        return change();
    }

    TestSite hotline(Hotline changed) {
        hotline = changed;
        return change();
    }

    /** All that can happen to a ticket, from the one to the other and back. */
    TestSite tickets(PartyId one, PartyId other) {
        Set<RecordType> types = Schemas.shipped().types().stream()
                .filter(type -> type.startsWith("ticket."))
                .map(RecordType::parse)
                .collect(Collectors.toUnmodifiableSet());
        rules.add(new SharingRule(
                "tickets-" + other.value().substring(7),
                types,
                Set.of(one, other),
                Set.of(one, other),
                Optional.empty(),
                new Grant.Whole(),
                "工单办理",
                "示范条例",
                Set.of()));
        return change();
    }

    private TestSite change() {
        version++;
        current.set(new Site(
                ID,
                version,
                "示范县",
                "Demo county",
                "county",
                GATEWAY,
                List.of(),
                parties,
                new SharingRules(rules),
                new SharingRules(queries),
                limits,
                List.of(),
                List.of(),
                WorkdayCalendar.shipped(),
                hotline));
        return this;
    }

    @Override
    public Site current() {
        return current.get();
    }
}
