package org.tongqu.routes.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.tongqu.record.failure.LedgerUnavailable;

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

    /** A step that may know the answer already: then the way ends here with it, else the body stays what it was. */
    public static <A> Processor takingUnlessAnswered(Class<A> type, Function<A, ? extends Optional<?>> step) {
        return exchange -> step.apply(body(exchange, type)).ifPresent(answer -> {
            exchange.getMessage().setBody(answer);
            exchange.setRouteStop(true);
        });
    }

    /** A step after a failure that knows the answer all the same, and the way ends here with it; or it throws. */
    public static <A, E extends Throwable> Processor answeringInstead(
            Class<A> type, Class<E> failure, BiFunction<A, E, ?> step) {
        return exchange -> {
            exchange.getMessage().setBody(step.apply(body(exchange, type), caught(exchange, failure)));
            exchange.setRouteStop(true);
        };
    }

    /**
     * A step for each of the items that the body is a list of, one after the other. One whose step fails is handed to {@code
     * failures} and goes no further; if none is left the way ends here. If {@code failures} throws, the way ends with that.
     */
    public static <A, B> Processor each(Class<A> type, Function<A, B> step, BiConsumer<A, Throwable> failures) {
        return all(type, items -> {
            List<B> results = new ArrayList<>();
            for (A item : items) {
                try {
                    results.add(step.apply(item));
                } catch (RuntimeException | Error failure) {
                    failures.accept(item, failure);
                }
            }
            return results;
        });
    }

    /**
     * A step for all items that the body is a list of, at once. If it fails for all together it is tried for each alone, so that
     * only the culprit is handed to {@code failures}; an unreachable ledger is nobody's fault and ends the way. If none is left
     * the way ends here.
     */
    public static <A, B> Processor together(
            Class<A> type, Function<List<A>, List<B>> step, BiConsumer<A, Throwable> failures) {
        return all(type, items -> together(items, step, failures));
    }

    /** What {@link #together(Class, Function, BiConsumer)} does, within a step. */
    public static <A, B> List<B> together(
            List<A> items, Function<List<A>, List<B>> step, BiConsumer<A, Throwable> failures) {
        try {
            return step.apply(items);
        } catch (LedgerUnavailable unavailable) {
            throw unavailable;
        } catch (RuntimeException | Error failure) {
            return alone(items, step, failures);
        }
    }

    private static <A, B> List<B> alone(
            List<A> items, Function<List<A>, List<B>> step, BiConsumer<A, Throwable> failures) {
        List<B> results = new ArrayList<>();
        for (A item : items) {
            try {
                results.addAll(step.apply(List.of(item)));
            } catch (RuntimeException | Error failure) {
                failures.accept(item, failure);
            }
        }
        return results;
    }

    /** A step for all items that the body is a list of, at once; if none is left the way ends here. */
    public static <A, B> Processor all(Class<A> type, Function<List<A>, List<B>> step) {
        return exchange -> {
            List<B> results = step.apply(items(exchange, type));
            exchange.getMessage().setBody(results);
            if (results.isEmpty()) {
                exchange.setRouteStop(true);
            }
        };
    }

    private static <A> List<A> items(Exchange exchange, Class<A> type) {
        List<A> items = new ArrayList<>();
        for (Object item : body(exchange, List.class)) {
            items.add(type.cast(item));
        }
        return items;
    }

    /** A step after a failure: takes the body as it was when the failure came, and the failure. */
    public static <E extends Throwable> Processor failing(Class<E> type, BiFunction<Object, E, ?> step) {
        return exchange ->
                exchange.getMessage().setBody(step.apply(body(exchange, Object.class), caught(exchange, type)));
    }

    /** A step after a failure that takes note of it, whatever the body is. */
    public static <E extends Throwable> Processor noting(Class<E> type, Consumer<E> step) {
        return exchange -> step.accept(caught(exchange, type));
    }

    private static <E extends Throwable> E caught(Exchange exchange, Class<E> type) {
        return Objects.requireNonNull(
                type.cast(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT)), "no failure");
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
