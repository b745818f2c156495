package org.tongqu.record.query;

import java.util.List;
import org.tongqu.record.failure.FieldError;
import tools.jackson.databind.node.ObjectNode;

/** What a provider made of a question. */
public sealed interface Answered {
    /**
     * It answered.
     *
     * @param results what it knows, each as the schema of the question's results has it; empty if nothing
     */
    record Results(List<ObjectNode> results) implements Answered {
        /** Copies the list. */
        public Results {
            results = List.copyOf(results);
        }

        /** How many, never what. */
        @Override
        public String toString() {
            return "Results[" + results.size() + "]";
        }
    }

    /**
     * It will not answer this question.
     *
     * @param code ours, stable
     * @param words the provider's own, at most 500 characters
     */
    record Refused(String code, String words) implements Answered {}

    /**
     * Its dialect cannot say the question, or what it answered cannot be understood.
     *
     * @param isHeard whether it is about the answer; else about the question
     * @param family the dialect
     * @param errors what cannot be translated, with pointers into what was to be
     */
    record Untranslatable(boolean isHeard, String family, List<FieldError> errors) implements Answered {
        /** Copies the list. */
        public Untranslatable {
            errors = List.copyOf(errors);
        }
    }

    /**
     * It, or the way to it, is away, or it took too long.
     *
     * @param code ours, stable
     * @param words what was seen
     */
    record Away(String code, String words) implements Answered {}
}
