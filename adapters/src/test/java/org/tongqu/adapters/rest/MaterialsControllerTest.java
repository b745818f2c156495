package org.tongqu.adapters.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.rest.DoorClient.Answered;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Materials.Part;
import org.tongqu.record.port.Materials.State;
import org.tongqu.record.port.Materials.Upload;

class MaterialsControllerTest extends DoorTest {
    private static final String HEX = "7c".repeat(32);
    private static final String TARGET = "/v1/materials/" + HEX;
    private static final Digest NAME = new Digest("sm3:" + HEX);
    private static final byte[] OCTETS = "0123456789".getBytes(UTF_8);

    @BeforeEach
    void tenOctets() {
        materials.octets = OCTETS;
    }

    @Test
    void aWholeOneIsStoredOnceAndKnownFromThenOn() {
        Answered first = put(TARGET, OCTETS);
        materials.answer = put -> new Upload(put.name(), 10, 10, State.KNOWN);
        Answered again = put("/v1/materials/sm3:" + HEX, OCTETS);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text()).isEqualTo("{\"digest\":\"sm3:" + HEX + "\",\"received\":10,\"complete\":true}");
        assertThat(first.header("Upload-Complete")).isEqualTo("?1");
        assertThat(again.status()).isEqualTo(200);
        assertThat(materials.puts).allSatisfy(put -> {
            assertThat(put.party()).isEqualTo(Samples.TAX);
            assertThat(put.name()).isEqualTo(NAME);
            assertThat(put.part()).isEqualTo(Part.whole(10));
            assertThat(put.octets()).isEqualTo(OCTETS);
        });
    }

    @Test
    void whoHasAnAddressNeedsNoProofAndGetsThatFileAlone() {
        materials.upload = new Upload(NAME, 10, 10, State.KNOWN);
        String address = "/v1/parties/990101.tax/files/" + "990101.tax".length() + HEX;

        Answered whole = door.get(address);
        Answered part = door.get(address, "Range", "bytes=2-4");

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).isEqualTo("0123456789");
        assertThat(whole.header("Content-Disposition")).isEqualTo("attachment");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        assertThat(door.get(address.replace("990101.tax", "990101.taxes")).code())
                .isEqualTo("NOT_FOUND");
        materials.reader = new PartyId("990101.fee");
        assertThat(door.get(address.replace("990101.tax", "990101.fee")).code())
                .as("of a party that is no longer of the site")
                .isEqualTo("NOT_FOUND");
        materials.reader = Samples.TAX;
        assertThat(door.get("/v1/parties/990101.tax/files/x").code()).isEqualTo("NOT_FOUND");
        assertThat(door.get("/v1/parties/TAX/files/" + "990101.tax".length() + HEX)
                        .code())
                .isEqualTo("NOT_FOUND");
        materials.failure = new IllegalStateException("read");
        Answered head = door.send("HEAD", address, BodyPublishers.noBody());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("10");
        materials.upload = new Upload(NAME, 4, 10, State.UNFINISHED);
        assertThat(door.get(address).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aPartSaysWhereItIsAndHowFarTheUploadIs() {
        materials.answer = put -> new Upload(put.name(), 14, 20, State.UNFINISHED);

        Answered answered = put(TARGET, OCTETS, "Content-Range", "bytes 4-13/20");

        assertThat(answered.status()).isEqualTo(202);
        assertThat(answered.header("Upload-Offset")).isEqualTo("14");
        assertThat(answered.header("Upload-Complete")).isEqualTo("?0");
        assertThat(materials.puts).singleElement().extracting("part").isEqualTo(new Part(4, 10, 20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 4-12/20",
                "bytes 13-4/20",
                "bytes 4-13/*",
                "bytes */20",
                "bytes 4-13/13",
                "items 4-13/20",
                "4-13/20"
            })
    void aRangeThatIsNoneIsRefusedBeforeAnythingIsRead(String range) {
        assertThat(put(TARGET, OCTETS, "Content-Range", range).code()).isEqualTo("MALFORMED");
        assertThat(materials.puts).isEmpty();
    }

    @Test
    void whatCurlCallsAFormIsTakenAsTheOctetsItIs() {
        Answered answered = put(TARGET, "a=b&c=d".getBytes(UTF_8), "Content-Type", "application/x-www-form-urlencoded");

        assertThat(answered.status()).isEqualTo(201);
        assertThat(materials.puts).singleElement().extracting("octets").isEqualTo("a=b&c=d".getBytes(UTF_8));
    }

    @Test
    void nothingIsTakenUnderANameThatIsNoDigestWithAnEncodingOrFromNobody() {
        assertThat(put("/v1/materials/" + HEX.toUpperCase(Locale.ROOT), OCTETS).code())
                .isEqualTo("MALFORMED");
        assertThat(put(TARGET, OCTETS, "Content-Encoding", "gzip").code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(door.send("PUT", TARGET, BodyPublishers.ofByteArray(OCTETS)).code())
                .isEqualTo("PROOF_INVALID");
        assertThat(materials.puts).isEmpty();
    }

    @Test
    void whileIntakeIsClosedNothingIsTakenAndReadsGoOn() {
        gate.reason = new Rejection(ProblemCode.UNAVAILABLE, "The disk is nearly full.");
        materials.upload = whole();

        assertThat(put(TARGET, OCTETS).status()).isEqualTo(503);
        assertThat(get().body()).isEqualTo(OCTETS);
    }

    @Test
    void headSaysHowFarAnUploadIsAndWhatAWholeOneIs() {
        materials.upload = new Upload(NAME, 4, 10, State.UNFINISHED);
        Answered unfinished = head();
        materials.upload = whole();
        Answered whole = head();

        assertThat(unfinished.status()).isEqualTo(200);
        assertThat(unfinished.header("Upload-Offset")).isEqualTo("4");
        assertThat(unfinished.header("Upload-Complete")).isEqualTo("?0");
        assertThat(unfinished.header("Upload-Length")).isEqualTo("10");
        assertThat(whole.header("Upload-Offset")).isEqualTo("10");
        assertThat(whole.header("Content-Length")).isEqualTo("10");
        assertThat(whole.header("ETag")).isEqualTo("\"" + HEX + "\"");
        materials.upload = null;
        assertThat(head().status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, bytes 0-3/10, 0123",
        "bytes=7-, bytes 7-9/10, 789",
        "bytes=-2, bytes 8-9/10, 89",
        "bytes=-20, bytes 0-9/10, 0123456789",
        "bytes=8-99, bytes 8-9/10, 89"
    })
    void aRangeIsGiven(String range, String contentRange, String octets) {
        materials.upload = whole();

        Answered answered = get("Range", range);

        assertThat(answered.status()).isEqualTo(206);
        assertThat(answered.header("Content-Range")).isEqualTo(contentRange);
        assertThat(answered.text()).isEqualTo(octets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,4-5", "bytes=5-3", "items=0-1", "bytes=-", "bytes=a-b"})
    void whatIsNoSingleRangeOfBytesIsPassedOver(String range) {
        materials.upload = whole();

        assertThat(get("Range", range).text()).isEqualTo("0123456789");
    }

    @Test
    void aRangeOutsideIsRefusedWithTheSize() {
        materials.upload = whole();

        Answered answered = get("Range", "bytes=10-");

        assertThat(answered.code()).isEqualTo("RANGE_OUTSIDE");
        assertThat(answered.status()).isEqualTo(416);
        assertThat(answered.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(get("Range", "bytes=-0").status()).isEqualTo(416);
    }

    @Test
    void theTagOfAMaterialIsItsDigestAndAnswersConditions() {
        materials.upload = whole();
        String tag = get().header("ETag");

        assertThat(get("If-None-Match", tag).status()).isEqualTo(304);
        assertThat(get("If-Range", tag, "Range", "bytes=0-0").text()).isEqualTo("0");
        assertThat(get("If-Range", "\"other\"", "Range", "bytes=0-0").text()).isEqualTo("0123456789");
    }

    @Test
    void whatIsNotTheCallersOrNotWholeIsNotThere() {
        assertThat(get().code()).isEqualTo("NOT_FOUND");
        materials.upload = new Upload(NAME, 4, 10, State.UNFINISHED);
        assertThat(get().code()).isEqualTo("NOT_FOUND");
        assertThat(door.get("/v1/materials/x", "Authorization", Samples.TAX_PROOF)
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    /** A reader must not take half of a material for the whole. */
    @Test
    void aStreamThatFailsOnTheWayIsNoAnswer() {
        materials.upload = whole();
        materials.failure = new LedgerUnavailable("away", new IllegalStateException());

        assertThatThrownBy(this::get).hasStackTraceContaining("IOException");
    }

    private static Upload whole() {
        return new Upload(NAME, 10, 10, State.KNOWN);
    }

    private Answered put(String target, byte[] body, String... headers) {
        return door.send("PUT", target, BodyPublishers.ofByteArray(body), proven(headers));
    }

    private Answered get(String... headers) {
        return door.get(TARGET, proven(headers));
    }

    private Answered head() {
        return door.send("HEAD", TARGET, BodyPublishers.noBody(), proven());
    }

    private static String[] proven(String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = Samples.TAX_PROOF;
        return all;
    }
}
