package org.tongqu.record.expression;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A compiled expression that makes one value out of others. Immutable and thread-safe; evaluates in microseconds. */
public final class Derivation {
    private final String source;
    private final CelRuntime.Program program;

    Derivation(String source, CelRuntime.Program program) {
        this.source = source;
        this.program = program;
    }

    /** The text it was compiled from. */
    public String source() {
        return source;
    }

    /**
     * The value made out of these.
     *
     * @param data what {@code data} stands for
     * @return a text, number or truth value; empty if the expression comes to null or an empty text
     * @throws UnderivableValue if a field is absent or of another kind than the expression needs
     */
    public Optional<JsonNode> evaluate(JsonNode data) throws UnderivableValue {
        try {
            return Optional.ofNullable(node(program.eval(Map.of("data", CelValues.of(data)))));
        } catch (CelEvaluationException failed) {
            throw new UnderivableValue(RecordExpression.reason(failed.getErrorCode()));
        }
    }

    private static @Nullable JsonNode node(Object value) throws UnderivableValue {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof String text) {
            return text.isEmpty() ? null : nodes.stringNode(text);
        }
        if (value instanceof Long whole) {
            return nodes.numberNode(whole.longValue());
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return nodes.numberNode(BigDecimal.valueOf(number));
        }
        if (value instanceof Boolean truth) {
            return nodes.booleanNode(truth);
        }
        if (value instanceof NullValue) {
            return null;
        }
        throw new UnderivableValue("type");
    }

    @Override
    public String toString() {
        return source;
    }
}
