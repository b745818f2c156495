package org.tongqu.adapters.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** A record that comes in two messages. */
class AggregationTest {
    private static final Charset GBK = Charset.forName("GBK");
    private static final PartyId TOWN = new PartyId("990101.town");
    private static final RecordType OPENING = RecordType.parse("utility.opening-requested");

    private final FieldTable account = part(
            "openAccount",
            FieldPath.of("/requestedAt"),
            field("slh", "/requestNo", true),
            field("hz", "/holder/name", true),
            field("sj", "/requestedAt", true));
    private final FieldTable premises = part(
            "openPremises",
            null,
            field("bh", "/requestNo", true),
            field("dz", "/property/address", true),
            field("xm", "/holder/name", false));
    private final Aggregation opening = new Aggregation(OPENING, List.of(account, premises));

    @Test
    void theMessagesOfOneNumberAreOneRecord() throws Untranslatable {
        JsonNode first = json("{'slh':'R1','hz':'甲','sj':'2026-03-02T09:00:00+08:00'}");
        JsonNode second = json("{'bh':'R1','dz':'示范路1号','xm':'甲'}");

        assertThat(account.recordId(first)).isEqualTo("utility.opening-requested:R1");
        assertThat(premises.recordId(second)).isEqualTo(account.recordId(first));
        assertThat(envelope(first, second))
                .isEqualTo(
                        json(
                                """
                                {'specversion':'1.0','id':'utility.opening-requested:R1','source':'/parties/990101.town',
                                'type':'utility.opening-requested','subject':'R1','time':'2026-03-02T09:00:00+08:00',
                                'data':{'requestNo':'R1','holder':{'name':'甲'},'requestedAt':'2026-03-02T09:00:00+08:00',
                                'property':{'address':'示范路1号'}}}
                                """));
    }

    @Test
    void whatTheySayDifferentlyIsNamedAndSoIsWhichOfThem() {
        JsonNode first = json("{'slh':'R1','hz':'甲','sj':'2026-03-02T09:00:00+08:00'}");

        assertThat(errors(first, json("{'bh':'R1','dz':'示范路1号','xm':'乙'}")))
                .containsExactly("/openPremises contradiction");
        assertThat(errors(json("{'slh':'R1'}"), json("{'bh':'R1'}")))
                .containsExactly("/openAccount/hz required", "/openAccount/sj required", "/openPremises/dz required");
    }

    @Test
    void tablesThatDoNotMeetAreFound() {
        FieldTable byHolder =
                part("openPremises", null, field("xm", "/holder/name", true), field("dz", "/property/address", true));
        Aggregation crossed = new Aggregation(OPENING, List.of(account, byHolder));

        Untranslatable refused = catchThrowableOfType(
                Untranslatable.class,
                () -> crossed.toEnvelope(
                        TOWN,
                        Map.of(
                                "openAccount",
                                json("{'slh':'R1','hz':'甲','sj':'2026-03-02T09:00:00+08:00'}"),
                                "openPremises",
                                json("{'xm':'甲','dz':'示范路1号'}")),
                        ReceivedFiles.NONE));

        assertThat(refused.errors()).extracting(AggregationTest::text).containsExactly("/openPremises identity");
    }

    @Test
    void filesAreTakenOnlyIfNothingIsWrongWithAnyPartAndAreInTheRecordThen() throws Untranslatable {
        AtomicInteger taken = new AtomicInteger();
        ReceivedFiles counted = new ReceivedFiles() {
            @Override
            public Received keep(byte[] octets) {
                taken.incrementAndGet();
                return new Received(Digest.of(new byte[32]), octets.length);
            }

            @Override
            public Received fetch(URI where) {
                throw new UnsupportedOperationException("nothing lies elsewhere");
            }
        };
        FieldTable withFile = part(
                "openFile",
                null,
                field("slh", "/requestNo", true),
                new Row.Attachment(
                        "t:2",
                        FieldPath.of("file"),
                        FieldPath.of("/materials/digest"),
                        null,
                        Row.Carrier.BASE64,
                        Direction.BOTH,
                        true));
        Aggregation aggregation = new Aggregation(OPENING, List.of(withFile, account));
        Map<String, JsonNode> messages =
                Map.of("openFile", json("{'slh':'R1','file':'YWJj'}"), "openAccount", json("{'slh':'R1','hz':'甲'}"));

        assertThat(catchThrowableOfType(Untranslatable.class, () -> aggregation.toOurs(messages, counted, Trace.NONE)))
                .isNotNull();
        assertThat(taken).hasValue(0);

        JsonNode data = aggregation.toOurs(
                Map.of(
                        "openFile",
                        json("{'slh':'R1','file':'YWJj'}"),
                        "openAccount",
                        json("{'slh':'R1','hz':'甲','sj':'2026-03-02T09:00:00+08:00'}")),
                counted,
                Trace.NONE);
        assertThat(taken).hasValue(1);
        assertThat(data.at("/materials/digest").asString())
                .isEqualTo(Digest.of(new byte[32]).value());
        assertThat(data.at("/holder/name").asString()).isEqualTo("甲");
    }

    @Test
    void aDialectPutsPartsTogetherAndTakesThemApartWhicheverIsFirst() {
        Dialect dialect = DialectTest.in(GBK, List.of(premises, account));
        byte[] first = "{\"bh\":\"R1\",\"dz\":\"示范路1号\"}".getBytes(GBK);
        byte[] second = "{\"slh\":\"R1\",\"hz\":\"甲\",\"sj\":\"2026-03-02T09:00:00+08:00\"}".getBytes(GBK);
        MessagePart part = dialect.partOf(TOWN, "openPremises", first).orElseThrow();
        assertThat(part.calls()).containsExactly("openPremises", "openAccount");
        assertThat(part.record().toString()).isEqualTo("990101.town/utility.opening-requested:R1");

        byte[] whole = dialect.together(part, Map.of("openAccount", second, "openPremises", first));

        assertThat(dialect.apart(whole)).containsOnlyKeys("openAccount", "openPremises");
        assertThat(dialect.apart(whole).get("openPremises")).isEqualTo(first);
        assertThat(StrictJson.parse(dialect.toOurs(TOWN, part.whole(), whole, Instant.EPOCH, ReceivedFiles.NONE))
                        .at("/data/property/address")
                        .asString())
                .isEqualTo("示范路1号");
    }

    @Test
    void whatAPartSaysInASuccessorOfItsCharsetIsNotReplaced() {
        Dialect dialect = DialectTest.in(GBK, List.of(premises, account));
        byte[] first = "{\"bh\":\"R1\",\"dz\":\"𠮷祥路1号\"}".getBytes(Charset.forName("GB18030"));
        byte[] second = "{\"slh\":\"R1\",\"hz\":\"甲\",\"sj\":\"2026-03-02T09:00:00+08:00\"}".getBytes(GBK);
        MessagePart part = dialect.partOf(TOWN, "openPremises", first).orElseThrow();

        byte[] whole = dialect.together(part, Map.of("openAccount", second, "openPremises", first));

        assertThat(dialect.apart(whole).get("openPremises")).isEqualTo(first);
        assertThat(StrictJson.parse(dialect.toOurs(TOWN, part.whole(), whole, Instant.EPOCH, ReceivedFiles.NONE))
                        .at("/data/property/address")
                        .asString())
                .isEqualTo("𠮷祥路1号");
    }

    @Test
    void ofOneCallAMessageMayBeAPartOrARecordByItself() {
        FieldTable paid = new FieldTable(
                "openAccount",
                RecordType.parse("utility.paid"),
                FieldPath.ROOT,
                false,
                List.of(field("zdh", "/billNo", true), field("sj", "/paidAt", true)),
                "/openAccount",
                Direction.BOTH,
                new Arrival(
                        "openAccount",
                        List.of(FieldPath.of("zdh")),
                        FieldPath.of("/paidAt"),
                        FieldPath.of("/billNo"),
                        false));
        Dialect dialect = DialectTest.in(UTF_8, List.of(paid, account, premises));

        assertThat(dialect.partOf(TOWN, "openAccount", "{\"zdh\":\"B1\",\"sj\":\"x\"}".getBytes(UTF_8)))
                .isEmpty();
        assertThat(dialect.partOf(TOWN, "openAccount", "{\"slh\":\"R1\",\"hz\":\"a\",\"sj\":\"x\"}".getBytes(UTF_8)))
                .isPresent();
        assertThatThrownBy(() -> dialect.partOf(TOWN, "openPremises", "{\"bh\":\"R1\"}".getBytes(UTF_8)))
                .isInstanceOfSatisfying(Rejection.class, refused -> assertThat(refused.errors())
                        .extracting(AggregationTest::text)
                        .containsExactly("/dz required"));
    }

    private JsonNode envelope(JsonNode first, JsonNode second) throws Untranslatable {
        return opening.toEnvelope(
                TOWN, Map.of(account.message(), first, premises.message(), second), ReceivedFiles.NONE);
    }

    private List<String> errors(JsonNode first, JsonNode second) {
        Untranslatable refused = catchThrowableOfType(Untranslatable.class, () -> envelope(first, second));
        return refused.errors().stream().map(AggregationTest::text).toList();
    }

    private static String text(FieldError error) {
        return error.pointer() + " " + error.rule();
    }

    private static FieldTable part(String message, @Nullable FieldPath time, Row... rows) {
        return new FieldTable(
                message,
                OPENING,
                FieldPath.ROOT,
                false,
                List.of(rows),
                "/" + message,
                Direction.BOTH,
                new Arrival(
                        OPENING.toString(),
                        List.of(((Row.Field) rows[0]).partner()),
                        time,
                        FieldPath.of("/requestNo"),
                        true));
    }

    private static Row.Field field(String partner, String canonical, boolean required) {
        return new Row.Field(
                "t:1",
                FieldPath.of(partner),
                FieldPath.of(canonical),
                Converters.text(),
                Direction.BOTH,
                required,
                null,
                null);
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text.replace('\'', '"'));
    }
}
