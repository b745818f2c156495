package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.expression.Expressions;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

class FieldTableTest {
    private static final Instant CAME = Instant.parse("2026-03-05T06:07:08.900Z");
    private static final FieldTable TABLE = new FieldTable(
            "accept",
            RecordType.parse("case.accepted"),
            FieldPath.of("param/list"),
            true,
            List.of(
                    field("no", "/caseNo", Converters.text(), true),
                    new Row.Constant("t:2", FieldPath.of("state"), json("\"1\""), List.of("01"), Direction.BOTH),
                    new Row.Each(
                            "t:3",
                            FieldPath.of("files"),
                            FieldPath.of("/materials"),
                            List.of(field("n", "/quantity", Converters.integer(), true)))),
            "/accept",
            Direction.BOTH,
            null);

    @Test
    void aMessageBecomesDataAndTheDataThatMessage() throws Untranslatable {
        JsonNode message =
                json("{\"param\":{\"list\":[{\"no\":\"A\",\"state\":\"1\",\"files\":[{\"n\":1},{\"n\":2}]}]}}");
        JsonNode data = json("{\"caseNo\":\"A\",\"materials\":[{\"quantity\":1},{\"quantity\":2}]}");

        assertThat(plain(TABLE.toOurs(message, ReceivedFiles.NONE, Trace.NONE))).isEqualTo(data);
        assertThat(plain(TABLE.toTheirs(data, Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .isEqualTo(message);
    }

    @Test
    void everythingThatIsWrongIsToldByItsPlaceInTheMessage() {
        assertThat(wrong("{\"param\":{\"list\":[{\"state\":\"2\",\"files\":[{\"n\":1},{},7,{\"n\":\"x\"}]}]}}"))
                .containsExactly(
                        "/param/list/0/no required",
                        "/param/list/0/state constant",
                        "/param/list/0/files/1/n required",
                        "/param/list/0/files/2 shape",
                        "/param/list/0/files/3/n integer");
    }

    @Test
    void oneItemWithoutAListIsAListOfOne() throws Untranslatable {
        assertThat(plain(TABLE.toOurs(
                        json("{\"param\":{\"list\":{\"no\":\"A\",\"files\":{\"n\":1}}}}"),
                        ReceivedFiles.NONE,
                        Trace.NONE)))
                .isEqualTo(json("{\"caseNo\":\"A\",\"materials\":[{\"quantity\":1}]}"));
    }

    @Test
    void whatAMessageSaysOfItselfIsToldAndNotTakenOver() throws Untranslatable {
        TimeForms times = new TimeForms(ZoneId.of("Asia/Shanghai"), "yyyyMMddHHmmss");
        FieldTable table = table(
                field("no", "/caseNo", Converters.text(), true),
                new Row.Envelope("t:2", FieldPath.of("guid"), Row.Fact.RECORD, times, true),
                new Row.Envelope("t:3", FieldPath.of("batch"), Row.Fact.DELIVERY, times, false),
                new Row.Envelope("t:4", FieldPath.of("at"), Row.Fact.TIME, times, false),
                new Row.Envelope("t:5", FieldPath.of("serial"), Row.Fact.NONE, times, false));
        JsonNode data = json("{\"caseNo\":\"A\"}");

        JsonNode told = plain(table.toTheirs(data, Telling.SAMPLE, SentFiles.NONE, Trace.NONE));

        assertThat(told.path("guid").asString()).matches("[0-9a-f]{32}");
        assertThat(told.path("batch").asString()).isEqualTo(Telling.SAMPLE.delivery());
        assertThat(told.path("at").asString()).isEqualTo("20260302090000");
        assertThat(told.has("serial")).isFalse();
        assertThat(plain(table.toOurs(told, ReceivedFiles.NONE, Trace.NONE))).isEqualTo(data);
        assertThat(errors(() -> table.toOurs(json("{\"no\":\"A\",\"serial\":{}}"), ReceivedFiles.NONE, Trace.NONE)))
                .containsExactly("/guid required", "/serial scalar");
        assertThat(table.recognises(json("{\"no\":\"A\"}"))).isFalse();
    }

    @Test
    void whatARecordDoesNotSayIsSaidByTheMessage() throws Untranslatable {
        Row otherwise =
                new Row.Constant("t:1", FieldPath.of("op"), StrictJson.parse("\"I\""), List.of(), Direction.BOTH);
        FieldTable table = table(new Row.Field(
                "t:1",
                FieldPath.of("op"),
                FieldPath.of("/origin/operation"),
                Converters.text(),
                Direction.BOTH,
                true,
                null,
                otherwise));

        assertThat(plain(table.toTheirs(json("{}"), Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .isEqualTo(json("{\"op\":\"I\"}"));
        JsonNode data = json("{\"origin\":{\"operation\":\"U\"}}");
        JsonNode told = plain(table.toTheirs(data, Telling.SAMPLE, SentFiles.NONE, Trace.NONE));
        assertThat(told).isEqualTo(json("{\"op\":\"U\"}"));
        assertThat(plain(table.toOurs(told, ReceivedFiles.NONE, Trace.NONE))).isEqualTo(data);
    }

    @Test
    void whatAMessageAnswersIsTheCorrelationOfItsRecord() throws Untranslatable {
        TimeForms times = new TimeForms(ZoneId.of("Asia/Shanghai"), "yyyyMMddHHmmss");
        FieldTable table = arriving(
                field("no", "/caseNo", Converters.text(), true),
                field("at", "/acceptedAt", Converters.time(times), true),
                new Row.Envelope("t:3", FieldPath.of("about"), Row.Fact.CORRELATION, times, false));
        JsonNode message = json("{\"no\":\"A\",\"at\":\"20260302090000\",\"about\":\" R-1 \"}");
        JsonNode silent = json("{\"no\":\"A\",\"at\":\"20260302090000\"}");
        JsonNode endless = json("{\"no\":\"A\",\"at\":\"20260302090000\",\"about\":\"" + "长".repeat(201) + "\"}");

        JsonNode envelope = envelope(table, message);

        assertThat(envelope.path("correlation").asString()).isEqualTo("R-1");
        assertThat(envelope.path("data").has("about")).isFalse();
        assertThat(envelope(table, silent).has("correlation")).isFalse();
        assertThat(errors(() -> envelope(table, endless))).containsExactly("/about length");
        assertThat(plain(table.toTheirs(envelope.path("data"), Telling.SAMPLE, SentFiles.NONE, Trace.NONE))
                        .path("about")
                        .asString())
                .isEqualTo(Telling.SAMPLE.correlation());
    }

    private static JsonNode envelope(FieldTable table, JsonNode message) throws Untranslatable {
        return table.toEnvelope(new PartyId("990101.sample"), message, Instant.EPOCH, ReceivedFiles.NONE);
    }

    private static FieldTable arriving(Row... rows) {
        return new FieldTable(
                "call",
                RecordType.parse("case.accepted"),
                FieldPath.ROOT,
                false,
                List.of(rows),
                "/call",
                Direction.BOTH,
                new Arrival(
                        "call",
                        List.of(FieldPath.of("no")),
                        FieldPath.of("/acceptedAt"),
                        FieldPath.of("/caseNo"),
                        false));
    }

    @Test
    void aWholeMessageInBase64IsReadAndWrittenAsIfItStoodThere() throws Untranslatable {
        FieldTable table = table(new Row.Nested(
                "t:1",
                FieldPath.of("content"),
                MessageFormat.XML,
                true,
                FieldPath.of("taxML"),
                List.of(field("NSRSBH", "/caseNo", Converters.text(), true)),
                true));
        JsonNode message = json("{\"content\":\"PHRheE1MPjxOU1JTQkg+55SyPC9OU1JTQkg+PC90YXhNTD4=\"}");
        JsonNode data = json("{\"caseNo\":\"甲\"}");

        assertThat(plain(table.toOurs(message, ReceivedFiles.NONE, Trace.NONE))).isEqualTo(data);
        assertThat(plain(table.toTheirs(data, Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .isEqualTo(message);
        assertThat(errors(() -> table.toOurs(json("{\"content\":\"<taxML/>\"}"), ReceivedFiles.NONE, Trace.NONE)))
                .containsExactly("/content base64");
        assertThat(errors(() -> table.toOurs(json("{}"), ReceivedFiles.NONE, Trace.NONE)))
                .containsExactly("/content required");
        assertThat(table.recognises(json("{}"))).isFalse();
    }

    @Test
    void aConstantMayComeAsAnotherWordForTheSame() throws Untranslatable {
        assertThat(plain(TABLE.toOurs(
                        json("{\"param\":{\"list\":[{\"no\":\"A\",\"state\":\"01\"}]}}"),
                        ReceivedFiles.NONE,
                        Trace.NONE)))
                .isEqualTo(json("{\"caseNo\":\"A\"}"));
    }

    @Test
    void aListOfOneMayStandAmongTheOtherFields() throws Untranslatable {
        FieldTable table = table(
                field("no", "/caseNo", Converters.text(), true),
                new Row.Each(
                        "t:2",
                        FieldPath.ROOT,
                        FieldPath.of("/materials"),
                        List.of(field("n", "/quantity", Converters.integer(), false))));
        JsonNode message = json("{\"no\":\"A\",\"n\":7}");
        JsonNode data = json("{\"caseNo\":\"A\",\"materials\":[{\"quantity\":7}]}");
        JsonNode none = json("{\"caseNo\":\"A\"}");

        assertThat(plain(table.toOurs(message, ReceivedFiles.NONE, Trace.NONE))).isEqualTo(data);
        assertThat(plain(table.toTheirs(data, Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .isEqualTo(message);
        assertThat(plain(table.toOurs(json("{\"no\":\"A\"}"), ReceivedFiles.NONE, Trace.NONE)))
                .isEqualTo(none);
        assertThat(plain(table.toTheirs(none, Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .isEqualTo(json("{\"no\":\"A\"}"));
        assertThat(errors(() -> table.toOurs(json("{\"no\":\"A\",\"n\":\"x\"}"), ReceivedFiles.NONE, Trace.NONE)))
                .containsExactly("/n integer");
        assertThat(errors(() -> table.toTheirs(
                        json("{\"caseNo\":\"A\",\"materials\":[{\"quantity\":7},{\"quantity\":8}]}"),
                        Telling.SAMPLE,
                        SentFiles.NONE,
                        Trace.NONE)))
                .containsExactly("/materials one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"param\":{\"list\":[]}}",
                "{\"param\":{\"list\":[{\"no\":\"A\"},{\"no\":\"B\"}]}}",
                "{\"param\":{\"list\":[{\"no\":\" \"}]}}",
                "{\"param\":{\"list\":[{\"no\":\"A\",\"state\":\"4\"}]}}"
            })
    void whatIsNoMessageOfThisCallIsNotRecognised(String message) {
        assertThat(TABLE.recognises(json(message))).isFalse();
        assertThat(wrong(message)).hasSize(1);
    }

    @Test
    void aConstantMayBeLeftOutAndMayBeANumber() {
        assertThat(TABLE.recognises(json("{\"param\":{\"list\":[{\"no\":\"A\"}]}}")))
                .isTrue();
        assertThat(TABLE.recognises(json("{\"param\":{\"list\":[{\"no\":\"A\",\"state\":1}]}}")))
                .isTrue();
    }

    private static List<String> wrong(String message) {
        return catchThrowableOfType(
                        Untranslatable.class, () -> TABLE.toOurs(json(message), ReceivedFiles.NONE, Trace.NONE))
                .errors()
                .stream()
                .map(error -> error.pointer() + " " + error.rule())
                .toList();
    }

    @Test
    void aFormInATextIsReadAndWrittenAsIfItStoodThere() throws Untranslatable {
        FieldTable table = table(
                field("no", "/caseNo", Converters.text(), true),
                new Row.Nested(
                        "t:2",
                        FieldPath.of("XML_DATA"),
                        MessageFormat.XML,
                        false,
                        FieldPath.of("FORM/FIELDS"),
                        List.of(field("N", "/quantity", Converters.integer(), true)),
                        false));
        JsonNode message = json("{\"no\":\"A\",\"XML_DATA\":\"<FORM><FIELDS><N>7</N></FIELDS></FORM>\"}");
        JsonNode data = json("{\"caseNo\":\"A\",\"quantity\":7}");

        assertThat(plain(table.toOurs(message, ReceivedFiles.NONE, Trace.NONE))).isEqualTo(data);
        assertThat(plain(table.toTheirs(data, Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .isEqualTo(message);
        assertThat(errors(() -> table.toOurs(
                        json("{\"no\":\"A\",\"XML_DATA\":\"<FORM><FIELDS><N>x</N></FIELDS></FORM>\"}"),
                        ReceivedFiles.NONE,
                        Trace.NONE)))
                .containsExactly("/XML_DATA/FORM/FIELDS/N integer");
        assertThat(errors(() ->
                        table.toOurs(json("{\"no\":\"A\",\"XML_DATA\":\"<FORM>\"}"), ReceivedFiles.NONE, Trace.NONE)))
                .containsExactly("/XML_DATA xml");
    }

    @Test
    void fieldsSideBySideAreItemsOfAListByTheirLabels() throws Untranslatable {
        FieldTable table = table(new Row.Columns(
                "t:1",
                FieldPath.of("/charges"),
                FieldPath.of("/name"),
                List.of(
                        new Row.Column("水费", field("WATER", "/amount", Converters.text(), false)),
                        new Row.Column("污水处理费", field("SEWAGE", "/amount", Converters.text(), false)))));
        JsonNode both = json("{\"WATER\":\"30.00\",\"SEWAGE\":\"10.00\"}");
        JsonNode bill = json(
                "{\"charges\":[{\"name\":\"水费\",\"amount\":\"30.00\"},{\"name\":\"污水处理费\",\"amount\":\"10.00\"}]}");

        assertThat(plain(table.toOurs(both, ReceivedFiles.NONE, Trace.NONE))).isEqualTo(bill);
        assertThat(plain(table.toTheirs(bill, Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .isEqualTo(both);
        assertThat(plain(table.toOurs(json("{\"SEWAGE\":\"10.00\"}"), ReceivedFiles.NONE, Trace.NONE)))
                .isEqualTo(json("{\"charges\":[{\"name\":\"污水处理费\",\"amount\":\"10.00\"}]}"));
        assertThat(plain(table.toOurs(json("{}"), ReceivedFiles.NONE, Trace.NONE)))
                .isEqualTo(json("{}"));
        assertThat(untold(table, "[{\"name\":\"垃圾费\",\"amount\":\"1.00\"}]")).containsExactly("/charges/0/name column");
        assertThat(untold(table, "[{\"name\":\"水费\",\"amount\":\"1.00\"},{\"name\":\"水费\",\"amount\":\"2.00\"}]"))
                .containsExactly("/charges/1 one");
    }

    private static List<String> untold(FieldTable table, String charges) {
        return errors(() ->
                table.toTheirs(json("{\"charges\":" + charges + "}"), Telling.SAMPLE, SentFiles.NONE, Trace.NONE));
    }

    @Test
    void aFileIsTakenOnlyIfNothingElseIsWrong() throws Untranslatable {
        List<String> kept = new ArrayList<>();
        ReceivedFiles files = new ReceivedFiles() {
            @Override
            public Received keep(byte[] octets) {
                kept.add(new String(octets, StandardCharsets.UTF_8));
                return new Received(Digest.of(new byte[32]), octets.length);
            }

            @Override
            public Received fetch(URI where) {
                throw new UnsupportedOperationException("it stands in the message");
            }
        };
        FieldTable table = table(
                new Row.Attachment(
                        "t:1",
                        FieldPath.of("body"),
                        FieldPath.of("/digest"),
                        FieldPath.of("/size"),
                        Row.Carrier.BASE64,
                        Direction.BOTH,
                        true),
                field("no", "/quantity", Converters.integer(), true));

        assertThat(errors(() -> table.toOurs(json("{\"body\":\"YWJj\",\"no\":\"x\"}"), files, Trace.NONE)))
                .containsExactly("/no integer");
        assertThat(kept).isEmpty();
        assertThat(plain(table.toOurs(json("{\"body\":\"YWJj\",\"no\":\"7\"}"), files, Trace.NONE)))
                .isEqualTo(json("{\"quantity\":7,\"digest\":\"sm3:" + "0".repeat(64) + "\",\"size\":3}"));
        assertThat(kept).containsExactly("abc");
    }

    @Test
    void whatIsDerivedIsMadeOutOfOtherFieldsOneWay() throws Untranslatable {
        FieldTable table = table(
                field("no", "/caseNo", Converters.text(), true),
                new Row.Derived("t:2", FieldPath.of("full"), Direction.OUT, Expressions.derive("'99-' + data.caseNo")),
                new Row.Derived(
                        "t:3",
                        FieldPath.of("/isUrgent"),
                        Direction.IN,
                        Expressions.derive("has(data.level) && data.level == '1'")));

        assertThat(plain(table.toTheirs(json("{\"caseNo\":\"A\"}"), Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .isEqualTo(json("{\"no\":\"A\",\"full\":\"99-A\"}"));
        assertThat(plain(table.toOurs(json("{\"no\":\"A\",\"level\":\"1\"}"), ReceivedFiles.NONE, Trace.NONE)))
                .isEqualTo(json("{\"caseNo\":\"A\",\"isUrgent\":true}"));
        assertThat(plain(table.toOurs(json("{\"no\":\"A\"}"), ReceivedFiles.NONE, Trace.NONE)))
                .isEqualTo(json("{\"caseNo\":\"A\",\"isUrgent\":false}"));
    }

    @Test
    void whatCannotBeDerivedIsToldByLineAndField() {
        FieldTable table = table(new Row.Derived(
                "t:1", FieldPath.of("full"), Direction.OUT, Expressions.derive("data.caseNo + data.unit")));

        assertThat(errors(() -> table.toTheirs(json("{\"caseNo\":\"A\"}"), Telling.SAMPLE, SentFiles.NONE, Trace.NONE)))
                .containsExactly(" derived:absent-field");
    }

    @Test
    void aMessageThatComesGetsAnEnvelopeOfItsOwnFields() throws Untranslatable {
        FieldTable table = arriving("no", "version");

        JsonNode envelope = plain(table.toEnvelope(
                new PartyId("990101.town"),
                json("{\"no\":\"A-1\",\"version\":2,\"at\":\"2026-03-02T01:00:00.000Z\"}"),
                CAME,
                ReceivedFiles.NONE));

        assertThat(envelope)
                .isEqualTo(
                        json(
                                """
                        {"specversion":"1.0","id":"accept:A-1:2","source":"/parties/990101.town","type":"case.accepted",
                         "subject":"A-1","time":"2026-03-02T01:00:00.000Z",
                         "data":{"caseNo":"A-1","acceptedAt":"2026-03-02T01:00:00.000Z"}}
                        """));
    }

    @Test
    void whereMessagesDoNotSayWhenItHappenedItIsWhenTheyCame() throws Untranslatable {
        FieldTable table = arriving((FieldPath) null, "no");
        String message = "{\"no\":\"A-1\",\"at\":\"2026-03-02T01:00:00.000Z\"}";

        JsonNode envelope = table.toEnvelope(new PartyId("990101.town"), json(message), CAME, ReceivedFiles.NONE);

        assertThat(envelope.path("time").asString()).isEqualTo("2026-03-05T06:07:08.900Z");
        assertThat(envelope.path("id").asString()).isEqualTo("accept:A-1");
    }

    @Test
    void anIdentityThatCannotStandInAnIdBecomesADigestAndNeverThatOfAnother() throws Untranslatable {
        FieldTable table = arriving("no", "version");
        String at = "\"at\":\"2026-03-02T01:00:00.000Z\"}";
        PartyId town = new PartyId("990101.town");

        String chinese = id(table, town, "{\"no\":\"示县〔2026〕1号\",\"version\":1," + at);
        String colon = id(table, town, "{\"no\":\"A:1\",\"version\":2," + at);
        String other = id(table, town, "{\"no\":\"A\",\"version\":\"1:2\"," + at);
        String big = id(table, town, "{\"no\":\"" + "9".repeat(60) + "\",\"version\":2," + at);

        assertThat(List.of(chinese, colon, other, big)).doesNotHaveDuplicates().allMatch(RecordId::isShaped);
    }

    @Test
    void oneTimeWrittenInTwoWaysIsOneIdentity() throws Untranslatable {
        FieldTable table = new FieldTable(
                "accept",
                RecordType.parse("case.accepted"),
                FieldPath.ROOT,
                false,
                List.of(
                        field("no", "/caseNo", Converters.text(), true),
                        field(
                                "at",
                                "/acceptedAt",
                                Converters.time(new TimeForms(ZoneId.of("Asia/Shanghai"), "yyyy-MM-dd HH:mm:ss")),
                                true)),
                "/accept",
                Direction.BOTH,
                new Arrival(
                        "accept",
                        List.of(FieldPath.of("no"), FieldPath.of("at")),
                        FieldPath.of("/acceptedAt"),
                        FieldPath.of("/caseNo"),
                        false));
        PartyId town = new PartyId("990101.town");

        assertThat(id(table, town, "{\"no\":\"A\",\"at\":\"2026-03-02 09:00:00\"}"))
                .isEqualTo(id(table, town, "{\"no\":\"A\",\"at\":\"20260302090000\"}"));
    }

    @Test
    void aStructureWhereATextIsExpectedIsSaidSo() {
        FieldTable table = table(new Row.Nested(
                "t:1",
                FieldPath.of("XML_DATA"),
                MessageFormat.XML,
                false,
                FieldPath.of("FORM"),
                List.of(field("N", "/quantity", Converters.integer(), false)),
                false));

        assertThat(errors(() ->
                        table.toOurs(json("{\"XML_DATA\":{\"FORM\":{\"N\":1}}}"), ReceivedFiles.NONE, Trace.NONE)))
                .containsExactly("/XML_DATA scalar");
    }

    @Test
    void aMaskedValueIsNotTold() {
        FieldTable table = table(
                field(
                        "at",
                        "/acceptedAt",
                        Converters.time(new TimeForms(ZoneId.of("Asia/Shanghai"), "yyyyMMddHHmmss")),
                        false),
                field("n", "/quantity", Converters.integer(), false));

        assertThat(errors(() -> table.toTheirs(
                        json("{\"acceptedAt\":\"2***\",\"quantity\":\"*\"}"),
                        Telling.SAMPLE,
                        SentFiles.NONE,
                        Trace.NONE)))
                .containsExactly("/acceptedAt value", "/quantity value");
    }

    @Test
    void whatTheEnvelopeNeedsIsMissedByThePartnersNames() {
        FieldTable table = arriving("no", "version");

        assertThat(errors(() ->
                        table.toEnvelope(new PartyId("990101.town"), json("{\"no\":\"A\"}"), CAME, ReceivedFiles.NONE)))
                .containsExactly("/version required", "/at required");
    }

    @Test
    void whatIsLeftOutCountsInTheIdAsWhatWeWouldSayThere() throws Untranslatable {
        FieldTable table = new FieldTable(
                "accept",
                RecordType.parse("case.accepted"),
                FieldPath.ROOT,
                false,
                List.of(
                        field("no", "/caseNo", Converters.text(), true),
                        new Row.Field(
                                "t:2",
                                FieldPath.of("version"),
                                FieldPath.of("/origin/version"),
                                Converters.text(),
                                Direction.BOTH,
                                false,
                                null,
                                new Row.Constant(
                                        "t:2",
                                        FieldPath.of("version"),
                                        StrictJson.parse("\"1\""),
                                        List.of(),
                                        Direction.BOTH))),
                "/accept",
                Direction.BOTH,
                new Arrival(
                        "accept",
                        List.of(FieldPath.of("no"), FieldPath.of("version")),
                        null,
                        FieldPath.of("/caseNo"),
                        false));

        PartyId town = new PartyId("990101.town");
        assertThat(id(table, town, "{\"no\":\"C-1\"}"))
                .isEqualTo("accept:C-1:1")
                .isEqualTo(id(table, town, "{\"no\":\"C-1\",\"version\":\"1\"}"));
        assertThat(id(table, town, "{\"no\":\"C-1\",\"version\":\"2\"}")).isEqualTo("accept:C-1:2");
        assertThat(table.toEnvelope(town, json("{\"no\":\"C-1\"}"), CAME, ReceivedFiles.NONE)
                        .path("data")
                        .has("origin"))
                .isFalse();
    }

    private static String id(FieldTable table, PartyId source, String message) throws Untranslatable {
        return table.toEnvelope(source, json(message), CAME, ReceivedFiles.NONE)
                .path("id")
                .asString();
    }

    private static FieldTable arriving(String... identity) {
        return arriving(FieldPath.of("/acceptedAt"), identity);
    }

    private static FieldTable arriving(@Nullable FieldPath time, String... identity) {
        return new FieldTable(
                "accept",
                RecordType.parse("case.accepted"),
                FieldPath.ROOT,
                false,
                List.of(
                        field("no", "/caseNo", Converters.text(), true),
                        field("at", "/acceptedAt", Converters.text(), false)),
                "/accept",
                Direction.BOTH,
                new Arrival(
                        "accept",
                        Stream.of(identity).map(FieldPath::of).toList(),
                        time,
                        FieldPath.of("/caseNo"),
                        false));
    }

    private static FieldTable table(Row... rows) {
        return new FieldTable(
                "call",
                RecordType.parse("case.accepted"),
                FieldPath.ROOT,
                false,
                List.of(rows),
                "/call",
                Direction.BOTH,
                null);
    }

    private interface Step {
        void run() throws Untranslatable;
    }

    private static List<String> errors(Step step) {
        return catchThrowableOfType(Untranslatable.class, step::run).errors().stream()
                .map(error -> error.pointer() + " " + error.rule())
                .toList();
    }

    private static Row.Field field(String partner, String canonical, Converter converter, boolean required) {
        return new Row.Field(
                "t:1", FieldPath.of(partner), FieldPath.of(canonical), converter, Direction.BOTH, required, null, null);
    }

    private static JsonNode plain(JsonNode tree) {
        return json(StrictJson.writeText(tree));
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text);
    }
}
