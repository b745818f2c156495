package org.tongqu.routes.pickup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.failure.Brief;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.Intake.About;
import org.tongqu.record.port.Intake.MessageResult;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.PickUp.Confirmation;
import org.tongqu.record.port.PickUp.Lying;
import org.tongqu.record.port.PickUp.Objection;
import org.tongqu.record.port.PickUp.Verdict;
import org.tongqu.record.port.PickUpLedger;
import org.tongqu.record.port.PickUpLedger.Lease;
import org.tongqu.record.port.PickUpLedger.Quarantined;

/** The steps of a pick-up. Thread-safe, for all parties. */
final class PickUpSteps {
    private static final Logger LOG = LoggerFactory.getLogger(PickUpSteps.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Set<ProblemCode> UNDECIDED =
            Set.of(ProblemCode.UNAVAILABLE, ProblemCode.STILL_PROCESSING, ProblemCode.TOO_FAST, ProblemCode.QUOTA_USED);
    private static final Verdict TAKEN = new Verdict.Taken();
    private static final Verdict LEFT = new Verdict.Left();

    private final Intake intake;
    private final IntakeGate gate;
    private final PickUpLedger ledger;
    private final Digests digests;
    private final Map<PartyId, Lease> held = new ConcurrentHashMap<>();

    PickUpSteps(Intake intake, IntakeGate gate, PickUpLedger ledger, Digests digests) {
        this.intake = intake;
        this.gate = gate;
        this.ledger = ledger;
        this.digests = digests;
    }

    /** While nothing is taken, nothing is looked for. */
    Optional<Ended> wayIsClosed(Turn turn) {
        return gate.closed().map(closed -> Ended.HELD_UP);
    }

    /** One node looks at a party's place at a time; two that did would get in each other's way, and do no harm. */
    Optional<LeasedTurn> lease(Turn turn) {
        Optional<Lease> lease = ledger.lease(turn.party().id(), LEASE);
        lease.ifPresent(ours -> held.put(ours.party(), ours));
        return lease.map(ours -> new LeasedTurn(turn, ours));
    }

    /** Gives the leases back, so that another node need not wait for their end. */
    void release() {
        for (Lease lease : held.values()) {
            try {
                ledger.release(lease);
            } catch (LedgerUnavailable unavailable) {
                LOG.debug("The lease of {} ends by itself", lease.party());
            }
        }
        held.clear();
    }

    LookedAt look(LeasedTurn leased) {
        Turn turn = leased.turn();
        return new LookedAt(turn, turn.looker().look(turn.party()));
    }

    Optional<Ended> endIfNothing(LookedAt looked) {
        return looked.isEmpty() ? Optional.of(new Ended(false, looked.found().isMore(), false)) : Optional.empty();
    }

    /** Takes what lies there, in one commit, and hears what the party has against deliveries and for them. */
    Admitted admit(LookedAt looked) {
        List<Verdict> verdicts = verdicts(looked);
        looked.found()
                .objections()
                .forEach(objection -> hear(looked.turn().party().id(), objection));
        looked.found()
                .confirmations()
                .forEach(confirmation -> hear(looked.turn().party().id(), confirmation));
        return new Admitted(looked, verdicts);
    }

    private List<Verdict> verdicts(LookedAt looked) {
        List<Lying> messages = looked.found().messages();
        try {
            return verdicts(messages, submit(looked, messages));
        } catch (Rejection ofAll) {
            return ofAll.code() == ProblemCode.INTERNAL
                    ? oneByOne(looked)
                    : messages.stream().map(lying -> LEFT).toList();
        }
    }

    private List<MessageResult> submit(LookedAt looked, List<Lying> messages) {
        return messages.isEmpty()
                ? List.of()
                : intake.submitMessages(
                        looked.turn().party().id(),
                        looked.turn().place().translator(),
                        messages.stream().map(Lying::message).toList());
    }

    /** Something at which we fail must not hold up the rest: only the culprit is refused, and what comes after it in its case. */
    private List<Verdict> oneByOne(LookedAt looked) {
        List<Verdict> verdicts = new ArrayList<>();
        Set<About> heldUp = new HashSet<>();
        for (Lying lying : looked.found().messages()) {
            About about = lying.message().about();
            Verdict verdict = about != null && heldUp.contains(about) ? LEFT : alone(looked, lying);
            if (about != null && !(verdict instanceof Verdict.Taken)) {
                heldUp.add(about);
            }
            verdicts.add(verdict);
        }
        return verdicts;
    }

    private Verdict alone(LookedAt looked, Lying lying) {
        try {
            return verdicts(List.of(lying), submit(looked, List.of(lying))).get(0);
        } catch (Rejection rejection) {
            return verdict(rejection);
        }
    }

    /** What is held up by something about which nothing is decided is not decided either. */
    private static List<Verdict> verdicts(List<Lying> messages, List<MessageResult> results) {
        List<Verdict> verdicts = new ArrayList<>();
        Set<String> undecided = new HashSet<>();
        for (int i = 0; i < results.size(); i++) {
            String subject = subject(messages.get(i));
            Verdict verdict = results.get(i) instanceof MessageResult.Refused refused
                    ? refused.rejection().code() == ProblemCode.EARLIER_ITEM_REFUSED
                                    && subject != null
                                    && undecided.contains(subject)
                            ? LEFT
                            : verdict(refused.rejection())
                    : TAKEN;
            if (subject != null && verdict instanceof Verdict.Left) {
                undecided.add(subject);
            }
            verdicts.add(verdict);
        }
        return verdicts;
    }

    private static @Nullable String subject(Lying lying) {
        About about = lying.message().about();
        return about == null ? null : about.subject();
    }

    private static Verdict verdict(Rejection rejection) {
        return UNDECIDED.contains(rejection.code()) ? LEFT : new Verdict.Refused(rejection);
    }

    private void hear(PartyId party, Objection objection) {
        Optional<RecordId> record = objection
                .delivery()
                .flatMap(delivery -> ledger.objected(party, delivery, objection.code(), objection.words()));
        if (record.isPresent()) {
            LOG.warn(
                    "event=objection party={} where={} delivery={} record={}",
                    party,
                    objection.where(),
                    objection.delivery().map(DeliveryId::value).orElse(""),
                    record.get());
        } else {
            LOG.warn("event=objection-unknown party={} where={}", party, objection.where());
            ledger.refused(
                    party,
                    List.of(new Quarantined(
                            objection.where(),
                            "objection",
                            "",
                            "OBJECTION_UNKNOWN",
                            "It names no delivery of ours to this party.")));
        }
    }

    private void hear(PartyId party, Confirmation confirmation) {
        Optional<RecordId> record = ledger.confirmed(party, confirmation.delivery());
        LOG.info(
                "event=confirmation party={} where={} delivery={} record={}",
                party,
                confirmation.where(),
                confirmation.delivery().value(),
                record.map(RecordId::toString).orElse(""));
    }

    /** What is refused is kept with its reason, and what was refused and is taken now is not kept any longer. */
    Admitted quarantine(Admitted admitted) {
        PartyId party = admitted.looked().turn().party().id();
        List<Lying> messages = admitted.looked().found().messages();
        List<Quarantined> refused = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Verdict verdict = admitted.verdicts().get(i);
            if (verdict instanceof Verdict.Refused no) {
                refused.add(quarantined(messages.get(i), no.rejection()));
            } else if (verdict instanceof Verdict.Taken) {
                taken.add(messages.get(i).where());
            }
        }
        if (!admitted.isHeldUp()) {
            taken.addAll(admitted.looked().found().settled());
        }
        admitted.looked()
                .found()
                .strays()
                .forEach(stray ->
                        refused.add(new Quarantined(stray.where(), stray.call(), "", stray.code(), stray.reason())));
        refused.forEach(
                one -> LOG.warn("event=pick-up-refused party={} where={} code={}", party, one.where(), one.code()));
        if (!refused.isEmpty()) {
            ledger.refused(party, refused);
        }
        if (!taken.isEmpty()) {
            ledger.taken(party, taken);
        }
        return admitted;
    }

    private Quarantined quarantined(Lying lying, Rejection rejection) {
        return new Quarantined(
                lying.where(),
                lying.message().call(),
                digests.sm3(lying.message().octets()).value(),
                rejection.code().name(),
                reason(rejection));
    }

    private static String reason(Rejection rejection) {
        return Brief.of(
                rejection.errors().isEmpty()
                        ? rejection.detail()
                        : rejection.errors().stream()
                                .map(error -> error.pointer() + " " + error.en())
                                .collect(Collectors.joining(" ")));
    }

    Ended answer(Admitted admitted) {
        admitted.looked().found().answer(admitted.verdicts());
        return new Ended(
                admitted.looked().hasSomething(), admitted.looked().found().isMore(), admitted.isHeldUp());
    }
}
