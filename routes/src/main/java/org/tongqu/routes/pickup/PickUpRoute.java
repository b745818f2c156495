package org.tongqu.routes.pickup;

import static org.tongqu.routes.step.Step.taking;
import static org.tongqu.routes.step.Step.takingOrEnding;
import static org.tongqu.routes.step.Step.takingUnlessAnswered;

import org.apache.camel.builder.RouteBuilder;

/**
 * The way of what lies at a partner's place: from a {@link Turn} to how it {@link Ended}. Each step may be the last: what was admitted and
 * not answered is found again, known by its identity, and answered then.
 */
final class PickUpRoute extends RouteBuilder {
    static final String START = "direct:pick-up";

    private final PickUpSteps steps;

    PickUpRoute(PickUpSteps steps) {
        this.steps = steps;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("pick-up")
                .errorHandler(noErrorHandler())
                .process(takingUnlessAnswered(Turn.class, steps::wayIsClosed))
                .id("ask-gate")
                .process(takingOrEnding(Turn.class, steps::lease))
                .id("lease")
                .process(taking(LeasedTurn.class, steps::look))
                .id("look")
                .process(takingUnlessAnswered(LookedAt.class, steps::endIfNothing))
                .id("end-if-nothing")
                .process(taking(LookedAt.class, steps::admit))
                .id("admit")
                .process(taking(Admitted.class, steps::quarantine))
                .id("quarantine")
                .process(taking(Admitted.class, steps::answer))
                .id("answer");
    }
}
