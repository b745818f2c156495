package org.tongqu.adapters.soap;

import org.tongqu.record.schema.QuerySchema;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Which schema describes what stands in {@code data}. */
@FunctionalInterface
interface DataSchemas {
    /** The JSON schema of this type; missing if there is none. */
    JsonNode find(String type);

    /** Of records. */
    static DataSchemas ofRecords(Schemas schemas) {
        return type -> schemas.find(type).map(RecordSchema::document).orElse(MissingNode.getInstance());
    }

    /** Of questions. */
    static DataSchemas ofQuestions(Schemas schemas) {
        return type -> schemas.query(type)
                .map(QuerySchema::question)
                .map(RecordSchema::document)
                .orElse(MissingNode.getInstance());
    }
}
