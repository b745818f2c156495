package org.tongqu.ittests.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.security.seal.SealCheck;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sender's process: {@code SenderMain <folder> <port> <party> <size> <senders> <run>}. Reads commands from standard
 * input, answers each with one line of JSON on standard output: {@code go}, {@code state},
 * {@code mark} (forget the latencies), {@code pause}, {@code quit}.
 */
public final class SenderMain {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private SenderMain() {}

    /** Runs until {@code quit} or the end of its input. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[1]);
        GeneratedSite site = GeneratedSite.at(Path.of(args[0]), port, 0);
        PartyId party = new PartyId(args[2]);
        String run = args[5];
        PartySealer sealer = site.sealer(party, Clock.systemUTC());
        SealCheck gateway = site.gatewaySeals();
        CaseBodies bodies = new CaseBodies(party, Integer.parseInt(args[3]), run.hashCode());
        try (Senders senders = new Senders(
                        run, bodies, () -> new Submission(new HttpConnection(port, TIMEOUT), sealer, gateway));
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            senders.open(Integer.parseInt(args[4]));
            for (String command = commands.readLine();
                    command != null && !command.equals("quit");
                    command = commands.readLine()) {
                switch (command) {
                    case "go" -> senders.go();
                    case "mark" -> senders.mark();
                    case "pause" -> senders.pause();
                    case "state" -> {}
                    default -> throw new IllegalArgumentException("unknown command");
                }
                System.out.println(StrictJson.writeText(state(senders)));
            }
        }
    }

    private static ObjectNode state(Senders senders) {
        return StrictJson.object()
                .put("at", System.nanoTime())
                .put("accepted", senders.accepted())
                .put("refused", senders.refused())
                .put("repeated", senders.repeated())
                .put("p50_ms", senders.millis(50))
                .put("p99_ms", senders.millis(99));
    }
}
