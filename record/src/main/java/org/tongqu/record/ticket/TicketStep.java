package org.tongqu.record.ticket;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.calendar.LimitUnit;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.life.Awaited;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.life.ObjectState;
import tools.jackson.databind.node.ObjectNode;

/** A record of the family {@code ticket} as a step in the life of its ticket. */
public final class TicketStep implements LifeStep {
    /** The family of record types whose life this is. */
    public static final String FAMILY = "ticket";

    private static final String CENTRE = "centre";
    private static final String SUBMITTER = "submitter";
    private static final String SIGN_DUE = "signDueAt";
    private static final String DUE = "dueAt";
    private static final String NEW_DUE = "newDueAt";
    private static final String ASKED_DUE = "askedDueAt";
    private static final String REVISIT = "revisitRequired";
    private static final String SUPERVISED = "supervised";
    private static final String DUPLICATE_OF = "duplicateOf";
    private static final String RETURNS = "returns";
    private static final String EXTENSIONS = "extensions";
    private static final String SUSPENDED_AT = "suspendedAt";
    private static final String SUSPENDED_UNTIL = "suspendedUntil";

    private final TicketEvent event;
    private final PartyId sender;
    private final Set<PartyId> recipients;
    private final ObjectNode data;
    private final Instant at;
    private final boolean approved;
    private final Hotline hotline;
    private final WorkdayCalendar calendar;

    private TicketStep(
            TicketEvent event,
            BusinessRecord record,
            Set<PartyId> recipients,
            Hotline hotline,
            WorkdayCalendar calendar) {
        this.event = event;
        this.sender = record.id().sender();
        this.recipients = recipients;
        this.data = record.data();
        this.at = time(event.timeField()).orElse(record.time());
        this.approved = data.path("approved").asBoolean(true);
        this.hotline = hotline;
        this.calendar = calendar;
    }

    /**
     * The step that a record is.
     *
     * @param record that its schema accepts
     * @param recipients who gets it: to whom a ticket is dispatched
     * @param hotline how the site's hotline works
     * @param calendar which days are workdays
     * @return empty if it is not about a ticket
     */
    public static Optional<LifeStep> of(
            BusinessRecord record, Set<PartyId> recipients, Hotline hotline, WorkdayCalendar calendar) {
        RecordType type = record.type();
        return type.family().equals(FAMILY)
                ? TicketEvent.ofWord(type.event())
                        .map(event -> new TicketStep(event, record, recipients, hotline, calendar))
                : Optional.empty();
    }

    @Override
    public ObjectState first() {
        TicketStage to = TicketTable.first(event).orElseThrow(() -> TicketConflicts.notBegun(event));
        return taken(TicketFacts.none(), Optional.empty(), Optional.of(to));
    }

    @Override
    public ObjectState midway() {
        return after(TicketFacts.none().state(null));
    }

    @Override
    public ObjectState after(ObjectState before) {
        TicketFacts facts = TicketFacts.of(before);
        if (event == TicketEvent.SUBMITTED && facts.stage().isPresent()) {
            throw TicketConflicts.numberTaken();
        }
        requirePart(facts);
        Optional<TicketStage> from = facts.stage().map(this::signedByDoing);
        Optional<TicketStage> to = from.isPresent()
                ? Optional.of(TicketTable.next(from.get(), event, approved)
                        .orElseThrow(() -> TicketConflicts.state(facts, event)))
                : TicketTable.anyway(event, approved);
        if (from.isPresent()) {
            requireAsked(facts);
            requireRevisited(facts, from.get());
        }
        return taken(facts, from, to);
    }

    @Override
    public Optional<String> into() {
        return event == TicketEvent.MERGED ? text(DUPLICATE_OF) : Optional.empty();
    }

    @Override
    public void requireOpen(ObjectState other) {
        TicketFacts facts = TicketFacts.of(other);
        facts.stage().filter(stage -> !TicketTable.takesOthers(stage)).ifPresent(ended -> {
            boolean isItsCentre = facts.party(CENTRE).filter(sender::equals).isPresent();
            throw TicketConflicts.intoEnded(ended, isItsCentre ? facts.text(DUPLICATE_OF) : Optional.empty());
        });
    }

    /** Where nobody has to sign, whoever does something else with a ticket has signed for it. */
    private TicketStage signedByDoing(TicketStage stage) {
        boolean implied = stage == TicketStage.TO_SIGN
                && !hotline.mustSign()
                && event.by() == TicketRole.HANDLER
                && TicketTable.next(stage, event, approved).isEmpty();
        return implied ? TicketStage.IN_HAND : stage;
    }

    private void requirePart(TicketFacts facts) {
        Optional<PartyId> centre = facts.party(CENTRE);
        boolean isCentre = centre.isEmpty() || centre.get().equals(sender);
        boolean isSubmitter = facts.party(SUBMITTER).filter(sender::equals).isPresent();
        boolean isHandler = facts.handlers().map(all -> all.contains(sender)).orElse(true);
        boolean may =
                switch (event.by()) {
                    case ANYBODY -> true;
                    case CENTRE -> isCentre;
                    case CENTRE_OR_SUBMITTER -> isCentre || isSubmitter;
                    case HANDLER -> isHandler;
                    case CENTRE_OR_HANDLER -> isCentre || isHandler;
                };
        if (!may) {
            throw TicketConflicts.part(event);
        }
    }

    private void requireAsked(TicketFacts facts) {
        event.asks()
                .filter(asked -> asked != TicketRequest.MONITORING && facts.open(asked) > 0)
                .ifPresent(asked -> {
                    throw TicketConflicts.askedAlready(event, asked);
                });
        event.answers().filter(asked -> facts.open(asked) == 0).ifPresent(asked -> {
            throw TicketConflicts.notAsked(event, asked);
        });
        if (event == TicketEvent.SUPERVISION_NOTED && !facts.is(SUPERVISED)) {
            throw TicketConflicts.notSupervised();
        }
    }

    private void requireRevisited(TicketFacts facts, TicketStage from) {
        if (event == TicketEvent.CLOSED && from == TicketStage.REPLIED && facts.is(REVISIT)) {
            throw TicketConflicts.notRevisited();
        }
    }

    private ObjectState taken(TicketFacts facts, Optional<TicketStage> from, Optional<TicketStage> to) {
        takeNumbers(facts);
        takePart(facts);
        takeRequests(facts, to);
        takeLimits(facts, from);
        to.ifPresent(facts::enter);
        return facts.state(awaited(facts).orElse(null));
    }

    /**
     * Another organisation has its own number for the ticket; of the same one the number does not change. Each level gives its own: what the
     * other one says before counts for nothing, and must be right afterwards.
     */
    private void takeNumbers(TicketFacts facts) {
        if (event == TicketEvent.DISPATCHED || event == TicketEvent.TRANSFERRED) {
            facts.forget(TicketFacts.LOWER_NO);
        }
        boolean isHandler = event.by() == TicketRole.HANDLER
                || event.by() == TicketRole.CENTRE_OR_HANDLER
                        && facts.handlers().filter(all -> all.contains(sender)).isPresent();
        takeNumber(facts, TicketFacts.UPPER_NO, !isHandler);
        takeNumber(facts, TicketFacts.LOWER_NO, isHandler || event.handsOut());
    }

    private void takeNumber(TicketFacts facts, String which, boolean isItsOwn) {
        Optional<String> known = facts.text(which);
        Optional<String> told = text(which);
        if (known.isPresent() && told.isPresent() && !known.equals(told)) {
            throw TicketConflicts.number(which);
        }
        if (isItsOwn) {
            facts.keep(which, told.orElse(null));
        }
    }

    private void takePart(TicketFacts facts) {
        if (event == TicketEvent.SUBMITTED) {
            facts.keep(SUBMITTER, sender);
        }
        if (event.by() == TicketRole.CENTRE) {
            facts.keep(CENTRE, sender);
        }
        if (event.by() == TicketRole.HANDLER) {
            facts.handlers(Set.of(sender));
        }
        if (event.handsOut()) {
            facts.handlers(handlersNow(facts));
        }
        if (event == TicketEvent.RETURN_REVIEWED && approved) {
            facts.handlers(Set.of());
        }
    }

    /** Those who get it now; of a ticket dispatched again only the one that had it, if it is among them. */
    private Set<PartyId> handlersNow(TicketFacts facts) {
        Set<PartyId> had = new TreeSet<>(facts.handlers().orElse(Set.of()));
        had.retainAll(recipients);
        return event == TicketEvent.REDISPATCHED && !had.isEmpty() ? had : recipients;
    }

    private void takeRequests(TicketFacts facts, Optional<TicketStage> to) {
        event.asks().ifPresent(asked -> facts.open(asked, facts.open(asked) + 1));
        event.answers().ifPresent(asked -> facts.open(asked, Math.max(0, facts.open(asked) - 1)));
        if (to.isPresent() && to.get() != TicketStage.IN_HAND) {
            facts.drop(TicketRequest.EXTENSION, TicketRequest.SUSPENSION);
        }
        if (event.handsOut()) {
            facts.drop(TicketRequest.NO_REVISIT, TicketRequest.MONITORING);
            Optional.ofNullable(data.get(REVISIT)).ifPresent(told -> facts.mark(REVISIT, told.booleanValue()));
        }
        if (event == TicketEvent.NO_REVISIT_DECIDED && approved) {
            facts.mark(REVISIT, false);
        }
        if (event == TicketEvent.SUPERVISED
                || text("superviseState").filter("1"::equals).isPresent()) {
            facts.mark(SUPERVISED, true);
        }
        if (event == TicketEvent.MERGED) {
            takeMerger(facts);
        }
    }

    /** One that went on in itself would go on nowhere. */
    private void takeMerger(TicketFacts facts) {
        Optional<String> into = text(DUPLICATE_OF);
        boolean isItself = into.isPresent()
                && Stream.of(text("ticketNo"), facts.text(TicketFacts.UPPER_NO), facts.text(TicketFacts.LOWER_NO))
                        .anyMatch(into::equals);
        if (isItself) {
            throw TicketConflicts.intoItself();
        }
        facts.keep(DUPLICATE_OF, into.orElse(null));
    }

    private void takeLimits(TicketFacts facts, Optional<TicketStage> from) {
        facts.keep("category", text("category").orElse(null));
        facts.keep("urgency", text("urgency").orElse(null));
        switch (event) {
            case DISPATCHED, REDISPATCHED, TRANSFERRED -> takeDispatch(facts);
            case RETURNED -> takeReturn(facts, from);
            case EXTENSION_REQUESTED -> takeExtensionAskedFor(facts);
            case EXTENSION_DECIDED -> takeExtension(facts);
            case SUSPENSION_DECIDED -> takeSuspension(facts);
            case RETURN_REVIEWED -> facts.keep(DUE, time(NEW_DUE).orElse(null));
            case RESUMED -> takeResumption(facts);
            default -> {}
        }
    }

    private void takeDispatch(TicketFacts facts) {
        Optional<Hotline.Limit> limit = hotline.limitOf(
                facts.text("category").orElse(""), facts.text("urgency").orElse(""));
        Optional<Instant> signBy = limit.flatMap(l -> latest(l.sign(), at));
        Optional<Instant> replyBy = limit.flatMap(l -> latest(l.reply(), at));
        Optional<Instant> signDue = time(SIGN_DUE);
        Optional<Instant> due = time(DUE);
        requireNotAfter(SIGN_DUE, signDue, signBy);
        requireNotAfter(DUE, due, replyBy);
        facts.forget(SIGN_DUE);
        facts.keep(SIGN_DUE, signDue.or(() -> signBy).orElse(null));
        facts.keep(DUE, due.orElse(null));
    }

    /** One that is told anew is the same return. */
    private void takeReturn(TicketFacts facts, Optional<TicketStage> from) {
        if (from.filter(stage -> stage == TicketStage.SIGNING_REFUSED || stage == TicketStage.RETURNED)
                .isPresent()) {
            return;
        }
        if (facts.count(RETURNS) >= hotline.mostReturns()) {
            throw TicketConflicts.tooOften(event, hotline.mostReturns());
        }
        if (from.filter(TicketStage.TO_SIGN::equals).isPresent()) {
            requireInTime(facts, SIGN_DUE);
        }
        facts.count(RETURNS, facts.count(RETURNS) + 1);
    }

    private void takeExtensionAskedFor(TicketFacts facts) {
        if (facts.count(EXTENSIONS) >= hotline.mostExtensions()) {
            throw TicketConflicts.tooOften(event, hotline.mostExtensions());
        }
        requireInTime(facts, DUE);
        facts.forget(ASKED_DUE);
        facts.keep(ASKED_DUE, extended(facts).orElse(null));
    }

    private void takeExtension(TicketFacts facts) {
        if (approved) {
            facts.keep(DUE, extended(facts).or(() -> facts.time(ASKED_DUE)).orElse(null));
            facts.count(EXTENSIONS, facts.count(EXTENSIONS) + 1);
        }
        facts.forget(ASKED_DUE);
    }

    private void takeSuspension(TicketFacts facts) {
        if (approved) {
            facts.keep(SUSPENDED_AT, at);
            facts.keep(SUSPENDED_UNTIL, time("until").orElse(null));
        }
    }

    /** No time passes for a ticket that is put off; more than that nobody but the centre gives. */
    private void takeResumption(TicketFacts facts) {
        Optional<Instant> later =
                facts.time(DUE).flatMap(due -> facts.time(SUSPENDED_AT).map(from -> due.plus(putOff(from))));
        if (facts.party(CENTRE).filter(sender::equals).isEmpty()) {
            requireNotAfter(NEW_DUE, time(NEW_DUE), later);
        }
        facts.keep(DUE, time(NEW_DUE).or(() -> later).orElse(null));
        facts.forget(SUSPENDED_AT);
        facts.forget(SUSPENDED_UNTIL);
    }

    private Duration putOff(Instant from) {
        return at.isAfter(from) ? Duration.between(from, at) : Duration.ZERO;
    }

    /** The due time that the record names, or that follows from the time it adds; not later than an extension may move it. */
    private Optional<Instant> extended(TicketFacts facts) {
        Optional<Instant> due = facts.time(DUE);
        Optional<Instant> named = time(NEW_DUE).or(() -> due.flatMap(this::withTimeAdded));
        requireNotAfter(NEW_DUE, named, due.flatMap(from -> latest(hotline.extension(), from)));
        return named;
    }

    private Optional<Instant> withTimeAdded(Instant due) {
        return LimitUnit.ofCode(data.at("/extension/unit").asString("")).map(unit -> {
            LocalDate day = BeijingTime.dayOf(due);
            LocalDate last = calendar.deadline(day, data.at("/extension/length").asInt(0), unit)
                    .value();
            return due.plus(Duration.between(BeijingTime.startOf(day), BeijingTime.startOf(last)));
        });
    }

    /** What has to come next: of whoever handles it, or of the centre while it is nobody's or waits for the centre's decision. */
    private Optional<Awaited> awaited(TicketFacts facts) {
        return facts.stage().flatMap(stage -> switch (stage) {
            case TO_SIGN ->
                hotline.mustSign() && facts.time(SIGN_DUE).isPresent()
                        ? awaited(facts, TicketLimit.SIGN, SIGN_DUE, handling(facts))
                        : awaited(facts, TicketLimit.REPLY, DUE, handling(facts));
            case IN_HAND -> awaited(facts, TicketLimit.REPLY, DUE, handling(facts));
            case SUSPENDED -> awaited(facts, TicketLimit.RESUME, SUSPENDED_UNTIL, handling(facts));
            case TO_DISPATCH, SIGNING_REFUSED, RETURNED -> awaited(facts, TicketLimit.REPLY, DUE, deciding(facts));
            case REPLIED, REVISITED, CLOSED, MERGED -> Optional.empty();
        });
    }

    private static Optional<Awaited> awaited(TicketFacts facts, TicketLimit limit, String until, Set<PartyId> of) {
        return of.isEmpty() ? Optional.empty() : facts.time(until).map(end -> new Awaited(limit.word(), of, end));
    }

    private static Set<PartyId> handling(TicketFacts facts) {
        Set<PartyId> handlers = facts.handlers().orElse(Set.of());
        return handlers.isEmpty() ? deciding(facts) : handlers;
    }

    private static Set<PartyId> deciding(TicketFacts facts) {
        return facts.party(CENTRE).map(Set::of).orElse(Set.of());
    }

    private Optional<Instant> latest(@Nullable Within within, Instant from) {
        return within == null ? Optional.empty() : within.latest(from, calendar);
    }

    private void requireInTime(TicketFacts facts, String limit) {
        facts.time(limit).filter(at::isAfter).ifPresent(passed -> {
            throw TicketConflicts.tooLate(event, limit, passed);
        });
    }

    private static void requireNotAfter(String field, Optional<Instant> told, Optional<Instant> latest) {
        if (told.isPresent() && latest.isPresent() && told.get().isAfter(latest.get())) {
            throw TicketConflicts.beyondLimit(field, latest.get());
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(data.get(name)).map(value -> value.asString(""));
    }

    private Optional<Instant> time(String name) {
        return text(name).map(Instant::parse);
    }
}
