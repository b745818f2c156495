package org.tongqu.record.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One compiled expression. Immutable and thread-safe; evaluates in microseconds. */
public final class RecordExpression {

    private static final Match MATCHED = new Match.Matched();
    private static final Match NOT_MATCHED = new Match.NotMatched();

    private final String source;
    private final CelRuntime.Program program;

    RecordExpression(String source, CelRuntime.Program program) {
        this.source = source;
        this.program = program;
    }

    /** The text it was compiled from. */
    public String source() {
        return source;
    }

    /** Evaluates the expression for one record; never throws for what a record holds. */
    public Match evaluate(JsonNode data, EnvelopeView envelope) {
        try {
            Object result = program.eval(Map.of(
                    "data", CelValues.of(data),
                    "type", envelope.type(),
                    "source", envelope.source(),
                    "subject", envelope.subject(),
                    "purpose", envelope.purpose(),
                    "division", envelope.division()));
            if (result instanceof Boolean matched) {
                return matched ? MATCHED : NOT_MATCHED;
            }
            return new Match.Failed("not-boolean");
        } catch (CelEvaluationException failed) {
            return new Match.Failed(reason(failed.getErrorCode()));
        }
    }

    @Override
    public String toString() {
        return source;
    }

    static String reason(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "absent-field";
            case OVERLOAD_NOT_FOUND, BAD_FORMAT, INVALID_ARGUMENT -> "type";
            default -> "evaluation";
        };
    }
}
