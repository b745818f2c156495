package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The gateway halts where it does one certain thing for the n-th time: between a commit and what follows it, before and after
 * every step of a record's way. Each start is armed for the next point.
 */
record NamedPoints(String name, int howMany) implements Injector {
    static final NamedPoints ALL = new NamedPoints("named-point", Point.values().length);
    static final NamedPoints FEW = new NamedPoints("named-point", 2);
    private static final Duration HALTS = Duration.ofSeconds(180);
    private static final int KILLED_ITSELF = 255;

    /** Where; the order is that of a record's way. */
    enum Point {
        BEFORE_COMMIT_OF_ADMISSION("org.tongqu.ledger.admission.AdmissionWork", "run", "EXIT"),
        AFTER_COMMIT_BEFORE_BELLS("org.tongqu.ledger.commit.AfterCommit", "tell", "ENTRY"),
        BEFORE_BELLS_ARE_SENT("org.tongqu.routes.lane.JmsBells", "sendTogether", "ENTRY"),
        AFTER_BELLS_ARE_SENT("org.tongqu.routes.lane.JmsBells", "sendTogether", "EXIT"),
        AFTER_CLAIM("org.tongqu.routes.lane.LaneSteps", "claim", "EXIT"),
        BEFORE_BODY_IS_KEPT("org.tongqu.routes.delivery.DeliverySealer", "keep", "ENTRY"),
        AFTER_BODY_IS_KEPT("org.tongqu.routes.delivery.DeliverySealer", "keep", "EXIT"),
        ON_THE_WIRE("org.tongqu.routes.lane.Flights", "begin", "EXIT"),
        BEFORE_COMMIT_OF_BROKER("org.tongqu.routes.lane.LaneSteps", "send", "EXIT"),
        AFTER_ANSWER_OF_PARTNER("org.tongqu.routes.lane.LaneSteps", "judge(java.util.List)", "ENTRY"),
        BEFORE_COMMIT_OF_CONCLUSION("org.tongqu.ledger.delivery.ConclusionWork", "run", "EXIT"),
        AFTER_CONCLUSION("org.tongqu.routes.lane.LaneSteps", "conclude", "EXIT"),
        AFTER_LEASE_OF_INBOX("org.tongqu.routes.inbox.Offers", "offer", "EXIT");

        private final String type;
        private final String method;
        private final String at;

        Point(String type, String method, String at) {
            this.type = type;
            this.method = method;
            this.at = at;
        }

        /** A rule for Byteman. */
        String rule(int when) {
            return Byteman.rule(name(), type, method, at, when);
        }
    }

    @Override
    public void strike(Scene scene) {
        List<Point> points = new ArrayList<>(List.of(Point.values()));
        Collections.shuffle(points, scene.random());
        scene.gateway().kill();
        scene.gone(System.nanoTime(), name);
        for (Point point : points.subList(0, howMany)) {
            int when = 1 + scene.random().nextInt(30);
            scene.gateway().restart(Byteman.options(scene.folder(), point.rule(when)));
            int code = scene.gateway().awaitExit(HALTS);
            scene.gone(System.nanoTime(), name);
            if (code != KILLED_ITSELF) {
                throw new IllegalStateException("the gateway ended with " + code + " and not at " + point);
            }
            scene.progress().accept(name + ": halted at " + point + " number " + when);
        }
        scene.gateway().restart();
    }
}
