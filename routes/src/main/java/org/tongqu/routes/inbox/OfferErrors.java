package org.tongqu.routes.inbox;

import static org.tongqu.routes.step.Step.failing;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.routes.delivery.ClaimLost;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.delivery.Undeliverable;

/** What failures mean between lease and offer: parked as in a lane; only an unreachable ledger goes up to the caller. */
final class OfferErrors extends RouteConfigurationBuilder {
    static final String ID = "errors-of-offers";

    private final Parking parking;

    OfferErrors(Parking parking) {
        this.parking = parking;
    }

    @Override
    public void configuration() {
        routeConfiguration(ID)
                .errorHandler(defaultErrorHandler().maximumRedeliveries(0).logExhausted(false))
                .onException(LedgerUnavailable.class)
                .handled(false)
                .end()
                .onException(ClaimLost.class)
                .handled(true)
                .process(failing(ClaimLost.class, parking::claimLost))
                .end()
                .onException(Undeliverable.class)
                .handled(true)
                .process(failing(Undeliverable.class, parking::undeliverable))
                .end()
                .onException(Throwable.class)
                .handled(true)
                .process(failing(Throwable.class, parking::gatewayError))
                .end();
    }
}
