package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.tongqu.ittests.load.Reply;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A partner refuses for a while; then an operator replays what is parked, twice under the same job, while new records of the same
 * keys come in. What was held follows in order.
 */
record Refusals(String name) implements Injector {
    static final Refusals THEN_REPLAY = new Refusals("refusals-and-replay");
    private static final int ENOUGH = 3;
    private static final Duration REFUSED = Duration.ofSeconds(30);
    private static final Duration REPLAYED = Duration.ofSeconds(60);
    private static final Reply REFUSAL =
            new Reply.Plain(422, Map.of("Content-Type", "text/plain; charset=utf-8"), "事项编码不存在");

    @Override
    public void strike(Scene scene) {
        Partner partner = scene.anyPartner();
        AtomicInteger refused = new AtomicInteger();
        partner.answerBy(arrival -> {
            refused.incrementAndGet();
            return REFUSAL;
        });
        try {
            scene.await("refusals", REFUSED, () -> refused.get() >= ENOUGH);
        } finally {
            partner.answerAsUsual();
        }
        int rounds = 0;
        while (replay(scene, partner) > 0) {
            rounds++;
        }
        scene.progress().accept(name + ": " + refused.get() + " refused, replayed in " + rounds + " jobs");
    }

    /** How many were parked. A partner that answered late may park one more after the first job. */
    private static long replay(Scene scene, Partner partner) {
        ObjectNode order = StrictJson.object()
                .put(
                        "job",
                        UUID.nameUUIDFromBytes(
                                        Long.toString(scene.random().nextLong()).getBytes(StandardCharsets.US_ASCII))
                                .toString())
                .put("kind", "replay-as-sent")
                .put("who", "nemesis")
                .put("reason", "the partner has mended its table")
                .put("rate", 100);
        order.putObject("filter").putArray("lanes").add(partner.id());
        JsonNode job = post(scene, order);
        post(scene, order);
        scene.await(
                "the end of a replay",
                REPLAYED,
                () -> ended(scene, job.path("job").stringValue()));
        return job.path("total").asLong();
    }

    private static JsonNode post(Scene scene, ObjectNode order) {
        try {
            return scene.gateway().operator().post("/admin/v1/jobs", order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ended(Scene scene, String job) {
        try {
            return !scene.gateway()
                    .operator()
                    .get("/admin/v1/jobs/" + job)
                    .path("state")
                    .asString()
                    .equals("RUNNING");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
