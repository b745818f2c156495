package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** What a fetching party hears: of what it finds on the way it wants nothing. */
final class Heard {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SharedGateway gateway;
    private final String party;

    Heard(SharedGateway gateway, String party) {
        this.gateway = gateway;
        this.party = party;
    }

    /** The next event of this type about this subject. */
    JsonNode next(String type, String subject) throws IOException {
        try (FetchingParty inbox = gateway.inbox(party)) {
            long end = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() < end) {
                for (FetchingParty.Fetched fetched : inbox.fetch(100, 5, 10)) {
                    assertThat(inbox.confirm(List.of(fetched))).containsExactly(200);
                    JsonNode event = StrictJson.parse(fetched.content().payload());
                    if (event.path("type").asString().equals(type)
                            && event.path("subject").asString().equals(subject)) {
                        return event;
                    }
                }
            }
        }
        throw new AssertionError(type + " of " + subject + " did not come to the inbox");
    }
}
