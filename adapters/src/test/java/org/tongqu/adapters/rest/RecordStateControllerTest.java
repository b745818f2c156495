package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.rest.DoorApplication.FakeLedger.Listed;
import org.tongqu.adapters.rest.DoorClient.Answered;
import org.tongqu.record.port.RecordLedger.Page;
import org.tongqu.record.port.RecordLedger.RecordView;

class RecordStateControllerTest extends DoorTest {
    @Test
    void aRecordIsShownWithItsDeliveriesAndTimeline() {
        ledger.view = Samples.record();
        ledger.viewer = Samples.WINDOW;

        Answered answered = door.get("/v1/records/990101.window/r-1", "Authorization", Samples.WINDOW_PROOF);

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answered.text())
                .isEqualTo(
                        "{\"sender\":\"990101.window\",\"id\":\"r-1\",\"type\":\"case.accepted\",\"subject\":\"c-1\","
                                + "\"sequence\":7,\"digest\":\"" + Samples.DIGEST
                                + "\",\"acceptedAt\":\"2026-03-02T04:00:00.000Z\","
                                + "\"receipt\":{\"payload\":\"{\\\"sender\\\": \\\"990101.window\\\",\\\"id\\\":\\\"r-1\\\",\\\"说\\\":\\\"\\\\\\\"\\\"}\","
                                + "\"protected\":\"eyJhbGciOiJTTTJTTTMifQ\",\"signature\":\"c2lnbmF0dXJl\"},"
                                + "\"deliveries\":[{\"delivery\":\"3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65\",\"recipient\":\"990101.tax\","
                                + "\"rule\":\"case-to-tax\",\"state\":\"WAITING\",\"attempts\":2,\"nextAt\":\"2026-03-02T04:00:01.500Z\","
                                + "\"code\":\"PARTNER_AWAY_503\",\"reason\":\"维护中\",\"receipt\":null,\"timeline\":["
                                + "{\"at\":\"2026-03-02T04:00:00.000Z\",\"state\":\"ACCEPTED\",\"attempt\":0,\"code\":null},"
                                + "{\"at\":\"2026-03-02T04:00:00.020Z\",\"state\":\"WAITING\",\"attempt\":2,\"code\":\"PARTNER_AWAY_503\"}]}]}");
    }

    @Test
    void aReceiverIsNotToldTheDigestOfWhatItMayNotSeeInWhole() {
        RecordView whole = Samples.record();
        ledger.view = new RecordView(
                whole.record(),
                whole.type(),
                whole.key(),
                whole.sequence(),
                whole.digest(),
                whole.acceptedAt(),
                whole.siteVersion(),
                null,
                whole.deliveries());
        ledger.viewer = Samples.TAX;

        assertThat(door.get("/v1/records/990101.window/r-1", "Authorization", Samples.TAX_PROOF)
                        .body())
                .asString(StandardCharsets.UTF_8)
                .contains("\"digest\":null")
                .doesNotContain(Samples.DIGEST.value());
    }

    @Test
    void whatIsNotTheCallersIsNotFoundLikeWhatIsNotThere() {
        ledger.view = Samples.record();
        ledger.viewer = Samples.WINDOW;

        Answered notYours = door.get("/v1/records/990101.window/r-1", "Authorization", Samples.TAX_PROOF);
        Answered notThere = door.get("/v1/records/990101.window/r-2", "Authorization", Samples.TAX_PROOF);

        assertThat(notYours.code()).isEqualTo("NOT_FOUND");
        assertThat(notYours.body()).isEqualTo(notThere.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/records/nobody/r-1",
                "/v1/records/990101.window/a%20b",
                "/v1/records/990101.window/%E5%8A%9E"
            })
    void whatCannotBeARecordIsNotFound(String target) {
        assertThat(door.get(target, "Authorization", Samples.WINDOW_PROOF).code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void theProofIsHeldAgainstMethodAndTargetExactlyAsSent() {
        door.get("/v1/records?subject=%e5%8a%9e+1%2B2&limit=05", "Authorization", Samples.WINDOW_PROOF);
        door.get("/v1/records/990101.window/r%2D1", "Authorization", Samples.WINDOW_PROOF);

        assertThat(proofs.verified)
                .containsExactly(
                        "GET /v1/records?subject=%e5%8a%9e+1%2B2&limit=05", "GET /v1/records/990101.window/r%2D1");
        assertThat(ledger.listed).containsExactly(new Listed("办 1+2", Samples.WINDOW, 5, null));
    }

    @Test
    void withoutOneGoodProofNobodyReads() {
        String target = "/v1/records?subject=c-1";

        assertThat(door.get(target).header("WWW-Authenticate")).isEqualTo("Seal");
        assertThat(door.get(target, "Authorization", "Bearer x").code()).isEqualTo("PROOF_INVALID");
        assertThat(door.get(target, "Authorization", "Seal x.y.z").code()).isEqualTo("PROOF_INVALID");
        assertThat(door.get(target, "Authorization", Samples.TAX_PROOF, "Authorization", Samples.WINDOW_PROOF)
                        .code())
                .isEqualTo("PROOF_INVALID");
        assertThat(door.get("/v1/records?limit=x").code())
                .as("who may not read is not told what else is wrong")
                .isEqualTo("PROOF_INVALID");
        assertThat(ledger.listed).isEmpty();
    }

    @Test
    void aListComesPageByPage() {
        ledger.page = new Page(List.of(Samples.record()), "cursor-2");
        Answered first = door.get("/v1/records?subject=c-1", "Authorization", Samples.WINDOW_PROOF);
        ledger.page = new Page(List.of(), null);
        Answered last =
                door.get("/v1/records?subject=c-1&limit=500&after=cursor-2", "Authorization", Samples.WINDOW_PROOF);

        assertThat(first.json().get("records").size()).isEqualTo(1);
        assertThat(first.json().get("next").stringValue()).isEqualTo("cursor-2");
        assertThat(last.text()).isEqualTo("{\"records\":[],\"next\":null}");
        assertThat(ledger.listed)
                .containsExactly(
                        new Listed("c-1", Samples.WINDOW, 50, null),
                        new Listed("c-1", Samples.WINDOW, 500, "cursor-2"));
    }

    @Test
    void wrongParametersAreAllNamed() {
        Answered answered = door.get("/v1/records?limit=501&after=%00", "Authorization", Samples.WINDOW_PROOF);

        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.json().get("errors").findValuesAsString("pointer"))
                .containsExactly("/subject", "/limit", "/after");
        assertThat(door.get("/v1/records?subject=a&subject=b", "Authorization", Samples.WINDOW_PROOF)
                        .json()
                        .at("/errors/0/rule")
                        .stringValue())
                .isEqualTo("once");
    }
}
