package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ittests.whole.SharedGateway.HOTLINE;
import static org.tongqu.ittests.whole.SharedGateway.LAMPS;
import static org.tongqu.ittests.whole.SharedGateway.LETTERS;
import static org.tongqu.ittests.whole.SharedGateway.PARKS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.Submission;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tickets through the packaged gateway: a whole life, what does not fit it, who handles what, and what the hotline's agents ask. */
@ExtendWith(SharedGateway.Extension.class)
class HotlineIT {
    private final SharedGateway gateway;

    HotlineIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void aTicketGoesFromALetterToTheHotlineToWhoHandlesItAndBack() throws Exception {
        String ticket = "T-" + gateway.freshId();
        String lower = "L-" + ticket;
        refused(LAMPS, "signed", ticket, "ticket-state", data -> {});
        taken(LETTERS, "submitted", ticket, data -> data.put("channel", "6"));
        refused(HOTLINE, "dispatched", ticket, "ticket-limit", data -> data.put("dueAt", "2026-03-06T01:00:00.000Z"));

        String dispatched = taken(HOTLINE, "dispatched", ticket, data -> data.remove("lowerNo"));
        assertThat(gateway.state(HOTLINE, dispatched, LAMPS)).isEqualTo("ACCEPTED");
        assertThat(gateway.state(HOTLINE, dispatched, PARKS)).isEqualTo("none");
        refused(LAMPS, "replied", ticket, "ticket-state", data -> {});
        refused(PARKS, "signed", ticket, "ticket-part", data -> {});

        assertThat(overdue(LAMPS)).contains(ticket + "  待签收 to be signed for  待 awaits 签收 signature  " + LAMPS);
        taken(LAMPS, "returned", ticket, data -> data.remove("lowerNo"));
        assertThat(overdue(LAMPS)).doesNotContain(ticket);
        assertThat(overdue(HOTLINE)).contains(ticket + "  拒签待审 refusal to sign to be reviewed");
        taken(HOTLINE, "return-reviewed", ticket, data -> data.put("approved", true)
                .remove(List.of("newDueAt", "lowerNo")));
        taken(HOTLINE, "dispatched", ticket, data -> data.put("dispatchNo", 2).remove("lowerNo"));
        taken(LAMPS, "signed", ticket, data -> data.put("lowerNo", lower));
        assertThat(overdue(LAMPS)).contains("逾期 overdue    " + ticket + "  办理中 in hand  待 awaits 答复 reply  " + LAMPS);
        refused(LAMPS, "replied", ticket, "ticket-number", data -> data.put("lowerNo", lower + "-2"));
        String replied = taken(LAMPS, "replied", ticket, data -> data.put("lowerNo", lower));
        assertThat(overdue(LAMPS)).doesNotContain(ticket);
        refused(HOTLINE, "closed", ticket, "ticket-state", data -> data.put("lowerNo", lower));
        taken(HOTLINE, "revisited", ticket, data -> data.put("lowerNo", lower));
        taken(HOTLINE, "closed", ticket, data -> data.put("lowerNo", lower));

        assertThat(gateway.read(HOTLINE, "/v1/records?subject=" + lower).text())
                .contains("ticket.closed", "ticket.replied", ticket);
        assertThat(gateway.command("trace", lower))
                .contains("状态 state  " + ticket + "  已结案 closed", "centre " + HOTLINE, "upperNo 990000202603020009");
        Submission.Outcome after = refused(LAMPS, "replied", ticket, "ticket-state", data -> {});
        assertThat(after.text()).contains("已结案", "The ticket is closed").doesNotContain("示范");
        assertThat(submit(LAMPS, "replied", replied, ticket, data -> data.put("lowerNo", lower))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anIdUnderWhichARecordWasRefusedIsFree() throws IOException {
        String ticket = "T-" + gateway.freshId();
        String id = gateway.freshId();

        assertThat(submit(HOTLINE, "closed", id, ticket, data -> {}).status()).isEqualTo(409);
        assertThat(gateway.read(HOTLINE, "/v1/records/" + HOTLINE + "/" + id).status())
                .isEqualTo(404);
        assertThat(submit(HOTLINE, "dispatched", id, ticket, data -> {}).status())
                .isEqualTo(202);
    }

    @Test
    void theItemsOfABatchAreStepsOneAfterTheOther() throws IOException {
        String ticket = "T-" + gateway.freshId();
        taken(HOTLINE, "dispatched", ticket, data -> {});

        assertThat(batch(
                        LAMPS,
                        record(LAMPS, "signed", gateway.freshId(), ticket, data -> {}),
                        record(LAMPS, "extension-requested", gateway.freshId(), ticket, data -> {}),
                        record(LAMPS, "extension-requested", gateway.freshId(), ticket, data -> {}),
                        record(LAMPS, "replied", gateway.freshId(), ticket, data -> {})))
                .containsExactly("202", "202", "409 STATE_CONFLICT", "424 EARLIER_ITEM_REFUSED");
    }

    @Test
    void agentsAskForProgressByNumberAndPasswordAndForCertificatesWithAPurpose() throws IOException {
        String progress = question("case.progress", "{\"caseNo\":\"C-1\",\"queryPassword\":\"734219\"}");
        HttpMessage found = gateway.ask(HOTLINE, "case.progress", progress);
        assertThat(found.status()).as(found.text()).isEqualTo(200);
        assertThat(SealedText.fromJson(StrictJson.parse(found.body())).payload())
                .contains("\"caseNo\":\"C-1\"", "\"stateText\":\"办理中\"")
                .doesNotContain("acceptedAt");

        HttpMessage withoutPassword =
                gateway.ask(HOTLINE, "case.progress", question("case.progress", "{\"caseNo\":\"C-1\"}"));
        assertThat(withoutPassword.status()).isEqualTo(422);
        assertThat(withoutPassword.text()).contains("/data/queryPassword", "required");

        String certificates =
                question("certificate.find", "{\"holderCode\":\"990101190001010018\",\"holderCodeType\":\"111\"}");
        HttpMessage certificate = gateway.ask(HOTLINE, "certificate.find", certificates);
        assertThat(certificate.status()).as(certificate.text()).isEqualTo(200);
        assertThat(SealedText.fromJson(StrictJson.parse(certificate.body())).payload())
                .contains("\"status\":\"01\"")
                .doesNotContain("holders");
        HttpMessage withoutPurpose =
                gateway.ask(HOTLINE, "certificate.find", certificates.replace("\"purpose\"", "\"purpos\""));
        assertThat(withoutPurpose.status()).isEqualTo(422);
        assertThat(Files.readString(gateway.log())).doesNotContain("734219", "990101190001010018");
    }

    private String overdue(String party) throws IOException, InterruptedException {
        return gateway.command("overdue", "--party", party, "--limit", "500");
    }

    private String taken(String sender, String event, String ticket, Consumer<ObjectNode> change) throws IOException {
        String id = gateway.freshId();
        Submission.Outcome outcome = submit(sender, event, id, ticket, change);
        assertThat(outcome.status()).as(event + " " + outcome.text()).isEqualTo(202);
        return id;
    }

    private Submission.Outcome refused(
            String sender, String event, String ticket, String rule, Consumer<ObjectNode> change) throws IOException {
        Submission.Outcome outcome = submit(sender, event, gateway.freshId(), ticket, change);
        assertThat(outcome.status()).as(event + " " + outcome.text()).isEqualTo(409);
        assertThat(outcome.code()).isEqualTo("STATE_CONFLICT");
        assertThat(StrictJson.parse(outcome.text()).at("/errors/0/rule").asString())
                .isEqualTo(rule);
        return outcome;
    }

    private Submission.Outcome submit(
            String sender, String event, String id, String ticket, Consumer<ObjectNode> change) throws IOException {
        return gateway.submit(sender, record(sender, event, id, ticket, change));
    }

    private static byte[] record(String sender, String event, String id, String ticket, Consumer<ObjectNode> change) {
        String type = "ticket." + event;
        ObjectNode data = (ObjectNode)
                Schemas.shipped().find(type).orElseThrow().example().deepCopy();
        data.put("ticketNo", ticket).remove("materials");
        change.accept(data);
        ObjectNode record = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + sender)
                .put("type", type)
                .put("subject", ticket)
                .put("time", "2026-03-02T01:15:00.000Z");
        record.set("data", data);
        return StrictJson.write(record);
    }

    private List<String> batch(String sender, byte[]... records) throws IOException {
        ArrayNode items = StrictJson.object().putArray("items");
        for (byte[] octets : records) {
            items.add(gateway.sealer(sender)
                    .sealed(new String(octets, StandardCharsets.UTF_8), SealType.RECORD)
                    .toJson());
        }
        List<String> results = new ArrayList<>();
        try (HttpConnection connection = new HttpConnection(gateway.site().port(), Duration.ofSeconds(40))) {
            HttpMessage answer = connection.exchange(
                    "POST",
                    "/v1/records",
                    Map.of("Content-Type", "application/vnd.tongqu.sealed-batch+json"),
                    StrictJson.write(items));
            for (JsonNode item : StrictJson.parse(answer.body())) {
                results.add((item.path("status").asString() + " "
                                + item.path("problem").path("code").asString(""))
                        .strip());
            }
        }
        return results;
    }

    private String question(String type, String data) {
        String id = gateway.freshId();
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/parties/" + HOTLINE + "\",\"type\":\""
                + type
                + "\",\"subject\":\"CASE-" + id + "\",\"time\":\"2026-03-02T01:00:00.000Z\",\"purpose\":\"热线答复 " + id
                + "\",\"data\":" + data + "}";
    }
}
