package org.tongqu.adapters.dialect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.expression.UnderivableValue;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.JsonPointers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** One message of a partner being read, line by line of its table; collects what is wrong. */
final class Reading {
    /** As long as a correlation may be. */
    private static final int MOST_CHARACTERS = 200;

    private static final Pattern DATA_URL = Pattern.compile("^data:[^,]{0,200};base64,");

    private final Trace trace;
    private final ReceivedFiles files;
    private final List<FieldError> errors;
    private final List<Runnable> waiting = new ArrayList<>();
    private @Nullable String correlation;

    Reading(Trace trace, ReceivedFiles files, List<FieldError> errors) {
        this.trace = trace;
        this.files = files;
        this.errors = errors;
    }

    /** @param place of {@code from} in the partner's message, as JSON pointer */
    void read(List<Row> rows, ObjectNode from, ObjectNode to, String place) {
        for (Row row : rows) {
            if (row instanceof Row.Field field && field.direction().reads()) {
                read(field, from, to, place);
            } else if (row instanceof Row.Constant constant) {
                read(constant, from, place);
            } else if (row instanceof Row.Envelope beside) {
                read(beside, from, place);
            } else if (row instanceof Row.Each each) {
                read(each, from, to, place);
            } else if (row instanceof Row.Columns columns) {
                read(columns, from, to, place);
            } else if (row instanceof Row.Nested nested) {
                read(nested, from, to, place);
            } else if (row instanceof Row.Derived derived && derived.direction().reads()) {
                read(derived, from, to, place);
            } else if (row instanceof Row.Attachment attachment
                    && attachment.direction().reads()) {
                read(attachment, from, to, place);
            }
        }
    }

    private void read(Row.Field field, ObjectNode from, ObjectNode to, String place) {
        JsonNode value = field.partner().find(from);
        if (value != null) {
            try {
                JsonNode ours = field.converter().toOurs(value);
                field.canonical().put(to, ours);
                trace.translated(field, Direction.IN, value, ours);
            } catch (Unconvertible refused) {
                errors.add(refused.at(place + field.partner().pointer()));
            }
        } else if (field.absent() != null) {
            field.canonical().put(to, field.absent());
            trace.translated(field, Direction.IN, NullNode.instance, field.absent());
        } else if (field.isRequired()) {
            errors.add(FieldTable.missing(place + field.partner().pointer()));
        }
    }

    private void read(Row.Constant constant, ObjectNode from, String place) {
        JsonNode value = constant.partner().find(from);
        if (value == null) {
            return;
        }
        if (constant.isSaidBy(value)) {
            trace.translated(constant, Direction.IN, value, value);
        } else {
            String only = constant.value().asString();
            errors.add(new FieldError(
                    place + constant.partner().pointer(),
                    "constant",
                    "这里只能是 " + only + "，别的值是另一种记录",
                    "Only " + only + " may stand here; another value is another type of record."));
        }
    }

    private void read(Row.Envelope beside, ObjectNode from, String place) {
        JsonNode value = beside.partner().find(from);
        String at = place + beside.partner().pointer();
        if (value != null && value.isContainer()) {
            errors.add(new FieldError(at, "scalar", "应为文本，而不是结构", "It must be a text and no structure."));
        } else if (value != null) {
            correlate(beside, value.asString().strip(), at);
            trace.translated(beside, Direction.IN, value, value);
        } else if (beside.isRequired()) {
            errors.add(FieldTable.missing(at));
        }
    }

    private void correlate(Row.Envelope beside, String said, String at) {
        if (beside.fact() != Row.Fact.CORRELATION) {
            return;
        }
        if (said.codePointCount(0, said.length()) > MOST_CHARACTERS) {
            errors.add(new FieldError(
                    at,
                    "length",
                    "最多 " + MOST_CHARACTERS + " 个字符",
                    "It has at most " + MOST_CHARACTERS + " characters."));
        }
        correlation = said;
    }

    /** What the message answers or belongs to; empty if it does not say. */
    Optional<String> correlation() {
        return Optional.ofNullable(correlation);
    }

    private void read(Row.Each each, ObjectNode from, ObjectNode to, String place) {
        JsonNode found = each.partner().find(from);
        if (found == null || found.isArray() && found.isEmpty()) {
            return;
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        List<JsonNode> theirs =
                found instanceof ArrayNode list ? list.valueStream().toList() : List.of(found);
        for (int i = 0; i < theirs.size(); i++) {
            String at = found.isArray()
                    ? JsonPointers.child(place + each.partner().pointer(), i)
                    : place + each.partner().pointer();
            if (theirs.get(i) instanceof ObjectNode item) {
                read(each.rows(), item, items.addObject(), at);
            } else {
                errors.add(shape(at));
            }
        }
        if (each.isAmongTheOthers() && items.get(0).isEmpty()) {
            return;
        }
        each.canonical().put(to, items);
        trace.translated(each, Direction.IN, found, items);
    }

    private void read(Row.Columns columns, ObjectNode from, ObjectNode to, String place) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (Row.Column column : columns.columns()) {
            ObjectNode item = JsonNodeFactory.instance.objectNode();
            columns.label().put(item, JsonNodeFactory.instance.stringNode(column.label()));
            read(column.field(), from, item, place);
            if (column.field().canonical().find(item) != null) {
                items.add(item);
            }
        }
        if (!items.isEmpty()) {
            columns.canonical().put(to, items);
            trace.translated(columns, Direction.IN, items, items);
        }
    }

    /** Pointers go on through the text, as if its fields stood where it stands. */
    private void read(Row.Nested nested, ObjectNode from, ObjectNode to, String place) {
        JsonNode found = nested.partner().find(from);
        String at = place + nested.partner().pointer();
        if (found == null) {
            if (nested.isRequired()) {
                errors.add(FieldTable.missing(at));
            }
            return;
        }
        if (found.isContainer()) {
            errors.add(new FieldError(at, "scalar", "应为文本，而不是结构", "It must be a text and no structure."));
            return;
        }
        try {
            JsonNode text = nested.isBase64() ? Converters.base64().toOurs(found) : found;
            JsonNode inside = nested.format().read(text.asString());
            if (nested.root().find(inside) instanceof ObjectNode fields) {
                read(nested.rows(), fields, to, at + nested.root().pointer());
                trace.translated(nested, Direction.IN, found, inside);
            } else {
                errors.add(shape(at + nested.root().pointer()));
            }
        } catch (Untranslatable malformed) {
            malformed.errors().forEach(error -> errors.add(error.at(at)));
        } catch (Unconvertible refused) {
            errors.add(refused.at(at));
        }
    }

    private void read(Row.Derived derived, ObjectNode from, ObjectNode to, String place) {
        try {
            derived.derivation().evaluate(from).ifPresent(value -> {
                derived.made().put(to, value);
                trace.translated(derived, Direction.IN, value, value);
            });
        } catch (UnderivableValue failed) {
            errors.add(underivable(place, derived, failed));
        }
    }

    private void read(Row.Attachment attachment, ObjectNode from, ObjectNode to, String place) {
        String at = place + attachment.partner().pointer();
        JsonNode found = attachment.partner().find(from);
        if (found == null) {
            if (attachment.isRequired()) {
                errors.add(FieldTable.missing(at));
            }
            return;
        }
        waiting.add(() -> take(attachment, found, to, at));
    }

    /** Takes the files of what was read, if nothing else is wrong with it: they cost more than all the rest. */
    void takeFiles() {
        if (errors.isEmpty()) {
            waiting.forEach(Runnable::run);
        }
    }

    private void take(Row.Attachment attachment, JsonNode found, ObjectNode to, String at) {
        try {
            ReceivedFiles.Received file = received(attachment.carrier(), found);
            JsonNode digest = JsonNodeFactory.instance.stringNode(file.digest().value());
            attachment.digest().put(to, digest);
            if (attachment.size() != null) {
                attachment.size().put(to, JsonNodeFactory.instance.numberNode(file.size()));
            }
            trace.translated(attachment, Direction.IN, found, digest);
        } catch (Rejection refused) {
            errors.addAll(errorsOf(refused, at));
        }
    }

    private ReceivedFiles.Received received(Row.Carrier carrier, JsonNode found) {
        if (found.isContainer()) {
            throw Rejection.untranslatable("scalar", "应为文本，而不是结构", "It must be a text and no structure.");
        }
        String text = found.asString().strip();
        try {
            return carrier == Row.Carrier.URL
                    ? files.fetch(new URI(text))
                    : files.keep(Base64.getDecoder()
                            .decode(DATA_URL.matcher(text).replaceFirst("").replaceAll("\\s", "")));
        } catch (URISyntaxException noAddress) {
            throw Rejection.untranslatable("url", "应为文件的地址", "It must be the address of a file.");
        } catch (IllegalArgumentException noBase64) {
            throw Rejection.untranslatable("base64", "应为 base64 编码的文件", "It must be a file in base64.");
        }
    }

    /** What is wrong with the file is told where it stands; what is wrong with us, or with its server, ends the translation. */
    static List<FieldError> errorsOf(Rejection refused, String at) {
        if (refused.code() != ProblemCode.UNTRANSLATABLE) {
            throw refused;
        }
        return refused.errors().stream().map(error -> error.at(at)).toList();
    }

    static FieldError underivable(String place, Row.Derived derived, UnderivableValue failed) {
        return new FieldError(
                place,
                "derived:" + failed.reason(),
                "无法按 " + derived.place() + " 的表达式得出 " + derived.made().pointer(),
                derived.made().pointer() + " cannot be made by the expression at " + derived.place() + ".");
    }

    private static FieldError shape(String at) {
        return new FieldError(at, "shape", "这里应有一个结构", "A structure must stand here.");
    }
}
