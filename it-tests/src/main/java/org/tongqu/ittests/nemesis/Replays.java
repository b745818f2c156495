package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an operator does about parked deliveries once their cause is mended: replays them, and clicks twice. */
public final class Replays {
    private static final Duration REPLAYED = Duration.ofSeconds(60);
    private static final int PER_SECOND = 100;

    private Replays() {}

    /** Replays what is parked for these partners now, and waits for the end of the job; how many were parked. */
    public static long replayParked(Scene scene, List<Partner> partners) {
        ObjectNode order = StrictJson.object()
                .put("job", id(scene))
                .put("kind", "replay-as-sent")
                .put("who", "nemesis")
                .put("reason", "the partner is as it should be again")
                .put("rate", PER_SECOND);
        ArrayNode lanes = order.putObject("filter").putArray("lanes");
        partners.forEach(partner -> lanes.add(partner.id()));
        try {
            JsonNode job = scene.gateway().operator().post("/admin/v1/jobs", order);
            scene.gateway().operator().post("/admin/v1/jobs", order);
            scene.await(
                    "the end of a replay",
                    REPLAYED,
                    () -> ended(scene, job.path("job").asString()));
            return job.path("total").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String id(Scene scene) {
        byte[] octets = new byte[16];
        scene.random().nextBytes(octets);
        ByteBuffer bits = ByteBuffer.wrap(octets);
        return new UUID(bits.getLong(), bits.getLong()).toString();
    }

    private static boolean ended(Scene scene, String job) {
        try {
            JsonNode now = scene.gateway().operator().get("/admin/v1/jobs/" + job);
            return !now.path("state").asString().equals("RUNNING");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
