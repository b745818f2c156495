package org.tongqu.routes.lane;

import static org.tongqu.routes.step.Step.all;
import static org.tongqu.routes.step.Step.together;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.routes.delivery.Parking;

/** The end of every lane: from what parties answered, as many as came together, to conclusions in the ledger. */
final class ConcludeRoute extends RouteBuilder {
    static final String START = "direct:conclude-deliveries";

    private final LaneSteps steps;
    private final Parking parking;

    ConcludeRoute(LaneSteps steps, Parking parking) {
        this.steps = steps;
        this.parking = parking;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("conclude-deliveries")
                .errorHandler(noErrorHandler())
                .process(all(Attempted.class, steps::judge))
                .id("judge")
                .process(together(Judged.class, steps::conclude, parking::park))
                .id("conclude");
    }
}
