package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** A platform that tells, and is told, one record in several messages. */
@ExtendWith(SharedGateway.Extension.class)
class SeveralMessagesIT {
    private static final String ADDRESS = "示范省示范市示范县示范路1号";
    private static final String HOLDER = "示例申请人";

    private final SharedGateway gateway;
    private final MaterialClient records;

    SeveralMessagesIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.records = new MaterialClient(gateway);
    }

    @Test
    void severalMessagesAreOneRecordInWhateverOrderTheyCome() throws Exception {
        for (boolean premisesFirst : List.of(true, false)) {
            String number = "K-" + gateway.freshId();
            assertThat(premisesFirst ? premises(number, ADDRESS, HOLDER) : account(number, HOLDER))
                    .contains("\"ret\":\"0\"");
            assertThat(premisesFirst ? premises(number, ADDRESS, HOLDER) : account(number, HOLDER))
                    .contains("\"ret\":\"9\"");
            assertThat(premisesFirst ? account(number, HOLDER) : premises(number, ADDRESS, HOLDER))
                    .contains("\"ret\":\"0\"");

            JsonNode data = StrictJson.parse(records.fetched(SharedGateway.REPORTS, ":" + number)
                            .content()
                            .payload())
                    .path("data");
            assertThat(data)
                    .isEqualTo(StrictJson.parse(
                            """
                                    {"requestNo":"%s","kind":"1","holder":{"name":"%s"},"requestedAt":"2026-03-02T01:00:00.000Z",
                                    "utility":{"name":"示范水务公司"},"property":{"address":"%s"}}
                                    """
                                    .formatted(number, HOLDER, ADDRESS)));
        }
    }

    @Test
    void afterTheRecordIsThereRepeatsAreKnownAndAnythingElseIsRefused() throws Exception {
        String number = "K-" + gateway.freshId();
        account(number, HOLDER);
        premises(number, ADDRESS, HOLDER);
        records.fetched(SharedGateway.REPORTS, ":" + number);

        assertThat(account(number, HOLDER)).contains("\"ret\":\"9\"");
        assertThat(premises(number, ADDRESS, HOLDER)).contains("\"ret\":\"9\"");
        assertThat(premises(number, "别处", HOLDER)).contains("\"ret\":\"1\"", "ID_REUSED");
    }

    @Test
    void whatDoesNotFitIsRefusedAndMayBeToldAnew() throws Exception {
        String number = "K-" + gateway.freshId();
        assertThat(account(number, HOLDER)).contains("\"ret\":\"0\"");
        assertThat(premises(number, "", HOLDER)).contains("\"ret\":\"1\"", "/dz");
        assertThat(premises(number, ADDRESS, "别人")).contains("\"ret\":\"1\"", "/openPremises");

        assertThat(account(number, "别人")).contains("\"ret\":\"0\"");

        JsonNode data = StrictJson.parse(records.fetched(SharedGateway.REPORTS, ":" + number)
                        .content()
                        .payload())
                .path("data");
        assertThat(data.at("/holder/name").asString()).isEqualTo("别人");
    }

    @Test
    void oneRecordIsToldInSeveralMessagesOneAfterTheOther() throws Exception {
        String id = gateway.freshId();

        assertThat(gateway.submitExample(
                                SharedGateway.PORTAL, "utility.opening-requested", id, "/requestNo", data -> data.put(
                                                "requestNo", "K-" + id)
                                        .put("kind", "1")
                                        .remove("materials"))
                        .status())
                .isEqualTo(202);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told("K-" + id)).hasSize(2));
        assertThat(told("K-" + id).get(0)).containsEntry("slh", "K-" + id).containsEntry("lx", "S");
        assertThat(told("K-" + id).get(1)).containsEntry("bh", "K-" + id).containsEntry("dz", "示范省示范市示范县示范路1号1单元101室");
    }

    private List<Map<String, String>> told(String number) {
        return gateway.platforms().water().openings().stream()
                .filter(fields -> fields.containsValue(number))
                .toList();
    }

    private String account(String number, String holder) {
        return gateway.platforms()
                .water()
                .reportAccount(
                        gateway.platforms().secureAddressFor(SharedGateway.WATER),
                        gateway.platforms().tls().context("water"),
                        number,
                        holder);
    }

    private String premises(String number, String address, String holder) {
        return gateway.platforms()
                .water()
                .reportPremises(
                        gateway.platforms().secureAddressFor(SharedGateway.WATER),
                        gateway.platforms().tls().context("water"),
                        number,
                        address,
                        holder);
    }
}
