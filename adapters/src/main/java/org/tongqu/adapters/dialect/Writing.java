package org.tongqu.adapters.dialect;

import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.Sha256;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.expression.UnderivableValue;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One message to a partner being written, line by line of its table; collects what is wrong. */
final class Writing {
    private static final int DIGITS = 32;

    private final Trace trace;
    private final SentFiles files;
    private final List<FieldError> errors;
    private final boolean isInPart;
    private final @Nullable Telling telling;

    Writing(Trace trace, SentFiles files, List<FieldError> errors) {
        this(trace, files, errors, false, null);
    }

    private Writing(
            Trace trace, SentFiles files, List<FieldError> errors, boolean isInPart, @Nullable Telling telling) {
        this.trace = trace;
        this.files = files;
        this.errors = errors;
        this.isInPart = isInPart;
        this.telling = telling;
    }

    /** Of what is given only in part: what is missing is withheld, not forgotten. */
    static Writing inPart(Trace trace, SentFiles files, List<FieldError> errors) {
        return new Writing(trace, files, errors, true, null);
    }

    /** The same, of a message that says something of itself. */
    Writing telling(Telling what) {
        return new Writing(trace, files, errors, isInPart, what);
    }

    /** @param place of {@code from} in the data of the record, as JSON pointer */
    void write(List<Row> rows, JsonNode from, ObjectNode to, String place) {
        for (Row row : rows) {
            if (row.isTold()) {
                write(row, from, to, place);
            }
        }
    }

    private void write(Row row, JsonNode from, ObjectNode to, String place) {
        if (row instanceof Row.Constant constant) {
            constant.partner().put(to, constant.value());
            trace.translated(row, Direction.OUT, constant.value(), constant.value());
        } else if (row instanceof Row.Field field) {
            write(field, from, to, place);
        } else if (row instanceof Row.Envelope beside) {
            write(beside, Objects.requireNonNull(telling, "a table whose messages say nothing of themselves"), to);
        } else if (row instanceof Row.Each each) {
            write(each, from, to, place);
        } else if (row instanceof Row.Nested nested) {
            write(nested, from, to, place);
        } else if (row instanceof Row.Derived derived) {
            write(derived, from, to, place);
        } else if (row instanceof Row.Attachment attachment) {
            write(attachment, from, to, place);
        }
    }

    private void write(Row.Field field, JsonNode from, ObjectNode to, String place) {
        JsonNode value = field.canonical().find(from);
        if (value != null) {
            try {
                JsonNode theirs = field.converter().toTheirs(value);
                field.partner().put(to, theirs);
                trace.translated(field, Direction.OUT, theirs, value);
            } catch (Unconvertible refused) {
                errors.add(refused.at(place + field.canonical().pointer()));
            }
        } else if (field.otherwise() != null) {
            write(field.otherwise(), from, to, place);
        } else if (field.isRequired() && !isInPart) {
            errors.add(FieldTable.missing(place + field.canonical().pointer()));
        }
    }

    private void write(Row.Envelope beside, Telling what, ObjectNode to) {
        JsonNode said =
                switch (beside.fact()) {
                    case RECORD ->
                        text(Sha256.mark(
                                what.record().sender() + "/" + what.record().id(), DIGITS));
                    case DELIVERY -> text(what.delivery());
                    case TIME -> beside.times().writeMoment(what.at());
                    case NONE -> throw new IllegalArgumentException("nothing is said there");
                };
        beside.partner().put(to, said);
        trace.translated(beside, Direction.OUT, said, said);
    }

    private static JsonNode text(String said) {
        return JsonNodeFactory.instance.stringNode(said);
    }

    private void write(Row.Each each, JsonNode from, ObjectNode to, String place) {
        JsonNode found = each.canonical().find(from);
        if (found == null || found.isEmpty()) {
            return;
        }
        if (each.isAmongTheOthers()) {
            writeAmongTheOthers(each, found, to, place);
            return;
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < found.size(); i++) {
            String at = JsonPointers.child(place + each.canonical().pointer(), i);
            write(each.rows(), found.get(i), items.addObject(), at);
        }
        each.partner().put(to, items);
        trace.translated(each, Direction.OUT, items, found);
    }

    private void writeAmongTheOthers(Row.Each each, JsonNode found, ObjectNode to, String place) {
        String at = place + each.canonical().pointer();
        if (found.size() > 1) {
            errors.add(new FieldError(
                    at, "one", "对方没有列表，只能有一项", "There is no list in the partner's message, so only one item."));
            return;
        }
        write(each.rows(), found.get(0), to, JsonPointers.child(at, 0));
        trace.translated(each, Direction.OUT, to, found);
    }

    private void write(Row.Nested nested, JsonNode from, ObjectNode to, String place) {
        ObjectNode fields = StrictJson.object();
        write(nested.rows(), from, fields, place);
        if (fields.isEmpty()) {
            return;
        }
        ObjectNode inside = fields;
        if (!nested.root().equals(FieldPath.ROOT)) {
            inside = StrictJson.object();
            nested.root().put(inside, fields);
        }
        try {
            JsonNode text = JsonNodeFactory.instance.stringNode(nested.format().write(inside));
            nested.partner().put(to, text);
            trace.translated(nested, Direction.OUT, text, inside);
        } catch (Untranslatable characters) {
            characters.errors().forEach(error -> errors.add(error.at(place)));
        }
    }

    /** A digest that is masked is no digest: then there is no file to be told. */
    private void write(Row.Attachment attachment, JsonNode from, ObjectNode to, String place) {
        String at = place + attachment.digest().pointer();
        JsonNode found = attachment.digest().find(from);
        if (found == null || !Digest.isShaped(found.asString())) {
            if (attachment.isRequired() && !isInPart) {
                errors.add(FieldTable.missing(at));
            }
            return;
        }
        try {
            Digest material = new Digest(found.asString());
            JsonNode text = JsonNodeFactory.instance.stringNode(
                    switch (attachment.carrier()) {
                        case BASE64 -> Base64.getEncoder().encodeToString(files.read(material));
                        case URL -> files.address(material);
                    });
            attachment.partner().put(to, text);
            trace.translated(attachment, Direction.OUT, text, found);
        } catch (Rejection refused) {
            errors.addAll(Reading.errorsOf(refused, at));
        }
    }

    private void write(Row.Derived derived, JsonNode from, ObjectNode to, String place) {
        try {
            derived.derivation().evaluate(from).ifPresent(value -> {
                derived.made().put(to, value);
                trace.translated(derived, Direction.OUT, value, value);
            });
        } catch (UnderivableValue failed) {
            errors.add(Reading.underivable(place, derived, failed));
        }
    }
}
