package org.tongqu.routes.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.sharing.Recipient;
import org.tongqu.record.sharing.RuleFailures;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Site;
import org.tongqu.record.ticket.TicketStep;
import org.tongqu.routes.delivery.NoticeRule;

/**
 * Who gets a record, fixed now with the rule and the site version that decide it, and what it is in the life of its object.
 *
 * <p>An undirected record that no rule gives to anybody is accepted with no recipients: its sender may send such records, and
 * whether one more condition of a rule holds is not the sender's affair. A directed record is refused unless every party it
 * names has a rule.
 */
final class Addressing {
    private final RuleFailures failures;
    private final Clock clock;

    Addressing(RuleFailures failures, Clock clock) {
        this.failures = failures;
        this.clock = clock;
    }

    /** By the sharing rules. */
    PreparedRecord address(ValidRecord valid) {
        Site site = valid.authorised().site();
        BusinessRecord record = valid.record();
        List<Recipient> recipients = site.rules().recipients(record, failures);
        Set<PartyId> without = new TreeSet<>(record.to());
        recipients.forEach(recipient -> without.remove(recipient.party()));
        if (!without.isEmpty()) {
            throw noRule(record, without);
        }
        return prepared(valid, recipients, followed(record, recipients, site));
    }

    /**
     * What the record is in the life of its ticket. Not followed under the keys of a party that numbers for itself: what others answer to
     * its tickets stands under the site's keys.
     */
    private static @Nullable LifeStep followed(BusinessRecord record, List<Recipient> recipients, Site site) {
        if (!site.keyOf(record).keyspace().equals(site.id())) {
            return null;
        }
        Set<PartyId> parties = recipients.stream().map(Recipient::party).collect(Collectors.toUnmodifiableSet());
        return TicketStep.of(record, parties, site.hotline(), site.calendar()).orElse(null);
    }

    /** The gateway's own records go to whom they name, by the built-in rule; not to a party that only sends or whose dialect lacks them. */
    PreparedRecord addressOwn(ValidRecord valid) {
        Site site = valid.authorised().site();
        BusinessRecord record = valid.record();
        List<Recipient> recipients = record.to().stream()
                .filter(party -> site.party(party)
                        .filter(known -> takes(known.endpoint(), record))
                        .isPresent())
                .map(party -> new Recipient(party, NoticeRule.of(record, party)))
                .toList();
        return prepared(valid, recipients, null);
    }

    private static boolean takes(Endpoint endpoint, BusinessRecord record) {
        if (endpoint instanceof Endpoint.Push push && push.conversation() != null) {
            return push.conversation().translator().tells(record.type());
        }
        return !(endpoint instanceof Endpoint.None);
    }

    private PreparedRecord prepared(ValidRecord valid, List<Recipient> recipients, @Nullable LifeStep life) {
        Site site = valid.authorised().site();
        BusinessRecord record = valid.record();
        VerifiedSubmission verified = valid.authorised().read().verified();
        Instant latest = clock.instant().plus(site.limits().deliveryDeadline());
        Admission admission = new Admission(
                record,
                verified.content(),
                verified.message(),
                verified.seal(),
                verified.kid(),
                site.keyOf(record),
                recipients,
                site.version(),
                record.statedDeadline().filter(latest::isAfter).orElse(latest),
                valid.plainIndex(),
                valid.blindIndex(),
                Set.copyOf(valid.materials().values()),
                life);
        return new PreparedRecord(admission, verified.cameAt());
    }

    private static Rejection noRule(BusinessRecord record, Set<PartyId> without) {
        String parties = without.stream().map(PartyId::value).collect(Collectors.joining(" "));
        return new Rejection(
                ProblemCode.NO_RULE,
                "No sharing rule gives " + record.type() + " from "
                        + record.id().sender() + " to " + parties + ".",
                List.of(new FieldError(
                        "/to", "no-rule", "没有共享规则允许发送给 " + parties, "no sharing rule allows sending to " + parties)));
    }
}
