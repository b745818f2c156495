package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.tongqu.ittests.load.Reply;

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
        AtomicLong replayed = new AtomicLong();
        scene.await(
                "all that was refused is replayed",
                REPLAYED,
                () -> replayed.addAndGet(Replays.replayParked(scene, List.of(partner))) >= refused.get());
        scene.progress().accept(name + ": " + refused.get() + " refused, " + replayed + " replayed");
    }
}
