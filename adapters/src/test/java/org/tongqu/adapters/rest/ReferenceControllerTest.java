package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.rest.DoorClient.Answered;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;

class ReferenceControllerTest extends DoorTest {
    @Test
    void aKeyCanBeReadBackFromItsChain() throws Exception {
        JsonNode key = door.get("/v1/keys").json().at("/keys/0");

        assertThat(key.get("kid").stringValue()).isEqualTo("990101.gateway#2026");
        assertThat(key.get("alg").stringValue()).isEqualTo("ES256");
        byte[] der = Base64.getDecoder().decode(key.at("/x5c/0").stringValue());
        assertThat(CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)))
                .isEqualTo(Samples.certificate());
        assertThat(key.get("notAfter").stringValue())
                .isEqualTo(WireTime.of(Samples.certificate().getNotAfter().toInstant()));
    }

    @Test
    void everySchemaIsServedWithAnExampleThatHolds() {
        List<String> types = door.get("/v1/schemas").json().get("schemas").findValuesAsString("type");

        assertThat(types).containsExactlyElementsOf(Schemas.shipped().types()).isNotEmpty();
        assertThat(types).allSatisfy(type -> {
            JsonNode schema = door.get("/v1/schemas/" + type).json();
            assertThat(Schemas.shipped().find(type).orElseThrow().validate(schema.at("/examples/0")))
                    .isEmpty();
        });
    }

    @Test
    void questionsAndResultsOfQueriesAreServedToo() {
        List<String> types = door.get("/v1/schemas").json().get("queries").findValuesAsString("type");

        assertThat(types).containsExactlyElementsOf(Schemas.shipped().queries()).isNotEmpty();
        assertThat(types).allSatisfy(type -> {
            for (String half : List.of(".question", ".result")) {
                JsonNode schema = door.get("/v1/schemas/" + type + half).json();
                assertThat(Schemas.shipped().ofQuery(type + half).orElseThrow().validate(schema.at("/examples/0")))
                        .isEmpty();
            }
        });
        assertThat(door.get("/v1/schemas/case.find.answer").status()).isEqualTo(404);
    }

    @Test
    void everyCodeTableIsServed() {
        List<String> names = door.get("/v1/codes").json().get("tables").findValuesAsString("name");

        assertThat(names).containsAll(CodeTables.shipped().names()).isNotEmpty();
        assertThat(names).allSatisfy(name -> assertThat(
                        door.get("/v1/codes/" + name).json().get("entries").size())
                .isEqualTo(Samples.CODES.find(name).orElseThrow().entries().size()));
    }

    @Test
    void everyVersionOfACodeTableIsListedWithItsFirstDay() {
        List<String> lamps = new ArrayList<>();
        door.get("/v1/codes").json().get("tables").forEach(table -> {
            if (table.get("name").stringValue().equals("lamp")) {
                lamps.add(table.get("version").stringValue() + " "
                        + table.get("effectiveFrom").stringValue());
            }
        });

        assertThat(lamps).containsExactly("1.0 2025-07-01", "1.1 2026-03-02", "2.0 2026-03-03");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1.1",
        "?on=2026-03-01, 1.0",
        "?on=2026-03-02, 1.1",
        "?on=2031-01-01, 2.0",
        "?version=1.0, 1.0",
        "?version=2.0, 2.0"
    })
    void theVersionOfTheDayOrTheOneAskedForIsServed(String query, String version) {
        assertThat(door.get("/v1/codes/lamp" + query).json().get("version").stringValue())
                .isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({
        "on=2026-02-30, /on, date",
        "on=26-02-03, /on, date",
        "on=%2B12026-02-03, /on, date",
        "on=, /on, date",
        "on=2026-03-02&version=1.0, /version, exclusive",
        "version=1.0&version=2.0, /version, once"
    })
    void aQueryThatCannotBeMeantIsMalformed(String query, String pointer, String rule) {
        Answered answered = door.get("/v1/codes/lamp?" + query);

        assertThat(answered.code()).isEqualTo("MALFORMED");
        assertThat(answered.json().at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        assertThat(answered.json().at("/errors/0/rule").stringValue()).isEqualTo(rule);
    }

    @Test
    void aYearsDaysOffAreServedWithTheirNotice() {
        JsonNode year = door.get("/v1/calendar/2025").json();

        assertThat(year.get("provisional").booleanValue()).isFalse();
        assertThat(year.get("source").stringValue()).endsWith("content_6986383.htm");
        assertThat(year.get("daysOff")).hasSize(6);
        assertThat(year.at("/daysOff/5/from").stringValue()).isEqualTo("2025-10-01");
        assertThat(year.at("/daysOff/5/to").stringValue()).isEqualTo("2025-10-08");
        assertThat(year.at("/daysOff/5/name/zh").stringValue()).isEqualTo("国庆节、中秋节");
        assertThat(year.at("/makeUpWorkdays/4").stringValue()).isEqualTo("2025-10-11");
    }

    @Test
    void aYearWithoutANoticeIsProvisional() {
        JsonNode year = door.get("/v1/calendar/2027").json();

        assertThat(year.get("provisional").booleanValue()).isTrue();
        assertThat(year.get("notice").isNull()).isTrue();
        assertThat(year.get("daysOff")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/schemas/no.such",
                "/v1/calendar/1999",
                "/v1/calendar/soon",
                "/v1/codes/nothing",
                "/v1/codes/nothing?version=1.0",
                "/v1/codes/lamp?version=3.0",
                "/v1/codes/lamp?on=2025-06-30"
            })
    void whatIsNotThereIsNotFound(String target) {
        assertThat(door.get(target).code()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/keys", "/v1/schemas", "/v1/schemas/case.accepted", "/v1/codes", "/v1/openapi.json"})
    void whoHasItAlreadyIsToldSo(String target) {
        Answered first = door.get(target);
        Answered again = door.get(target, "If-None-Match", first.header("ETag"));

        assertThat(first.header("Cache-Control")).isEqualTo("max-age=60, public");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(door.get(target, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }
}
