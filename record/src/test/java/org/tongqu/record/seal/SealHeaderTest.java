package org.tongqu.record.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.json.StrictJson;

class SealHeaderTest {
    private static final String GOOD =
            """
            {"alg":"SM2SM3","kid":"990101.tax#k1","typ":"tongqu-record","aud":"990101","iat":1772354400,"b64":false,"crit":["b64"]}""";

    @Test
    void aHeaderIsReadAsItWasWritten() {
        SealHeader header = new SealHeader(
                SealAlgorithm.SM2SM3,
                KeyId.parse("990101.gateway#k1"),
                SealType.DELIVERY,
                "990101.tax",
                Instant.ofEpochSecond(1_772_354_400L),
                new Origin(
                        new RecordId(new PartyId("990101.window"), "a-1"),
                        "990101.window#k1",
                        null,
                        Digest.of(new byte[32])),
                "0123456789abcdef0123456789abcdef",
                "cases-to-tax",
                List.of("a-0"),
                null);
        assertThat(SealHeader.read(new Seal(header.encode(), "AA"))).isEqualTo(header);
    }

    @Test
    void thePlainHeaderHasExactlyTheSevenMembers() {
        SealHeader header = SealHeader.read(sealed(GOOD));
        assertThat(new String(Base64.getUrlDecoder().decode(header.encode()), StandardCharsets.UTF_8))
                .isEqualTo(GOOD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "alg":"SM2SM3"   | "alg":"none"
            "alg":"SM2SM3"   | "alg":"HS256"
            "b64":false      | "b64":true
            "b64":false,     | ''
            "crit":["b64"]   | "crit":["b64","exp"]
            "crit":["b64"]   | "crit":[]
            "crit":["b64"]   | "crit":"b64"
            "iat":1772354400 | "iat":"1772354400"
            "iat":1772354400 | "iat":1772354400.5
            "iat":1772354400 | "iat":-1
            "iat":1772354400 | "iat":99999999999999999999
            "typ":"tongqu-record" | "typ":"JWT"
            "aud":"990101"   | "aud":["990101"]
            "aud":"990101"   | "aud":"990101","jku":"https://example.invalid/"
            "aud":"990101"   | "aud":"990101","jwk":{}
            "aud":"990101"   | "aud":"990101","aud":"990102"
            "kid":"990101.tax#k1" | "kid":"../../etc/passwd"
            """)
    void anythingElseIsRefused(String good, String bad) {
        String header = GOOD.replace(good, bad);
        assertThat(header).isNotEqualTo(GOOD);
        assertThatIllegalArgumentException().isThrownBy(() -> SealHeader.read(sealed(header)));
    }

    @Test
    void aSealIsTwoPartsAroundTwoDots() {
        assertThat(Seal.parse("abc..def")).isEqualTo(new Seal("abc", "def"));
        for (String wrong :
                List.of("", "abc", "abc.def", "abc..", "..def", "a..b..c", "a b..c", "abc.payload.def", "a=..b")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Seal.parse(wrong));
        }
    }

    @Test
    void theSigningInputIsTheProtectedTextADotAndTheOctets() {
        assertThat(Seal.signingInput("abc", new byte[] {0x7b, (byte) 0xff}))
                .containsExactly('a', 'b', 'c', '.', 0x7b, 0xff);
    }

    @Test
    void aFlattenedSealKeepsTheTextToTheOctet() {
        SealedText sealed = new SealedText("{\"a\":\"张\\u0041\"}", new Seal("abc", "def"));
        assertThat(SealedText.fromJson(StrictJson.parse(StrictJson.write(sealed.toJson()))))
                .isEqualTo(sealed);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealedText.fromJson(sealed.toJson().put("header", "x")));
    }

    private static Seal sealed(String header) {
        return new Seal(
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8)), "AA");
    }
}
