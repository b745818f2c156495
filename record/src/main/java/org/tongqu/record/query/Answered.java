package org.tongqu.record.query;

import java.util.List;
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
     * It, or the way to it, is away, or it took too long.
     *
     * @param code ours, stable
     * @param words what was seen
     */
    record Away(String code, String words) implements Answered {}
}
