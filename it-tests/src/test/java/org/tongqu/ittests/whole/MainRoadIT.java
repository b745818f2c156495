package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.process.LedgerReading;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import tools.jackson.databind.JsonNode;

/** The way of a record through the packaged gateway, as its partners see it. */
@ExtendWith(SharedGateway.Extension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainRoadIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SharedGateway gateway;

    MainRoadIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void aRecordReachesThosePushedToThoseWhoFetchAndThoseWhoMaySeeAPart() throws IOException {
        String id = gateway.freshId();
        byte[] body = gateway.body(SharedGateway.WINDOW, id, "CASE-" + id);

        Submission.Outcome outcome = gateway.submit(SharedGateway.WINDOW, body);

        assertThat(outcome.status()).isEqualTo(202);
        assertThat(outcome.isAccepted()).isTrue();
        assertThat(outcome.receipt().orElseThrow().path("recipients").toString())
                .isEqualTo("[\"990101.archive\",\"990101.bank\",\"990101.tax\"]");
        Arrival whole = onlyArrival(SharedGateway.TAX, id);
        assertThat(whole.body()).isEqualTo(body);
        assertThat(whole.sealOfSender()).isPresent();
        assertThat(gatewaySealOf(whole, SharedGateway.TAX).rule()).isEqualTo("cases-to-tax");
        Arrival part = onlyArrival(SharedGateway.BANK, id);
        JsonNode data = StrictJson.parse(part.body()).path("data");
        assertThat(data.propertyNames()).containsExactlyInAnyOrder("caseNo", "item");
        assertThat(data.path("item").propertyNames()).containsExactly("name");
        assertThat(part.sealOfSender()).isEmpty();
        assertThat(gatewaySealOf(part, SharedGateway.BANK).org().commit()).isNotNull();
        try (FetchingParty inbox = gateway.inbox(SharedGateway.ARCHIVE)) {
            FetchingParty.Fetched fetched = fetch(inbox, id);
            assertThat(fetched.content().octets()).isEqualTo(body);
            assertThat(fetched.sealOfSender()).isTrue();
            assertThat(inbox.confirm(List.of(fetched))).containsExactly(200);
        }
        for (String party : List.of(SharedGateway.TAX, SharedGateway.BANK, SharedGateway.ARCHIVE)) {
            await().atMost(SOON)
                    .until(() -> gateway.state(SharedGateway.WINDOW, id, party).equals("DELIVERED"));
        }
    }

    @Test
    void fiftyTimesTheSameAtOnceIsAcceptedOnceAndAnsweredWithTheSameBytes()
            throws IOException, ExecutionException, InterruptedException {
        String id = gateway.freshId();
        byte[] body = gateway.body(SharedGateway.WINDOW, id, "CASE-" + id);
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<Future<Submission.Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(threads.submit(() -> gateway.submit(SharedGateway.WINDOW, body)));
        }
        List<Submission.Outcome> outcomes = new ArrayList<>();
        for (Future<Submission.Outcome> answer : answers) {
            outcomes.add(answer.get());
        }
        threads.shutdown();

        assertThat(outcomes).filteredOn(o -> o.status() == 202).hasSize(1);
        assertThat(outcomes).filteredOn(o -> o.status() == 200).hasSize(49);
        assertThat(outcomes.stream().map(Submission.Outcome::text).distinct()).hasSize(1);
        await().atMost(SOON).until(() -> gateway.state(SharedGateway.WINDOW, id, SharedGateway.TAX)
                .equals("DELIVERED"));
        assertThat(gateway.sink(SharedGateway.TAX).arrivals(id)).hasSize(1);
    }

    @Test
    void otherBytesUnderAUsedIdAreRefused() throws IOException {
        String id = gateway.freshId();
        gateway.submit(SharedGateway.WINDOW, gateway.body(SharedGateway.WINDOW, id, "CASE-" + id));

        Submission.Outcome other =
                gateway.submit(SharedGateway.WINDOW, gateway.body(SharedGateway.WINDOW, id, "OTHER-" + id));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("ID_REUSED");
    }

    @Test
    void theSameIdFromAnotherPartyIsAnotherRecordAndShowsNothingOfTheFirst() throws IOException {
        String id = gateway.freshId();
        String other = SharedGateway.party("refusing") + "-sender";
        Submission.Outcome first =
                gateway.submit(SharedGateway.WINDOW, gateway.body(SharedGateway.WINDOW, id, "CASE-" + id));

        Submission.Outcome second = gateway.submit(other, gateway.body(other, id, "CASE-" + id));

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.receipt().orElseThrow().path("sender").asString()).isEqualTo(other);
        assertThat(second.text()).isNotEqualTo(first.text());
        await().atMost(SOON)
                .until(() -> gateway.state(SharedGateway.WINDOW, id, SharedGateway.TAX)
                                .equals("DELIVERED")
                        && gateway.state(other, id, SharedGateway.party("refusing"))
                                .equals("DELIVERED"));
        assertThat(gateway.sink(SharedGateway.TAX).arrivals(id)).hasSize(1);
    }

    /** An identity outlives every seal that is still taken, so that nothing can come again after it was forgotten. */
    @Test
    void aRepeatWhoseSealHasExpiredIsRefusedWhileItsIdentityIsKnown() throws IOException {
        String id = gateway.freshId();
        byte[] body = gateway.body(SharedGateway.WINDOW, id, "CASE-" + id);
        assertThat(gateway.submit(SharedGateway.WINDOW, body).status()).isEqualTo(202);
        Clock monthAgo = Clock.offset(Clock.systemUTC(), Duration.ofDays(-31));

        Submission.Outcome again = gateway.submit(SharedGateway.WINDOW, body, monthAgo);

        assertThat(again.status()).isEqualTo(401);
        assertThat(gateway.submit(SharedGateway.WINDOW, body).status()).isEqualTo(200);
    }

    @Test
    void aSenderIsToldOfWhatWasRefusedAndRefusingToHearItIsTheEndOfIt() throws IOException, SQLException {
        String objecting = SharedGateway.party("objecting");
        gateway.sink(objecting).refuse(arrival -> true);
        String id = gateway.freshId();
        gateway.submit(SharedGateway.NOTIFIED, gateway.body(SharedGateway.NOTIFIED, id, "CASE-" + id));
        try (FetchingParty inbox = gateway.inbox(SharedGateway.NOTIFIED)) {
            List<FetchingParty.Fetched> notices = inbox.fetch(10, 30, 60);
            assertThat(notices).hasSize(1);
            JsonNode told = StrictJson.parse(notices.get(0).content().payload());
            assertThat(told.path("type").asString()).isEqualTo("delivery.refused");
            assertThat(told.path("data").path("id").asString()).isEqualTo(id);
            assertThat(told.path("data").path("recipient").asString()).isEqualTo(objecting);
            assertThat(told.path("data").path("code").asString()).isEqualTo("PARTY_REFUSED");
            assertThat(told.path("data").path("reason").asString()).contains("不属于本部门");

            assertThat(inbox.refuse(notices)).containsExactly(200);
        }
        assertThat(ledger().noticesAbout(new PartyId(objecting))).isEqualTo(1);
        assertThat(ledger().noticesAbout(new PartyId(SharedGateway.NOTIFIED))).isZero();
    }

    private LedgerReading ledger() {
        return gateway.process().ledger();
    }

    @Test
    void aRecordThatItsSchemaRefusesLeavesNothingUnderItsId() throws IOException {
        String id = gateway.freshId();
        byte[] good = gateway.body(SharedGateway.WINDOW, id, "CASE-" + id);
        byte[] bad = new String(good, StandardCharsets.UTF_8)
                .replace("\"caseType\":\"2\"", "\"caseType\":\"no-such-type\"")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(gateway.submit(SharedGateway.WINDOW, bad).code()).isEqualTo("SCHEMA_VIOLATION");
        assertThat(gateway.submit(SharedGateway.WINDOW, good).status()).isEqualTo(202);
    }

    @Test
    void aRecordIsShownToItsPartiesAndToNobodyElse() throws IOException {
        String id = gateway.freshId();
        gateway.submit(SharedGateway.WINDOW, gateway.body(SharedGateway.WINDOW, id, "CASE-" + id));
        String target = "/v1/records/" + SharedGateway.WINDOW + "/" + id;

        JsonNode sender =
                StrictJson.parse(gateway.read(SharedGateway.WINDOW, target).body());
        JsonNode receiver =
                StrictJson.parse(gateway.read(SharedGateway.TAX, target).body());
        HttpMessage stranger = gateway.read(SharedGateway.party("refusing"), target);
        HttpMessage list = gateway.read(SharedGateway.WINDOW, "/v1/records?subject=CASE-" + id);

        assertThat(sender.path("deliveries")).hasSize(3);
        assertThat(receiver.path("deliveries")).hasSize(1);
        assertThat(stranger.status()).isEqualTo(404);
        assertThat(StrictJson.parse(list.body()).path("records")).hasSize(1);
    }

    @Test
    void operatorsSeeHealthAndFigures() throws IOException {
        assertThat(gateway.admin("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(gateway.admin("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(gateway.admin("/actuator/prometheus").text()).contains("tongqu");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aKilledGatewayComesBackWithAllItAccepted() throws IOException {
        String id = gateway.freshId();
        byte[] body = gateway.body(SharedGateway.WINDOW, id, "CASE-" + id);
        Submission.Outcome before = gateway.submit(SharedGateway.WINDOW, body);

        gateway.process().kill();
        gateway.process().killPostgres();
        gateway.process().restart();
        gateway.process().awaitReady(Duration.ofSeconds(90));
        Submission.Outcome after = gateway.submit(SharedGateway.WINDOW, body);

        assertThat(after.status()).isEqualTo(200);
        assertThat(after.text()).isEqualTo(before.text());
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.state(SharedGateway.WINDOW, id, SharedGateway.TAX)
                .equals("DELIVERED"));
        try (FetchingParty inbox = gateway.inbox(SharedGateway.ARCHIVE)) {
            assertThat(fetch(inbox, id).content().octets()).isEqualTo(body);
        }
    }

    private Arrival onlyArrival(String party, String id) {
        await().atMost(SOON).until(() -> !gateway.sink(party).arrivals(id).isEmpty());
        assertThat(gateway.sink(party).arrivals(id)).hasSize(1);
        return gateway.sink(party).arrivals(id).get(0);
    }

    private SealHeader gatewaySealOf(Arrival arrival, String party) {
        return gateway.site()
                .gatewaySeals()
                .verify(Seal.parse(arrival.seal().orElseThrow()), arrival.body(), SealType.DELIVERY, party);
    }

    private static FetchingParty.Fetched fetch(FetchingParty inbox, String id) throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            for (FetchingParty.Fetched fetched : inbox.fetch(100, 5, 10)) {
                if (fetched.record().endsWith("/" + id)) {
                    return fetched;
                }
            }
        }
        throw new AssertionError("record " + id + " did not come to the inbox");
    }
}
