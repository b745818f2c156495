package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.NoAuth;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

class DialectTest {
    @Test
    void octetsOfAnOldCharsetAreReadAndWritten() throws Untranslatable {
        Dialect old = in(Charset.forName("gb2312"));
        byte[] octets = {(byte) 0xD6, (byte) 0xD0};
        assertThat(old.decode(octets)).isEqualTo("中");
        assertThat(old.encode("中")).isEqualTo(octets);
    }

    /** A name is not refused because its system says GB 2312 and means GBK. */
    @ParameterizedTest
    @ValueSource(strings = {"gb2312", "gbk"})
    void whatSaysAnOlderStandardIsReadAsTheLatest(String charset) throws Untranslatable {
        Dialect old = in(Charset.forName(charset));
        assertThat(old.decode(new byte[] {(byte) 0x86, (byte) 0xB4})).isEqualTo("喆");
        assertThat(old.decode(old.octets("喆𬭎"))).isEqualTo("喆𬭎");
    }

    @Test
    void aCharacterThatTheCharsetDoesNotHaveIsRefusedAndNotReplaced() {
        assertThatExceptionOfType(Untranslatable.class)
                .isThrownBy(() -> in(Charset.forName("gb2312")).encode("镕"))
                .satisfies(refused -> assertThat(refused.errors().get(0).rule()).isEqualTo("unmappable"));
    }

    @Test
    void whatIsNoTextOrHasACharacterThatTheCharsetDoesNotHaveIsNotQuoted() {
        JsonNode message = StrictJson.parse("{\"list\":[{\"no\":\"示1\",\"name\":\"镕\"}]}");
        Dialect dialect = in(Charset.forName("gb2312"));

        assertThat(dialect.quoted(message, "/list/0/no")).isEqualTo("示1");
        assertThat(dialect.quoted(message, "/list/0/name")).isEmpty();
        assertThat(dialect.quoted(message, "/list/0")).isEmpty();
        assertThat(dialect.quoted(message, "/other")).isEmpty();
    }

    @Test
    void octetsOfAnotherCharsetAreRefused() {
        assertThatExceptionOfType(Untranslatable.class)
                .isThrownBy(() -> in(StandardCharsets.UTF_8).decode(new byte[] {(byte) 0xD6, (byte) 0xD0}))
                .satisfies(refused -> assertThat(refused.errors().get(0).rule()).isEqualTo("encoding"));
    }

    @Test
    void aMarkOfTheOrderOfOctetsDoesNotCount() throws Untranslatable {
        assertThat(in(StandardCharsets.UTF_8).decode("\uFEFF{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("{}");
    }

    /** One table is of acceptances, state 1, the other of refusals, whatever else the state is. */
    @Test
    void whatAMessageSaysOfItselfCountsMoreThanWhatItLacks() {
        Row state =
                new Row.Constant("t:1", FieldPath.of("state"), StrictJson.parse("\"1\""), List.of(), Direction.BOTH);
        Dialect dialect = in(
                StandardCharsets.UTF_8,
                List.of(
                        arriving("case.accepted", "/acceptedAt", field("name", "/item/name"), state),
                        arriving("case.not-accepted", "/decidedAt", field("state", "/result"))));

        assertThat(type(dialect, "{'no':'A','at':'x','name':'b','state':1}")).isEqualTo("case.accepted");
        assertThat(type(dialect, "{'no':'A','at':'x','name':'b','state':2}")).isEqualTo("case.not-accepted");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> type(dialect, "{'no':'A','at':'x','state':1}"))
                .satisfies(refused -> assertThat(refused.errors())
                        .extracting(FieldError::pointer)
                        .containsExactly("/name"));
    }

    /** A row of the second is named by what stands in it, and lacks what the first of that name needs. */
    @Test
    void ofThoseThatAMessageNamesTheFirstThatCanReadItDoes() {
        Row whole = new Row.Constant("t:1", FieldPath.of("op"), StrictJson.parse("\"I\""), List.of(), Direction.BOTH);
        Row either =
                new Row.Constant("t:1", FieldPath.of("op"), StrictJson.parse("\"I\""), List.of("U"), Direction.BOTH);
        Dialect dialect = in(
                StandardCharsets.UTF_8,
                List.of(
                        arriving("case.special-ended", "/endedAt", field("result", "/result"), whole),
                        arriving("case.special-started", "/startedAt", either)));

        assertThat(type(dialect, "{'no':'A','at':'x','op':'I'}")).isEqualTo("case.special-started");
        assertThat(type(dialect, "{'no':'A','at':'x','op':'I','result':'y'}")).isEqualTo("case.special-ended");
    }

    @Test
    void aMessageThatTellsOfSeveralThingsIsRefused() {
        Dialect dialect = in(
                StandardCharsets.UTF_8,
                List.of(below("m/review", "case.pre-reviewed"), below("m/accept", "case.accepted")));

        assertThat(type(dialect, "{'m':{'accept':{'no':'A','at':'x'}}}")).isEqualTo("case.accepted");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> type(dialect, "{'m':{'review':{'no':'A','at':'x'},'accept':{'no':'A','at':'x'}}}"))
                .satisfies(refused -> assertThat(refused.errors())
                        .extracting(FieldError::pointer, FieldError::rule)
                        .containsExactly(tuple("/m/accept", "several")));
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> type(dialect, "{'m':{'accept':{'no':'A'}}}"))
                .as("what is wrong with the block that stands there is told")
                .satisfies(refused -> assertThat(refused.errors())
                        .extracting(FieldError::pointer, FieldError::rule)
                        .containsExactly(tuple("/m/accept/at", "required")));
    }

    @Test
    void aMessageThatIsToldByAnotherCallTooIsARepeatOfThatCall() {
        FieldTable own = below("m/form", "case.applied");
        FieldTable shared = below("m/accept", "case.accepted");
        Dialect dialect = in(
                StandardCharsets.UTF_8,
                List.of(
                        own,
                        shared.arriving(Objects.requireNonNull(shared.arrival()).sharedWith("receive"))));

        assertThat(repeatableAs(dialect, "accept", "{'m':{'form':{'no':'A','at':'1'}}}"))
                .isEqualTo("accept");
        assertThat(repeatableAs(dialect, "accept", "{'m':{'accept':{'no':'A','at':'1'}}}"))
                .isEqualTo("receive");
        assertThat(repeatableAs(dialect, "accept", "{'m':")).isEqualTo("accept");
        assertThat(repeatableAs(dialect, "receive", "{'m':{'accept':{'no':'A','at':'1'}}}"))
                .isEqualTo("receive");
        assertThat(repeatableAs(in(StandardCharsets.UTF_8, List.of(own)), "accept", "{'m':"))
                .as("no need to read it")
                .isEqualTo("accept");
    }

    private static String repeatableAs(Dialect dialect, String call, String message) {
        return dialect.repeatableAs(call, message.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static FieldTable below(String root, String type) {
        return new FieldTable(
                "accept",
                RecordType.parse(type),
                FieldPath.of(root),
                false,
                List.of(field("no", "/caseNo"), field("at", "/at")),
                "/accept",
                Direction.BOTH,
                new Arrival(
                        "accept", List.of(FieldPath.of("no")), FieldPath.of("/at"), FieldPath.of("/caseNo"), false));
    }

    private static String type(Dialect dialect, String message) {
        byte[] octets = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        PartyId town = new PartyId("990101.town");
        return StrictJson.parse(dialect.toOurs(town, "accept", octets, Instant.EPOCH, ReceivedFiles.NONE))
                .path("type")
                .asString();
    }

    private static FieldTable arriving(String type, String time, Row... rows) {
        List<Row> all = new ArrayList<>(List.of(field("no", "/caseNo"), field("at", time)));
        all.addAll(List.of(rows));
        return new FieldTable(
                "accept",
                RecordType.parse(type),
                FieldPath.ROOT,
                false,
                all,
                "/accept",
                Direction.BOTH,
                new Arrival("accept", List.of(FieldPath.of("no")), FieldPath.of(time), FieldPath.of("/caseNo"), false));
    }

    private static Row.Field field(String partner, String canonical) {
        return new Row.Field(
                "t:1",
                FieldPath.of(partner),
                FieldPath.of(canonical),
                Converters.text(),
                Direction.BOTH,
                true,
                null,
                null);
    }

    private static Dialect in(Charset charset) {
        return in(charset, List.of());
    }

    /** A dialect of these tables that says nothing else of interest. */
    static Dialect in(Charset charset, List<FieldTable> tables) {
        return new Dialect(
                "example",
                "例",
                "example",
                charset,
                MessageFormat.JSON,
                tables,
                List.of(),
                Map.of(),
                new AnswerClassifier(MessageFormat.JSON, List.of(), List.of()),
                new Wire(
                        new Transport(Transport.Carrier.BODY, "", Map.of(), "application/json", Map.of(), Map.of()),
                        new NoAuth(),
                        new BodyProtection.Plain(),
                        Map.of(),
                        new TimeForms(ZoneOffset.UTC, "yyyy-MM-dd HH:mm:ss")),
                "1");
    }
}
