package org.tongqu.adapters.dialect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells what a partner's answer means from its status, headers, fields and text. The first rule that fits decides. An answer that fits none is
 * {@link Outcome#AWAY}: a login page with status 200 is no consent. A fault of SOAP is none either, whatever its status: only rules that
 * look at a field of it are tried, and if none fits, one of the {@code Client} is a refusal, and any other says that the partner is away.
 * Immutable and thread-safe.
 *
 * @param format of the answers
 * @param words where the partner says in words what it means, the first that is there
 * @param rules in the order in which they are tried
 */
public record AnswerClassifier(MessageFormat format, List<FieldPath> words, List<Rule> rules) {
    /** Copies the lists. */
    public AnswerClassifier {
        words = List.copyOf(words);
        rules = List.copyOf(rules);
    }

    /**
     * One rule; all that it names must fit.
     *
     * @param place as {@code file:line}
     * @param outcome what the answer then means
     * @param statuses HTTP statuses; empty for any of 200 to 299
     * @param field which field of the answer; null if none is looked at
     * @param values one of which the field must have; empty if it only has to be there
     * @param text what must stand anywhere in the answer; null if it does not matter
     * @param same which fields of the answer must be there and say what a field of the message says that is answered, as texts
     * @param headers which headers the answer must have, in whatever case their names are written, each with one of these values
     */
    public record Rule(
            String place,
            Outcome outcome,
            Set<Integer> statuses,
            @Nullable FieldPath field,
            Set<String> values,
            @Nullable String text,
            Map<FieldPath, FieldPath> same,
            Map<String, Set<String>> headers) {
        /** Copies the sets and the maps. */
        public Rule {
            statuses = Set.copyOf(statuses);
            values = Set.copyOf(values);
            same = Map.copyOf(same);
            headers = Map.copyOf(headers);
        }

        /** One that looks at no header. */
        public Rule(
                String place,
                Outcome outcome,
                Set<Integer> statuses,
                @Nullable FieldPath field,
                Set<String> values,
                @Nullable String text,
                Map<FieldPath, FieldPath> same) {
            this(place, outcome, statuses, field, values, text, same, Map.of());
        }

        /** Whether it looks at a field of a fault. */
        public boolean isOfFaults() {
            return field != null && field.toString().startsWith(Soap.FAULT + "/");
        }

        private boolean fits(
                int status,
                UnaryOperator<String> headers,
                String body,
                @Nullable JsonNode tree,
                UnaryOperator<String> told) {
            boolean statusFits = statuses.isEmpty() ? status / 100 == 2 || isOfFaults() : statuses.contains(status);
            return statusFits
                    && this.headers.entrySet().stream().allMatch(wanted -> wanted.getValue()
                            .contains(headers.apply(wanted.getKey()).strip()))
                    && (text == null || says(body, tree, text))
                    && (field == null || fieldFits(field, tree))
                    && same.entrySet().stream()
                            .allMatch(pair -> isSame(
                                    pair.getKey(),
                                    tree,
                                    told.apply(pair.getValue().pointer())));
        }

        private static boolean isSame(FieldPath answered, @Nullable JsonNode tree, String told) {
            JsonNode found = tree == null ? null : answered.find(tree);
            return found != null
                    && !found.isContainer()
                    && found.asString().strip().equals(told.strip());
        }

        private boolean fieldFits(FieldPath path, @Nullable JsonNode tree) {
            JsonNode found = tree == null ? null : path.find(tree);
            return found != null
                    && !found.isContainer()
                    && (values.isEmpty() || values.contains(found.asString().strip()));
        }

        /** In what was said and not in how it was written: {@code \\u} and {@code &#} count as what they stand for. */
        private static boolean says(String body, @Nullable JsonNode tree, String text) {
            if (tree == null) {
                return body.contains(text);
            }
            return tree.isContainer()
                    ? tree.valueStream().anyMatch(part -> says(body, part, text))
                    : tree.asString().contains(text);
        }
    }

    /**
     * What an answer means.
     *
     * @param outcome what
     * @param words the partner's own, empty if there are none
     * @param rule which rule says so; empty if none fits
     */
    public record Meaning(Outcome outcome, String words, Optional<Rule> rule) {}

    /**
     * What this answer means.
     *
     * @param status of HTTP
     * @param headers what a header of this name says, in whatever case it is written; an empty text if there is none
     * @param body as {@link Dialect#decode} gives it
     * @param told what stands at a JSON pointer in the message that is answered; an empty text if nothing does
     */
    public Meaning classify(int status, UnaryOperator<String> headers, String body, UnaryOperator<String> told) {
        JsonNode tree = tree(body);
        Optional<JsonNode> fault = Optional.ofNullable(tree).flatMap(Soap::faultIn);
        Optional<Rule> rule = rules.stream()
                .filter(one -> fault.isEmpty() || one.isOfFaults())
                .filter(one -> one.fits(status, headers, body, tree, told))
                .findFirst();
        if (fault.isPresent() && rule.isEmpty()) {
            return fault(fault.get());
        }
        return new Meaning(rule.map(Rule::outcome).orElse(Outcome.AWAY), words(tree), rule);
    }

    private static Meaning fault(JsonNode fault) {
        boolean isOurs = fault.path(Soap.FAULT_CODE).asString("").startsWith("Client");
        Outcome outcome = isOurs ? Outcome.REFUSED : Outcome.AWAY;
        return new Meaning(
                outcome,
                fault.path(Soap.FAULT_WORDS).asString(""),
                Optional.of(new Rule(Soap.FAULT, outcome, Set.of(), null, Set.of(), null, Map.of())));
    }

    private @Nullable JsonNode tree(String body) {
        try {
            return format.read(body);
        } catch (Untranslatable somethingElse) {
            return null;
        }
    }

    private String words(@Nullable JsonNode tree) {
        if (tree != null) {
            for (FieldPath path : words) {
                JsonNode found = path.find(tree);
                if (found != null && !found.isContainer()) {
                    return found.asString();
                }
            }
        }
        return "";
    }
}
