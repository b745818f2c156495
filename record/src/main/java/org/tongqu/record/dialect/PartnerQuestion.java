package org.tongqu.record.dialect;

import org.tongqu.record.RecordType;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question that a partner's system asks us.
 *
 * @param type of the question
 * @param purpose what it is for
 * @param data of the question; whether the schema allows it is for the schema to say
 */
public record PartnerQuestion(RecordType type, String purpose, ObjectNode data) {
    /** Never what is asked. */
    @Override
    public String toString() {
        return "question of " + type;
    }
}
