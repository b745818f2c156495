package org.tongqu.adapters.dialect;

import tools.jackson.databind.JsonNode;

/** Is told which line of a table made which value. */
@FunctionalInterface
public interface Trace {
    /** Nobody listens. */
    Trace NONE = (row, direction, partner, canonical) -> {};

    /**
     * A field was translated.
     *
     * @param row by this line
     * @param direction {@link Direction#IN} or {@link Direction#OUT}
     * @param partner the partner's value
     * @param canonical ours; for a {@link Row.Constant} the same as the partner's
     */
    void translated(Row row, Direction direction, JsonNode partner, JsonNode canonical);
}
