package org.tongqu.record.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

class EnvelopeReaderTest {
    private static final String GOOD =
            """
            {"specversion":"1.0","id":"a-1","source":"/parties/990101.window","type":"case.applied","subject":"C-1",
             "time":"2026-03-01T09:30:00.000Z","dataschema":"https://example.invalid/schemas/case.applied/1.0",
             "to":"990101.tax 990101.market","priority":3,"deadline":"2026-04-01T00:00:00.000Z","extra":"kept",
             "data":{"caseNo":"C-1"}}""";

    @Test
    void aCompleteEnvelopeIsReadAndItsOctetsAreKept() {
        byte[] octets = octets(GOOD);
        BusinessRecord record = EnvelopeReader.read(octets);
        assertThat(record.id().sender()).isEqualTo(new PartyId("990101.window"));
        assertThat(record.type()).hasToString("case.applied");
        assertThat(record.time()).isEqualTo(Instant.parse("2026-03-01T09:30:00Z"));
        assertThat(record.to()).extracting(PartyId::value).containsExactly("990101.market", "990101.tax");
        assertThat(record.priority()).isEqualTo(3);
        assertThat(record.statedDeadline()).contains(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(record.document().get("extra").stringValue()).isEqualTo("kept");
        assertThat(record.octets()).isSameAs(octets);
        assertThat(record.toString()).doesNotContain("C-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "specversion":"1.0"                | "specversion":"0.3"                  | /specversion
            "id":"a-1"                         | "id":"a 1"                           | /id
            "source":"/parties/990101.window"  | "source":"990101.window"             | /source
            "type":"case.applied"              | "type":"Case"                        | /type
            "subject":"C-1"                    | "subject":""                         | /subject
            "time":"2026-03-01T09:30:00.000Z"  | "time":"2026-03-01 09:30:00"         | /time
            "time":"2026-03-01T09:30:00.000Z"  | "time":"2026-02-30T09:30:00.000Z"    | /time
            "deadline":"2026-04-01T00:00:00.000Z" | "deadline":"0000-04-01T00:00:00.000Z" | /deadline
            "time":"2026-03-01T09:30:00.000Z"  | "time":"2026-03-01T09:30:00.000+08:00" | /time
            "priority":3                       | "priority":10                        | /priority
            "to":"990101.tax 990101.market"    | "to":"990101.tax  990101.market"     | /to
            "data":{"caseNo":"C-1"}            | "data":[]                            | /data
            "data":{"caseNo":"C-1"}            | "data_base64":"e30="                 | /data_base64
            """)
    void aWrongAttributeIsNamedByItsPointer(String good, String bad, String pointer) {
        Rejection rejection = refused(GOOD.replace(good, bad));
        assertThat(rejection.code()).isEqualTo(ProblemCode.ENVELOPE_INVALID);
        assertThat(rejection.errors()).extracting(FieldError::pointer).contains(pointer);
    }

    @Test
    void allErrorsAreToldAtOnce() {
        assertThat(refused("{}").errors())
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder("/specversion", "/id", "/source", "/type", "/subject", "/time", "/data");
    }

    @Test
    void whatIsNotStrictJsonIsMalformed() {
        for (String body :
                new String[] {"", "[]", "{\"id\":1,\"id\":2}", GOOD + "x", "\uFEFF" + GOOD, "{\"a\":1e400}"}) {
            assertThat(refused(body).code()).as(body).isEqualTo(ProblemCode.MALFORMED);
        }
    }

    @Test
    void aNulIsAViolationOfTheSchemaWhereverItStands() {
        for (String body : new String[] {GOOD.replace("kept", "a\\u0000b"), GOOD.replace("extra", "a\\u0000b")}) {
            Rejection rejection = refused(body);
            assertThat(rejection.code()).as(body).isEqualTo(ProblemCode.SCHEMA_VIOLATION);
            assertThat(rejection.errors()).extracting(FieldError::rule).containsExactly("nul-character");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"13800000000", "990101199003070138", " 99010119900307004X"})
    void aPersonsNumberIsNoBusinessKey(String subject) {
        Rejection rejection = refused(GOOD.replace("\"subject\":\"C-1\"", "\"subject\":\"" + subject + "\""));
        assertThat(rejection.code()).isEqualTo(ProblemCode.ENVELOPE_INVALID);
        assertThat(rejection.errors()).singleElement().satisfies(error -> {
            assertThat(error.pointer()).isEqualTo("/subject");
            assertThat(error.rule()).isEqualTo("personal-number");
            assertThat(error.toString()).doesNotContain(subject.strip());
        });
    }

    /** A case number of twelve digits of division and eight of the day, with four to count, may pass for a citizen's number. */
    @ParameterizedTest
    @ValueSource(strings = {"990101202603010010", "12345678901", "23800000000"})
    void aCaseNumberThatLooksLikeOneIsABusinessKey(String subject) {
        assertThat(EnvelopeReader.read(octets(GOOD.replace("C-1", subject))).subject())
                .isEqualTo(subject);
    }

    private static Rejection refused(String body) {
        return catchThrowableOfType(Rejection.class, () -> EnvelopeReader.read(octets(body)));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
