package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.dialect.Transport.Carrier;

class RequestsTest {
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Transport MULTIPART =
            new Transport(Carrier.MULTIPART, "", Map.of("file", "fileName"), "multipart/form-data", Map.of(), Map.of());
    private static final String FROM_A_BROWSER =
            """
            ------formdata-1\r
            Content-Disposition: form-data; name="projid"\r
            \r
            990101-1\r
            ------formdata-1\r
            Content-Disposition: form-data; name="mc"\r
            \r
            身份证"正面\r
            ------formdata-1\r
            Content-Disposition: form-data; name="file"; filename="身份证.pdf"\r
            Content-Type: application/octet-stream\r
            \r
            abc\r
            --x\r
            ------formdata-1--\r
            """;

    @Test
    void rareCharactersThatAFormDoesNotEncodeAreTheSame() throws Untranslatable {
        for (Charset charset : List.of(UTF_8, GB18030)) {
            assertThat(Requests.unform("xm=𠮷+甲&escaped=" + URLEncoder.encode("𠮷", charset), charset))
                    .containsExactly(Map.entry("xm", "𠮷 甲"), Map.entry("escaped", "𠮷"));
        }
    }

    static Stream<Arguments> carriers() {
        return Stream.of(Carrier.values())
                .filter(carrier -> carrier != Carrier.SOAP)
                .flatMap(carrier -> Stream.of(UTF_8, GB18030).map(charset -> Arguments.of(carrier, charset)));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void whatIsPackedIsUnpacked(Carrier carrier, Charset charset) throws Untranslatable {
        Transport transport = new Transport(
                carrier,
                "p",
                Map.of("file", "fileName"),
                carrier == Carrier.MULTIPART ? "multipart/form-data" : "x/y",
                Map.of(),
                Map.of());
        Map<String, String> parameters = new LinkedHashMap<>();
        if (carrier != Carrier.BODY) {
            parameters.put("token", "t&=1 \"引\"");
        }
        String message =
                "{\"name\":\"张三\\r\\n\\\"=&%\",\"fileName\":\"身份证\\\".pdf\",\"file\":\"YWJjDQotLXg=\",\"list\":[1]}";
        Requests.Packed packed = Requests.pack(transport, new Requests.Content("", message, parameters), charset);
        Requests.Content content =
                Requests.unpack(transport, packed.octets(), packed.contentType(), Set.of("token"), charset);
        if (carrier.isOfFields()) {
            // What shows who calls is a secret, and none of the message that is kept.
            assertThat(content.message())
                    .isEqualTo("{\"name\":\"张三\\r\\n\\\"=&%\","
                            + "\"fileName\":\"身份证\\\".pdf\",\"file\":\"YWJjDQotLXg=\",\"list\":\"[1]\"}");
        } else if (carrier == Carrier.JSON_HEAD) {
            assertThat(content.message()).contains(message.substring(1));
        } else {
            assertThat(content.message()).isEqualTo(message);
        }
        assertThat(content.parameters()).containsAllEntriesOf(parameters);
    }

    @Test
    void browsersAreUnderstood() throws Untranslatable {
        assertThat(unpacked(FROM_A_BROWSER, UTF_8))
                .containsExactly(
                        Map.entry("projid", "990101-1"),
                        Map.entry("mc", "身份证\"正面"),
                        Map.entry("file", "YWJjDQotLXg="),
                        Map.entry("fileName", "身份证.pdf"));
        assertThat(unpacked(FROM_A_BROWSER, GB18030)).containsEntry("fileName", "身份证.pdf");
    }

    @Test
    void aNameThatIsSaidCountsMoreThanThatOfTheFile() throws Untranslatable {
        assertThat(unpacked(FROM_A_BROWSER.replace("name=\"mc\"", "name=\"fileName\""), UTF_8))
                .containsEntry("fileName", "身份证\"正面");
    }

    @Test
    void ofAPartThatStandsTwiceTheFirstCounts() throws Untranslatable {
        assertThat(unpacked(FROM_A_BROWSER.replace("name=\"mc\"", "name=\"projid\""), UTF_8))
                .containsEntry("projid", "990101-1");
    }

    @Test
    void aFileThatNobodyExpectsIsPassedOver() throws Untranslatable {
        assertThat(unpacked(FROM_A_BROWSER.replace("name=\"file\"", "name=\"other\""), UTF_8))
                .containsOnlyKeys("projid", "mc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=other", "application/json", ""})
    void whatIsNoMultipartIsRefused(String contentType) {
        assertThat(rule(() -> Requests.unpack(MULTIPART, FROM_A_BROWSER.getBytes(UTF_8), contentType, Set.of(), UTF_8)))
                .isEqualTo("multipart");
    }

    @Test
    void whatIsCutOffIsRefused() {
        byte[] cut = FROM_A_BROWSER.substring(0, FROM_A_BROWSER.length() - 30).getBytes(UTF_8);
        assertThat(rule(() -> Requests.unpack(
                        MULTIPART, cut, "multipart/form-data; boundary=----formdata-1", Set.of(), UTF_8)))
                .isEqualTo("multipart");
    }

    @Test
    void tooManyPartsAreRefused() {
        String one = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        byte[] many = (one.repeat(257) + "--b--\r\n").getBytes(UTF_8);
        assertThat(rule(() -> Requests.unpack(MULTIPART, many, "multipart/form-data; boundary=b", Set.of(), UTF_8)))
                .isEqualTo("multipart");
    }

    @Test
    void aTextInAnotherCharsetIsRefused() {
        byte[] gbk = FROM_A_BROWSER.getBytes(GB18030);
        assertThat(rule(() -> Requests.unpack(
                        MULTIPART, gbk, "multipart/form-data; boundary=----formdata-1", Set.of(), UTF_8)))
                .isEqualTo("encoding");
    }

    @Test
    void aHeaderCannotBeSmuggledInANameOfAFile() {
        String message = "{\"file\":\"YQ==\",\"fileName\":\"a\\\"\\r\\nX-Evil: 1\\r\\n\\r\\nb\"}";
        Requests.Packed packed = Requests.pack(MULTIPART, new Requests.Content("", message, Map.of()), UTF_8);
        assertThat(new String(packed.octets(), UTF_8)).doesNotContain("\r\nX-Evil: 1\r\n\r\nb\"");
    }

    private static Map<String, String> unpacked(String body, Charset charset) throws Untranslatable {
        return Requests.unpack(
                        MULTIPART,
                        body.getBytes(charset),
                        "multipart/form-data; boundary=----formdata-1",
                        Set.of(),
                        charset)
                .parameters();
    }

    private static String rule(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(Untranslatable.class, call).errors().get(0).rule();
    }
}
