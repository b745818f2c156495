package org.tongqu.config.dialect;

import java.util.List;
import java.util.stream.Stream;

/**
 * So many of so many.
 *
 * @param covered by at least one sample
 * @param all there are
 * @param missed which were not, as a reader finds them
 */
public record Share(int covered, int all, List<String> missed) {
    /** Nothing of nothing. */
    public static final Share NONE = new Share(0, 0, List.of());

    /** Copies the list. */
    public Share {
        missed = List.copyOf(missed);
    }

    /** Both together. */
    public Share plus(Share other) {
        return new Share(
                covered + other.covered,
                all + other.all,
                Stream.concat(missed.stream(), other.missed.stream()).toList());
    }

    /** 0 to 1; nothing of nothing is 1. */
    public double value() {
        return all == 0 ? 1 : (double) covered / all;
    }
}
