package org.tongqu.record.sharing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.expression.EnvelopeView;
import org.tongqu.record.expression.Match;
import org.tongqu.record.expression.RecordExpression;

/**
 * All sharing rules of a site version, indexed by type and sender, so that a record meets only the rules that may concern it
 * and only rules with {@code when} run an expression. Immutable and thread-safe.
 */
public final class SharingRules {
    private static final Comparator<SharingRule> WHOLE_FIRST = Comparator.<SharingRule>comparingInt(
                    r -> r.grant() instanceof Grant.Whole ? 0 : 1)
            .thenComparing(SharingRule::name);

    private final List<SharingRule> all;
    private final Map<TypeAndSender, Map<PartyId, List<SharingRule>>> index = new HashMap<>();
    private final Map<String, Projection> projections = new HashMap<>();

    /** Indexes the rules; of several for one receiver a whole grant comes first, then the order of names. */
    public SharingRules(Collection<SharingRule> rules) {
        all = rules.stream().sorted(WHOLE_FIRST).toList();
        for (SharingRule rule : all) {
            if (rule.grant() instanceof Grant.Fields fields) {
                projections.put(rule.name(), Projection.of(fields));
            }
            for (RecordType type : rule.types()) {
                for (PartyId from : rule.from()) {
                    Map<PartyId, List<SharingRule>> byReceiver =
                            index.computeIfAbsent(new TypeAndSender(type, from), k -> new TreeMap<>());
                    rule.to().stream().filter(to -> !to.equals(from)).forEach(to -> byReceiver
                            .computeIfAbsent(to, k -> new ArrayList<>())
                            .add(rule));
                }
            }
        }
    }

    /** Every rule, whole grants first, then by name. */
    public List<SharingRule> all() {
        return all;
    }

    /** Whether any rule is about this type from this sender. */
    public boolean concern(RecordType type, PartyId sender) {
        return index.containsKey(new TypeAndSender(type, sender));
    }

    /**
     * Who gets this record, in order of party id. A directed record goes to the parties it names, of which each needs a rule;
     * an undirected one to everybody a rule gives it to. Empty if nobody does.
     *
     * @param failures is told of conditions that fail for this record; they grant nothing
     */
    public List<Recipient> recipients(BusinessRecord record, RuleFailures failures) {
        List<Recipient> recipients = new ArrayList<>();
        index.getOrDefault(new TypeAndSender(record.type(), record.id().sender()), Map.of())
                .forEach((party, rules) -> {
                    if (record.to().isEmpty() || record.to().contains(party)) {
                        firstMatch(rules, record, party, failures)
                                .ifPresent(rule -> recipients.add(new Recipient(party, rule)));
                    }
                });
        return Collections.unmodifiableList(recipients);
    }

    /**
     * The rule that now lets this record go to this party; empty if the grant is gone.
     *
     * @param failures is told of conditions that fail for this record; they grant nothing
     */
    public Optional<SharingRule> ruleFor(BusinessRecord record, PartyId receiver, RuleFailures failures) {
        return firstMatch(
                index.getOrDefault(new TypeAndSender(record.type(), record.id().sender()), Map.of())
                        .getOrDefault(receiver, List.of()),
                record,
                receiver,
                failures);
    }

    /** The compiled projection of a rule that grants fields; empty for a whole grant. */
    public Optional<Projection> projection(SharingRule rule) {
        return Optional.ofNullable(projections.get(rule.name()));
    }

    private static Optional<SharingRule> firstMatch(
            List<SharingRule> rules, BusinessRecord record, PartyId receiver, RuleFailures failures) {
        return rules.stream()
                .filter(rule -> isNamed(rule, record, receiver) && matches(rule, record, failures))
                .findFirst();
    }

    private static boolean isNamed(SharingRule rule, BusinessRecord record, PartyId receiver) {
        return rule.by().isEmpty()
                || rule.by()
                        .get()
                        .handlerOf(record.data())
                        .filter(receiver::equals)
                        .isPresent();
    }

    private static boolean matches(SharingRule rule, BusinessRecord record, RuleFailures failures) {
        Optional<RecordExpression> when = rule.when();
        if (when.isEmpty()) {
            return true;
        }
        Match match = when.get().evaluate(record.data(), view(record));
        if (match instanceof Match.Failed failed) {
            failures.ruleFailed(rule.name(), failed.reason());
        }
        return match.matched();
    }

    private static EnvelopeView view(BusinessRecord record) {
        PartyId sender = record.id().sender();
        String purpose = record.purpose();
        return new EnvelopeView(
                record.type().toString(),
                sender.source(),
                record.subject(),
                purpose == null ? "" : purpose,
                sender.division());
    }

    private record TypeAndSender(RecordType type, PartyId sender) {}
}
