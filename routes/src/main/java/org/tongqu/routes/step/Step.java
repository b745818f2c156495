package org.tongqu.routes.step;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;

/**
 * Steps of a route as method references: each takes the body as one type and leaves it as the next, so that the compiler
 * checks what a route says. Stateless.
 */
public final class Step {
    private Step() {}

    /** A step from one body to the next. If it throws, the body stays what it was. */
    public static <A, B> Processor taking(Class<A> type, Function<A, B> step) {
        return exchange -> exchange.getMessage().setBody(step.apply(body(exchange, type)));
    }

    /** A step that may find nothing left to do: then the body stays what it was and the way ends here. */
    public static <A, B> Processor takingOrEnding(Class<A> type, Function<A, Optional<B>> step) {
        return exchange -> step.apply(body(exchange, type))
                .ifPresentOrElse(next -> exchange.getMessage().setBody(next), () -> exchange.setRouteStop(true));
    }

    /** A step that may know the answer already: then the answer is the body and the way ends here, else all goes on. */
    public static <A, B> Processor answering(Class<A> type, Function<A, Optional<B>> step) {
        return exchange -> step.apply(body(exchange, type)).ifPresent(answer -> {
            exchange.getMessage().setBody(answer);
            exchange.setRouteStop(true);
        });
    }

    /** A step after a failure: takes the body as it was when the failure came, and the failure. */
    public static <E extends Throwable> Processor failing(Class<E> type, BiFunction<Object, E, ?> step) {
        return exchange -> {
            E failure = Objects.requireNonNull(
                    type.cast(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT)), "no failure");
            exchange.getMessage().setBody(step.apply(body(exchange, Object.class), failure));
        };
    }

    /**
     * The body as this type.
     *
     * @throws ClassCastException if the way of the record is not what its route says
     */
    public static <A> A body(Exchange exchange, Class<A> type) {
        return Objects.requireNonNull(type.cast(exchange.getMessage().getBody()), "no body");
    }
}
