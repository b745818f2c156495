package org.tongqu.config.site;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.expression.Expressions;
import org.tongqu.record.expression.InvalidExpression;
import org.tongqu.record.expression.RecordExpression;
import org.tongqu.record.schema.FieldMarks;
import org.tongqu.record.sharing.Grant;
import org.tongqu.record.sharing.Mask;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.site.Party;
import org.tongqu.record.ticket.DispatchCatalogue;

/** Reads one sharing rule and holds it against the parties and schemas of the site. */
final class RuleReader {
    private static final String CATALOGUE = "dispatch-catalogue";
    private static final List<String> MASKS =
            Arrays.stream(Mask.values()).map(Mask::wire).toList();

    private final Vocabulary vocabulary;
    private final Map<PartyId, Party> parties;
    private final Set<PartyId> senders;
    private final Optional<DispatchCatalogue> catalogue;
    private final Problems problems;

    RuleReader(
            Vocabulary vocabulary,
            Map<PartyId, Party> parties,
            Set<PartyId> senders,
            Optional<DispatchCatalogue> catalogue,
            Problems problems) {
        this.catalogue = catalogue;
        this.vocabulary = vocabulary;
        this.parties = parties;
        this.senders = senders;
        this.problems = problems;
    }

    /** The rule with where its name stands; empty, with problems noted, if it holds mistakes. */
    Optional<Placed<SharingRule>> read(YamlMap map) {
        Optional<Placed<String>> name = map.requiredText("name")
                .flatMap(text -> text.as(
                        RuleReader::name, "小写字母、数字、-，至多 60 / lower-case letters, digits, -, at most 60", problems));
        Set<RecordType> types = types(map.requiredTexts("types"));
        Set<PartyId> from = parties("from", map.requiredTexts("from"));
        Set<PartyId> to = parties("to", map.requiredTexts("to"));
        Optional<DispatchCatalogue> by =
                catalogue.isEmpty() ? Optional.empty() : map.text("by").flatMap(text -> by(text, to));
        Optional<RecordExpression> when = map.text("when").flatMap(this::expression);
        Grant grant = grant(map, types);
        to.forEach(party -> vocabulary.requireServed(map, parties.get(party), types, grant, problems));
        String purpose = map.requiredText("purpose").map(Placed::value).orElse("");
        String legalBasis = map.requiredText("legal-basis").map(Placed::value).orElse("");
        Set<PartyId> onward = parties("onward", map.texts("onward"));
        map.refuseUnknown();
        if (name.isEmpty() || types.isEmpty() || from.isEmpty() || to.isEmpty() || grant == null) {
            return Optional.empty();
        }
        return Optional.of(new Placed<>(
                new SharingRule(name.get().value(), types, from, to, by, when, grant, purpose, legalBasis, onward),
                name.get().place()));
    }

    private Set<RecordType> types(List<Placed<String>> texts) {
        Set<RecordType> types = new LinkedHashSet<>();
        for (Placed<String> text : texts) {
            String asked = text.value();
            SortedSet<String> known = vocabulary.types();
            List<String> meant = asked.endsWith(".*")
                    ? known.stream()
                            .filter(type -> type.startsWith(asked.substring(0, asked.length() - 1)))
                            .toList()
                    : known.contains(asked) ? List.of(asked) : List.of();
            if (meant.isEmpty()) {
                SortedSet<String> choices = new TreeSet<>(known);
                known.forEach(type -> choices.add(type.substring(0, type.indexOf('.')) + ".*"));
                problems.add(text.place(), vocabulary.unknown(asked), Problems.suggest(asked, choices));
            }
            meant.forEach(type -> types.add(RecordType.parse(type)));
        }
        return types;
    }

    private Set<PartyId> parties(String key, List<Placed<String>> texts) {
        Set<PartyId> ids = new LinkedHashSet<>();
        for (Placed<String> text : texts) {
            Optional<PartyId> id =
                    Optional.of(text.value()).filter(PartyId::isShaped).map(PartyId::new);
            Party party = id.map(parties::get).orElse(null);
            if (id.isEmpty() || party == null) {
                problems.add(
                        text.place(),
                        "没有机构 \"" + text.value() + "\" / no party \"" + text.value() + "\"",
                        Problems.suggest(
                                text.value(),
                                parties.keySet().stream().map(PartyId::value).toList()));
            } else {
                if (!ids.add(id.get())) {
                    problems.add(
                            text.place(),
                            "机构 " + text.value() + " 写了两次 / party " + text.value() + " stands twice",
                            "删除一处 / remove one");
                }
                requireRole(key, text, party);
            }
        }
        return ids;
    }

    private void requireRole(String key, Placed<String> text, Party party) {
        if (key.equals("to")) {
            vocabulary.requireServes(text, party, problems);
        }
        if (key.equals("from") && !senders.contains(party.id())) {
            problems.add(
                    text.place(),
                    "机构 " + party.id() + " 没有密钥，不能发送 / party " + party.id() + " has no keys and cannot send",
                    "在其文件中补上 keys: 或 calls: / add keys: or calls: to its file");
        }
    }

    /** A catalogue that names none of the receivers would never let the rule give anything. */
    private Optional<DispatchCatalogue> by(Placed<String> text, Set<PartyId> to) {
        if (!text.value().equals(CATALOGUE)) {
            problems.add(
                    text.place(),
                    "by 只能是 " + CATALOGUE + " / by can only be " + CATALOGUE,
                    "写 by: " + CATALOGUE + " 或删去 / write by: " + CATALOGUE + ", or leave it out");
            return Optional.empty();
        }
        Set<PartyId> named = new TreeSet<>();
        catalogue.ifPresent(one -> one.entries().forEach(entry -> named.add(entry.handler())));
        for (PartyId party : to) {
            if (!named.contains(party)) {
                problems.add(
                        text.place(),
                        "派单目录没有机构 " + party + " / the dispatch catalogue does not name party " + party,
                        "在 hotline.yml 的 catalogue: 中补上，或移出 to: / add it to catalogue: in hotline.yml, or take it out"
                                + " of to:");
            }
        }
        return catalogue;
    }

    private Optional<RecordExpression> expression(Placed<String> text) {
        try {
            return Optional.of(Expressions.compile(text.value()));
        } catch (InvalidExpression e) {
            problems.add(
                    text.place(),
                    "条件不成立 / condition cannot be compiled: " + e.getMessage(),
                    "用 CEL，只可用 data type source subject purpose division / write CEL over data, type, source, subject,"
                            + " purpose, division");
            return Optional.empty();
        }
    }

    private @Nullable Grant grant(YamlMap map, Set<RecordType> types) {
        if (map.has("grant") && map.has("fields") || !map.has("grant") && !map.has("fields")) {
            problems.add(
                    map.place(),
                    "grant: whole 与 fields: 须且只能有一个 / exactly one of grant: whole and fields: is needed",
                    "整体共享写 grant: whole，部分共享写 fields: / write grant: whole for all, fields: for some");
        }
        if (map.has("fields")) {
            return fields(map, types);
        }
        Optional<Placed<String>> grant = map.text("grant");
        if (grant.isEmpty()) {
            return null;
        }
        if (!grant.get().value().equals("whole")) {
            problems.add(
                    grant.get().place(),
                    "grant 只能是 whole / grant can only be whole",
                    "写 grant: whole，或改用 fields: / write grant: whole, or use fields: instead");
            return null;
        }
        return new Grant.Whole();
    }

    private @Nullable Grant fields(YamlMap map, Set<RecordType> types) {
        List<FieldMarks> marks =
                types.stream().flatMap(type -> vocabulary.marks(type).stream()).toList();
        Map<String, Grant.Field> granted = new LinkedHashMap<>();
        for (Map.Entry<Placed<String>, Optional<Placed<String>>> entry : map.marked("fields")) {
            Placed<String> pattern = entry.getKey();
            if (!types.isEmpty()) {
                requireField(pattern, marks);
            }
            Optional<Mask> mask = entry.getValue().flatMap(this::mask);
            if (mask.isPresent()
                    && marks.stream()
                            .anyMatch(m -> m.fields().contains(pattern.value())
                                    && !m.leafPatterns().contains(pattern.value()))) {
                problems.add(
                        pattern.place(),
                        "脱敏只能用于单个值 / only a single value can be masked",
                        "逐个列出其下的字段 / list the fields below it one by one");
            }
            if (granted.put(pattern.value(), new Grant.Field(pattern.value(), mask)) != null) {
                problems.add(
                        pattern.place(),
                        "字段 " + pattern.value() + " 写了两次 / field " + pattern.value() + " stands twice",
                        "删除一处 / remove one");
            }
        }
        requireSomethingOfEachType(map, types, granted.keySet());
        return granted.isEmpty() ? null : new Grant.Fields(List.copyOf(granted.values()));
    }

    private void requireField(Placed<String> pattern, List<FieldMarks> marks) {
        if (marks.stream().noneMatch(m -> m.fields().contains(pattern.value()))) {
            SortedSet<String> all = new TreeSet<>();
            marks.forEach(m -> all.addAll(m.fields()));
            problems.add(
                    pattern.place(),
                    "这些类型没有字段 \"" + pattern.value() + "\" / these types have no field \"" + pattern.value() + "\"",
                    Problems.suggest(pattern.value(), all));
        }
    }

    private void requireSomethingOfEachType(YamlMap map, Set<RecordType> types, Set<String> granted) {
        if (granted.isEmpty()) {
            problems.add(map.placeOf("fields"), "fields 为空 / fields is empty", "至少列出一个字段 / list at least one field");
            return;
        }
        for (RecordType type : types) {
            boolean some = vocabulary.marks(type).stream()
                    .anyMatch(marks -> granted.stream().anyMatch(marks.fields()::contains));
            if (!some) {
                problems.add(
                        map.placeOf("fields"),
                        "没有给出 " + type + " 的任何字段 / no field of " + type + " is granted",
                        "补上字段或移出该类型 / add a field or take the type out");
            }
        }
    }

    private Optional<Mask> mask(Placed<String> word) {
        for (Mask mask : Mask.values()) {
            if (mask.wire().equals(word.value())) {
                return Optional.of(mask);
            }
        }
        problems.add(
                word.place(),
                "未知的脱敏方式 \"" + word.value() + "\" / unknown mask \"" + word.value() + "\"",
                Problems.suggest(word.value(), MASKS));
        return Optional.empty();
    }

    private static String name(String text) {
        if (!text.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw new IllegalArgumentException("not a rule name");
        }
        return text;
    }
}
