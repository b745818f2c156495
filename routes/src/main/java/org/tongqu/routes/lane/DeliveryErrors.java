package org.tongqu.routes.lane;

import static org.tongqu.routes.step.Step.failing;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.routes.delivery.ClaimLost;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.delivery.Undeliverable;

/**
 * What failures mean on the way from claim to conclusion, in one place: parked under a code, or, for our own faults, under an
 * incident; nothing is tried again inside of a route. Only an unreachable ledger goes up: then a lane waits a moment and gives
 * its bell back.
 */
final class DeliveryErrors extends RouteConfigurationBuilder {
    static final String OF_LANES = "errors-of-lanes";

    private final Parking parking;
    private final Breath breath;

    DeliveryErrors(Parking parking, Breath breath) {
        this.parking = parking;
        this.breath = breath;
    }

    @Override
    public void configuration() {
        routeConfiguration(OF_LANES)
                .errorHandler(defaultErrorHandler().maximumRedeliveries(0).logExhausted(false))
                .onException(LedgerUnavailable.class)
                .process(failing(LedgerUnavailable.class, breath::take))
                .end()
                .onException(ClaimLost.class)
                .handled(true)
                .process(failing(ClaimLost.class, parking::claimLost))
                .end()
                .onException(Undeliverable.class)
                .handled(true)
                .process(failing(Undeliverable.class, breath.around(parking::undeliverable)))
                .end()
                .onException(Throwable.class)
                .handled(true)
                .process(failing(Throwable.class, breath.around(parking::gatewayError)))
                .end();
    }
}
