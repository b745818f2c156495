package org.tongqu.config.site;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.schema.FieldMarks;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.sharing.Grant;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;

/** What sharing rules can be about: records that go to a party, or questions that a party answers. */
interface Vocabulary {
    /** The types that a rule may name. */
    SortedSet<String> types();

    /** The fields that a rule may grant of this type. */
    Optional<FieldMarks> marks(RecordType type);

    /** What to say of a type that there is not, in both languages. */
    String unknown(String type);

    /** Notes a problem if the party named in {@code to} can serve no such rule at all. */
    void requireServes(Placed<String> text, Party party, Problems problems);

    /** Notes a problem if the party cannot serve one of these types, or not with what this rule grants; null if that is a mistake itself. */
    void requireServed(
            YamlMap rule, @Nullable Party party, Set<RecordType> types, @Nullable Grant grant, Problems problems);

    /** Names in a list. */
    private static String list(List<RecordType> types) {
        return String.join(", ", types.stream().map(RecordType::toString).toList());
    }

    /**
     * Records: they go to whoever has an endpoint, and in a dialect only if it has a message for them; else they would be parked, every
     * time.
     *
     * @param schemas of the record types
     */
    record Records(Schemas schemas) implements Vocabulary {
        @Override
        public SortedSet<String> types() {
            return schemas.types();
        }

        @Override
        public Optional<FieldMarks> marks(RecordType type) {
            return schemas.find(type.toString()).map(RecordSchema::marks);
        }

        @Override
        public String unknown(String type) {
            return "没有记录类型 \"" + type + "\" / no record type \"" + type + "\"";
        }

        @Override
        public void requireServes(Placed<String> text, Party party, Problems problems) {
            if (party.endpoint() instanceof Endpoint.None) {
                problems.add(
                        text.place(),
                        "机构 " + party.id() + " 没有接收端 / party " + party.id() + " has no endpoint",
                        "在其文件中设 endpoint.mode: push、pull 或 files / set endpoint.mode: push, pull or files in its file");
            }
        }

        @Override
        public void requireServed(
                YamlMap rule, @Nullable Party party, Set<RecordType> types, @Nullable Grant grant, Problems problems) {
            if (party == null || !(party.endpoint() instanceof Endpoint.Push push) || push.conversation() == null) {
                return;
            }
            Translator translator = push.conversation().translator();
            List<RecordType> untold =
                    types.stream().filter(type -> !translator.tells(type)).toList();
            if (!untold.isEmpty()) {
                problems.add(
                        rule.placeOf("to"),
                        "机构 " + party.id() + " 的方言 " + translator.family() + " 没有 " + list(untold)
                                + " 的报文 / the dialect " + translator.family() + " of " + party.id()
                                + " has no message for " + list(untold),
                        "从 types 中去掉，或在方言中加字段表 / leave them out of types, or add field tables to the dialect");
            }
            if (grant instanceof Grant.Fields fields) {
                types.forEach(type -> requireEnough(rule, party, translator, type, fields, problems));
            }
        }

        private static void requireEnough(
                YamlMap rule,
                Party party,
                Translator translator,
                RecordType type,
                Grant.Fields granted,
                Problems problems) {
            List<String> lacking = translator.needs(type).stream()
                    .filter(field ->
                            granted.fields().stream().noneMatch(one -> (field + "/").startsWith(one.pattern() + "/")))
                    .toList();
            if (!lacking.isEmpty()) {
                String names = String.join(", ", lacking);
                problems.add(
                        rule.placeOf("fields"),
                        "机构 " + party.id() + " 的方言 " + translator.family() + " 发出 " + type + " 必须有 " + names
                                + " / the dialect " + translator.family() + " of " + party.id() + " cannot tell " + type
                                + " without " + names,
                        "补上这些字段，或从 types 中去掉该类型 / grant these fields too, or leave the type out");
            }
        }
    }

    /**
     * Questions: {@code to} answers them in its dialect.
     *
     * @param schemas of the types of questions
     */
    record Questions(Schemas schemas) implements Vocabulary {
        @Override
        public SortedSet<String> types() {
            return schemas.queries();
        }

        @Override
        public Optional<FieldMarks> marks(RecordType type) {
            return schemas.query(type.toString()).map(schema -> schema.result().marks());
        }

        @Override
        public String unknown(String type) {
            return "没有查询类型 \"" + type + "\" / no type of query \"" + type + "\"";
        }

        @Override
        public void requireServes(Placed<String> text, Party party, Problems problems) {
            if (party.answers() == null) {
                problems.add(
                        text.place(),
                        "机构 " + party.id() + " 不回答查询 / party " + party.id() + " answers no query",
                        "在其文件中写 answers: / add answers: to its file");
            }
        }

        @Override
        public void requireServed(
                YamlMap rule, @Nullable Party party, Set<RecordType> types, @Nullable Grant grant, Problems problems) {
            if (party == null || party.answers() == null) {
                return;
            }
            Translator translator = party.answers().conversation().translator();
            List<RecordType> unknown =
                    types.stream().filter(type -> !translator.asks(type)).toList();
            if (!unknown.isEmpty()) {
                problems.add(
                        rule.placeOf("to"),
                        "方言 " + translator.family() + " 不回答 " + list(unknown) + " / the dialect " + translator.family()
                                + " does not answer " + list(unknown),
                        "从 types 中去掉，或在方言中加 queries/ / leave them out of types, or add queries/ to the dialect");
            }
        }
    }
}
