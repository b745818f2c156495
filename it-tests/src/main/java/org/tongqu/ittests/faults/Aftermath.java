package org.tongqu.ittests.faults;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.process.LedgerReading;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * What is left to be seen when the load has ended.
 *
 * @param ledger read behind the gateway's back
 * @param site whose gateway is asked
 * @param history is told of what has not arrived
 * @param clock for proofs of identity
 * @param progress told in words what happens
 */
record Aftermath(LedgerReading ledger, GeneratedSite site, History history, Clock clock, Consumer<String> progress) {
    private static final Duration STANDSTILL = Duration.ofSeconds(150);
    private static final Duration DRAIN = Duration.ofMinutes(45);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS_PER_REPLAY = 20;
    private static final int ASKED_AT_MOST = 500;
    private static final Set<String> FINAL = Set.of("DELIVERED", "SENT", "CLOSED", "EXPIRED");

    /**
     * Waits until the ledger holds nothing but final deliveries, as long as there come more of them; the checker judges either way.
     *
     * @param replayParked what an answer that came late has parked is replayed, as an operator would
     */
    Map<String, Long> drain(Runnable replayParked) throws SQLException {
        long start = System.nanoTime();
        Map<String, Long> states = ledger.deliveries();
        long ended = ended(states);
        long moved = start;
        for (int look = 1;
                !FINAL.containsAll(states.keySet())
                        && since(moved).compareTo(STANDSTILL) < 0
                        && since(start).compareTo(DRAIN) < 0;
                look++) {
            LockSupport.parkNanos(LOOK.toNanos());
            if (look % LOOKS_PER_REPLAY == 0) {
                replayParked.run();
            }
            states = ledger.deliveries();
            if (ended(states) > ended) {
                ended = ended(states);
                moved = System.nanoTime();
            }
        }
        progress.accept("drained in " + since(start).toMillis() + " ms: " + states);
        return states;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static long ended(Map<String, Long> states) {
        return states.entrySet().stream()
                .filter(state -> FINAL.contains(state.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Asks the gateway, as the sender may, for the state of every delivery that has not arrived. */
    void askForTheMissing() {
        Set<String> arrived = new HashSet<>();
        for (Event event : history.events()) {
            if (event instanceof Event.Got got) {
                arrived.add(got.record() + " " + got.party());
            }
        }
        int asked = 0;
        try (HttpConnection connection = new HttpConnection(site.port(), Duration.ofSeconds(10))) {
            for (Event event : history.events()) {
                if (event instanceof Event.Invoke sent
                        && sent.parties().stream().anyMatch(p -> !arrived.contains(sent.record() + " " + p))
                        && asked++ < ASKED_AT_MOST) {
                    ask(connection, sent);
                }
            }
        } catch (IOException e) {
            progress.accept("the gateway does not say what it has left");
        }
    }

    private void ask(HttpConnection connection, Event.Invoke sent) throws IOException {
        String target = "/v1/records/" + sent.record();
        PartyId sender = new PartyId(sent.record().substring(0, sent.record().indexOf('/')));
        HttpMessage answer =
                connection.exchange("GET", target, site.sealer(sender, clock).proof("GET", target), new byte[0]);
        if (answer.status() == 200) {
            for (JsonNode delivery : StrictJson.parse(answer.body()).path("deliveries")) {
                history.add(new Event.Left(
                        System.nanoTime(),
                        sent.record(),
                        delivery.path("recipient").asString(),
                        delivery.path("state").asString()));
            }
        }
    }
}
