package org.tongqu.routes.intake;

import java.util.ArrayList;
import java.util.List;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;

/** Holds a record against its size limit and the schema of its type, and takes out what may be searched for and what it refers to. */
final class SchemaCheck {
    private final Schemas schemas;
    private final SearchIndex index;

    SchemaCheck(Schemas schemas, SearchIndex index) {
        this.schemas = schemas;
        this.index = index;
    }

    /**
     * All violations are told at once, with pointers into the whole record. Codes are held against the tables in force when it
     * happened, so that a record of last year may come late, and a repeat is judged as the first time.
     */
    ValidRecord validate(AuthorisedRecord authorised) {
        BusinessRecord record = authorised.record();
        if (record.octets().length > authorised.largest()) {
            throw new Rejection(
                    ProblemCode.TOO_LARGE,
                    "A record of this party may have at most " + authorised.largest() + " bytes.");
        }
        RecordSchema schema = schemas.find(record.type().toString())
                .orElseThrow(
                        () -> new Rejection(ProblemCode.TYPE_UNKNOWN, "There is no schema for " + record.type() + "."));
        List<FieldError> errors = violations(schema, record);
        if (!errors.isEmpty()) {
            throw new Rejection(
                    ProblemCode.SCHEMA_VIOLATION,
                    "The data breaks the schema " + schema.id() + "; see errors.",
                    errors);
        }
        return new ValidRecord(
                authorised,
                index.plain(schema, record.data()),
                index.blind(schema, record.data()),
                schema.materials(record.data()));
    }

    private static List<FieldError> violations(RecordSchema schema, BusinessRecord record) {
        List<FieldError> errors = new ArrayList<>();
        schema.validate(record.data(), "/data", BeijingTime.dayOf(record.time()))
                .forEach(violation -> errors.add(violation.error()));
        JsonNode subject = record.data().at(schema.subjectPointer());
        if (!subject.isString() || !subject.stringValue().equals(record.subject())) {
            String field = "/data" + schema.subjectPointer();
            errors.add(new FieldError("/subject", "x-subject", "必须等于 " + field, "must equal " + field));
        }
        return errors;
    }
}
