package org.tongqu.config.files;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value and where it was written.
 *
 * @param value what
 * @param place where
 */
public record Placed<T>(T value, Place place) {
    /** Converts the value; a value that {@code parse} refuses with an {@link IllegalArgumentException} becomes a problem. */
    public <R> Optional<Placed<R>> as(Function<T, R> parse, String expected, Problems problems) {
        try {
            return Optional.of(new Placed<>(parse.apply(value), place));
        } catch (IllegalArgumentException refused) {
            problems.add(place, "值 \"" + value + "\" 不可用 / value \"" + value + "\" cannot be used", expected);
            return Optional.empty();
        }
    }
}
