package org.tongqu.routes.lane;

import static org.tongqu.routes.step.Step.noting;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.routes.step.Incidents;

/**
 * What failures mean on the way from a bell to its party, in one place. A delivery that fails by itself has been parked by its
 * step; nothing is tried again inside of a route. Only an unreachable ledger goes up: then a lane waits a moment and gives its
 * bells back. Anything else is an incident, and its bells are rung again by the sweep.
 */
final class DeliveryErrors extends RouteConfigurationBuilder {
    static final String OF_LANES = "errors-of-lanes";

    private final Incidents incidents;
    private final Breath breath;

    DeliveryErrors(Incidents incidents, Breath breath) {
        this.incidents = incidents;
        this.breath = breath;
    }

    @Override
    public void configuration() {
        routeConfiguration(OF_LANES)
                .errorHandler(defaultErrorHandler().maximumRedeliveries(0).logExhausted(false))
                .onException(LedgerUnavailable.class)
                .process(noting(LedgerUnavailable.class, breath::take))
                .end()
                .onException(Throwable.class)
                .handled(true)
                .process(noting(Throwable.class, failure -> incidents.report("lane", failure)))
                .end();
    }
}
