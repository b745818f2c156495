package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.record.Digest;
import org.tongqu.record.json.StrictJson;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens to cases, told to one platform by its own sender, and what that platform reports, fetched by whoever it reports to. */
final class CaseEvents {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SharedGateway gateway;
    private final String platform;

    CaseEvents(SharedGateway gateway, String platform) {
        this.gateway = gateway;
        this.platform = platform;
    }

    /** Submits the example of this type, of the case {@code CASE-<id>}; files that nobody uploaded are left out. */
    void happened(String type, String id) throws IOException {
        happened(type, id, "CASE-" + id);
    }

    /** The same of another case. */
    void happened(String type, String id, String number) throws IOException {
        assertThat(gateway.submitExample(platform + "-sender", type, id, "/caseNo", data -> {
                            data.put("caseNo", number);
                            if (data.has("channel")) {
                                data.put("channel", "2");
                            }
                            withoutFiles(data);
                        })
                        .status())
                .as(type)
                .isEqualTo(202);
    }

    /** Uploads a material of the case {@code CASE-<id>} and registers it. */
    void materialCame(String id) throws IOException, InterruptedException {
        byte[] file = ("material of " + id).getBytes(StandardCharsets.UTF_8);
        Digest digest = new Sm3().sm3(file);
        MaterialClient materials = new MaterialClient(gateway);
        materials.put(platform + "-sender", digest, new ByteArrayInputStream(file), file.length);
        assertThat(materials
                        .register(platform + "-sender", id, digest, file.length)
                        .status())
                .isEqualTo(202);
    }

    private static void withoutFiles(JsonNode data) {
        if (data instanceof ObjectNode object) {
            object.remove("digest");
        }
        data.forEach(CaseEvents::withoutFiles);
    }

    /** Waits until what became of the record of this id is this. */
    void awaitState(String id, String state) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(platform + "-sender", id, platform))
                .isEqualTo(state));
    }

    /** The data of what the platform reported of a case, by the type of the record; as many as are told. */
    Map<String, JsonNode> reported(String number, int count) throws IOException {
        Map<String, JsonNode> found = new TreeMap<>();
        try (FetchingParty inbox = gateway.inbox(SharedGateway.REPORTS)) {
            while (found.size() < count) {
                List<FetchingParty.Fetched> some = inbox.fetch(10, 20, 60);
                assertThat(some)
                        .as("reports of " + number + " besides " + found.keySet())
                        .isNotEmpty();
                inbox.confirm(some);
                for (FetchingParty.Fetched one : some) {
                    JsonNode event = StrictJson.parse(one.content().payload());
                    if (event.path("subject").asString().equals(number)) {
                        found.put(event.path("type").asString() + told(event, found), event);
                    }
                }
            }
        }
        return found;
    }

    /** The second of one type has a mark. */
    private static String told(JsonNode event, Map<String, JsonNode> found) {
        return found.containsKey(event.path("type").asString()) ? "+" : "";
    }
}
