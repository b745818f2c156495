package org.tongqu.ittests.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sink's process: {@code SinkMain <folder> <port> <party>}. Answers every delivery with a sealed receipt and counts
 * distinct records. Reads commands from standard input, answers each with one line of JSON: {@code count}, {@code mark},
 * {@code quit}.
 */
public final class SinkMain {
    private final Set<String> records = ConcurrentHashMap.newKeySet();
    private final LongAdder arrivals = new LongAdder();
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final Latencies latencies = new Latencies();

    private SinkMain() {}

    /** Runs until {@code quit} or the end of its input. */
    public static void main(String[] args) throws IOException {
        GeneratedSite site = GeneratedSite.at(Path.of(args[0]), 0, 0);
        PartySealer sealer = site.sealer(new PartyId(args[2]), Clock.systemUTC());
        SinkMain counts = new SinkMain();
        try (Sink sink = new Sink(
                        Integer.parseInt(args[1]),
                        sealer,
                        Clock.systemUTC(),
                        arrival -> Reply.DELIVERED,
                        (arrival, answered) -> counts.add(arrival));
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            counts.obey(commands, sink.port());
        }
    }

    private void add(Arrival arrival) {
        String id = arrival.id();
        arrivals.increment();
        last.accumulateAndGet(arrival.at(), Math::max);
        if (records.add(id)) {
            latencies.add(arrival.at() - StampedId.startNanos(id));
        }
    }

    private void obey(BufferedReader commands, int port) throws IOException {
        for (String command = commands.readLine();
                command != null && !command.equals("quit");
                command = commands.readLine()) {
            if (command.equals("mark")) {
                latencies.reset();
            }
            System.out.println(StrictJson.writeText(state().put("port", port)));
        }
    }

    private ObjectNode state() {
        return StrictJson.object()
                .put("at", System.nanoTime())
                .put("records", records.size())
                .put("arrivals", arrivals.sum())
                .put("last", last.get())
                .put("p50_ms", latencies.millis(50))
                .put("p99_ms", latencies.millis(99));
    }
}
