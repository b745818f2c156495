package org.tongqu.ittests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tongqu.ittests.history.Verdict;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of it.
 *
 * @param verdict the checker's
 * @param injected how many strikes of which kind fired
 * @param notRun kinds that cannot be used on this machine, and why
 * @param recoveries of each kind that struck, from the strike to the tenth record accepted after it
 * @param load how long records were sent, outages included
 * @param drained how long it took after the load until nothing was under way
 * @param deliveries the ledger's deliveries by state at the end
 */
public record FaultResult(
        Verdict verdict,
        Map<String, Integer> injected,
        Map<String, String> notRun,
        Map<String, List<Duration>> recoveries,
        Duration load,
        Duration drained,
        Map<String, Long> deliveries) {
    private static final Set<String> FINAL = Set.of("DELIVERED", "SENT", "CLOSED", "EXPIRED");

    /** Copies the maps. */
    public FaultResult {
        injected = new TreeMap<>(injected);
        notRun = new TreeMap<>(notRun);
        recoveries = new TreeMap<>(recoveries);
        deliveries = new TreeMap<>(deliveries);
    }

    /** Records accepted per second of load, outages included. */
    public double acceptedPerSecond() {
        return verdict.accepted() * 1e9 / load.toNanos();
    }

    /** How many deliveries the ledger says have not ended: of those that arrived too, which the history cannot know. */
    public long unfinished() {
        return deliveries.entrySet().stream()
                .filter(state -> !FINAL.contains(state.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether nothing was lost, altered, doubled or out of order, and everything ended. */
    public boolean isValid() {
        return verdict.isValid() && verdict.parked() == 0 && unfinished() == 0;
    }

    /** A line for each kind: how often, and from when to when records were taken again. */
    public List<String> table() {
        return injected.entrySet().stream()
                .map(kind -> "%-32s %3d   %s"
                        .formatted(
                                kind.getKey(),
                                kind.getValue(),
                                range(recoveries.getOrDefault(kind.getKey(), List.of()))))
                .toList();
    }

    /** Everything but the history, to be kept beside it. */
    public ObjectNode toJson(long seed) {
        ObjectNode json = StrictJson.object().put("seed", seed);
        json.putObject("verdict")
                .put("valid", isValid())
                .put("accepted", verdict.accepted())
                .put("arrived", verdict.arrived())
                .put("lost", verdict.lost())
                .put("altered", verdict.altered())
                .put("misrouted", verdict.misrouted())
                .put("unexpected", verdict.unexpected())
                .put("duplicated", verdict.duplicated())
                .put("inFlight", verdict.inFlight())
                .put("reordered", verdict.reordered())
                .put("stuck", verdict.stuck())
                .put("parked", verdict.parked())
                .put("recovered", verdict.recovered());
        ArrayNode findings = json.putArray("findings");
        verdict.findings().forEach(findings::add);
        ObjectNode fired = json.putObject("injected");
        injected.forEach(fired::put);
        ObjectNode spared = json.putObject("notRun");
        notRun.forEach(spared::put);
        ObjectNode again = json.putObject("recordsAgainAfterMillis");
        recoveries.forEach((kind, times) -> {
            ArrayNode millis = again.putArray(kind);
            times.forEach(time -> millis.add(time.toMillis()));
        });
        json.put("loadMillis", load.toMillis()).put("drainedMillis", drained.toMillis());
        ObjectNode states = json.putObject("deliveries");
        deliveries.forEach(states::put);
        return json;
    }

    private static String range(List<Duration> times) {
        if (times.isEmpty()) {
            return "";
        }
        long least = times.stream().mapToLong(Duration::toMillis).min().orElseThrow();
        long most = times.stream().mapToLong(Duration::toMillis).max().orElseThrow();
        return "records again after %.1f – %.1f s".formatted(least / 1e3, most / 1e3);
    }

    /** The verdict lies beside the history. */
    void keepBeside(FaultPlan plan) {
        try {
            Files.write(plan.history().resolveSibling("verdict.json"), StrictJson.write(toJson(plan.seed())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
