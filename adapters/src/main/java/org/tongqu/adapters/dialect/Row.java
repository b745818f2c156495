package org.tongqu.adapters.dialect;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.expression.Derivation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One line of a field table. Immutable. */
public sealed interface Row {
    /** Where it is written, as {@code file:line}, for whoever asks which rule made a value. */
    String place();

    /** Whether anything of it stands in messages that we send. */
    boolean isTold();

    /**
     * One field of theirs is one field of ours.
     *
     * @param place as {@link #place()}
     * @param partner where it stands in the partner's message, below the table's root
     * @param canonical where it stands in the data of the record
     * @param converter between the two
     * @param direction which way
     * @param isRequired whether the partner's message must have it
     * @param absent what our field is if a message that comes leaves it out; null if it is not there then
     * @param otherwise what we say there of a record that has no such field: a {@link Constant} or an {@link Envelope}; null if nothing
     */
    record Field(
            String place,
            FieldPath partner,
            FieldPath canonical,
            Converter converter,
            Direction direction,
            boolean isRequired,
            @Nullable JsonNode absent,
            @Nullable Row otherwise)
            implements Row {
        /** Whether a message that comes is refused without it. */
        boolean isMissedIn(ObjectNode fields) {
            return direction.reads() && isRequired && absent == null && partner.find(fields) == null;
        }

        /** The code map it translates by, if it translates codes. */
        public Optional<CodeMap> codes() {
            return converter instanceof Converters.Code code ? Optional.of(code.codes()) : Optional.empty();
        }

        @Override
        public boolean isTold() {
            return direction.writes();
        }
    }

    /**
     * What a partner's message always says. One that comes may leave it out, but says nothing else: that would be another record.
     *
     * @param place as {@link #place()}
     * @param partner where it stands in the partner's message
     * @param value what stands there
     * @param also what may stand there in messages that come, to the same effect
     * @param direction whether it is told, or is only what a message that comes is known by
     */
    record Constant(String place, FieldPath partner, JsonNode value, List<String> also, Direction direction)
            implements Row {
        /** Copies the list. */
        public Constant {
            also = List.copyOf(also);
        }

        @Override
        public boolean isTold() {
            return direction.writes();
        }

        /** Whether a partner's value is this one, or as good; {@code 1} and {@code "1"} are the same. */
        boolean isSaidBy(JsonNode partner) {
            String said = partner.asString("").strip();
            return !partner.isContainer() && (said.equals(value.asString()) || also.contains(said));
        }
    }

    /**
     * What a message says of itself, such as when it was written: it is not of the record, and is not taken over, but for a
     * {@link Fact#CORRELATION}. It may tell one message from every other.
     *
     * @param place as {@link #place()}
     * @param partner where it stands in the partner's message
     * @param fact what we say there
     * @param times how a time is written
     * @param isRequired whether the partner's message must have it
     */
    record Envelope(String place, FieldPath partner, Fact fact, TimeForms times, boolean isRequired) implements Row {
        @Override
        public boolean isTold() {
            return fact != Fact.NONE;
        }
    }

    /** What our messages say of themselves. */
    enum Fact {
        /** Which record is told: 32 hexadecimal digits, the same whenever it is told. */
        RECORD,
        /** By which delivery: 32 hexadecimal digits. */
        DELIVERY,
        /** When. */
        TIME,
        /**
         * What answers belong to: the correlation of the record, its id if it has none. What a message that comes says there is the
         * correlation of the record that it makes.
         */
        CORRELATION,
        /** Nothing: only theirs say something there. */
        NONE
    }

    /**
     * A value that is made out of others, one way: of ours out of theirs, or of theirs out of ours.
     *
     * @param place as {@link #place()}
     * @param made where the value stands in what is made
     * @param direction {@link Direction#IN} or {@link Direction#OUT}
     * @param derivation over {@code data}: the partner's fields below the root, or the data of the record
     */
    record Derived(String place, FieldPath made, Direction direction, Derivation derivation) implements Row {
        @Override
        public boolean isTold() {
            return direction.writes();
        }
    }

    /**
     * A whole message in one text of theirs, such as a form in XML (XML_DATA): its fields are fields of ours.
     *
     * @param place as {@link #place()}
     * @param partner where the text stands in the partner's message
     * @param format of the text
     * @param isBase64 whether the text is Base64 (RFC 4648) of the message in UTF-8
     * @param root where the fields stand in it
     * @param rows their paths on the partner's side below the root, on ours as outside
     * @param isRequired whether the partner's message must have it
     */
    record Nested(
            String place,
            FieldPath partner,
            MessageFormat format,
            boolean isBase64,
            FieldPath root,
            List<Row> rows,
            boolean isRequired)
            implements Row {
        /** Copies the list. */
        public Nested {
            rows = List.copyOf(rows);
        }

        @Override
        public boolean isTold() {
            return rows.stream().anyMatch(Row::isTold);
        }
    }

    /**
     * A file (附件): it stands in their message or is pointed to there, and is a material of ours, to which the record refers.
     *
     * @param place as {@link #place()}
     * @param partner where the file or its address stands in the partner's message
     * @param digest where its digest stands in the data of the record
     * @param size where its size stands there; null if nowhere
     * @param carrier how it stands in the message
     * @param direction which way
     * @param isRequired whether it must be there
     */
    record Attachment(
            String place,
            FieldPath partner,
            FieldPath digest,
            @Nullable FieldPath size,
            Carrier carrier,
            Direction direction,
            boolean isRequired)
            implements Row {
        @Override
        public boolean isTold() {
            return direction.writes();
        }
    }

    /** How a file stands in a message. */
    enum Carrier {
        /** Itself, in base64 (RFC 4648). */
        BASE64,
        /** Its address. */
        URL
    }

    /**
     * A list of theirs is a list of ours, item by item. A single item without a list counts as a list of one.
     *
     * @param place as {@link #place()}
     * @param partner where the list stands in the partner's message; the {@link FieldPath#ROOT root} where theirs is no list: then the
     *     fields of its one item stand among the others
     * @param canonical where it stands in the data of the record
     * @param rows of each item, their paths below it
     */
    record Each(String place, FieldPath partner, FieldPath canonical, List<Row> rows) implements Row {
        /** Copies the list. */
        public Each {
            rows = List.copyOf(rows);
        }

        @Override
        public boolean isTold() {
            return rows.stream().anyMatch(Row::isTold);
        }

        /** Whether theirs is no list, so that ours has one item or none. */
        boolean isAmongTheOthers() {
            return partner.equals(FieldPath.ROOT);
        }
    }

    /**
     * Fields of theirs that stand side by side are items of a list of ours, each told apart by a label, such as the charges of a bill. An
     * item whose label has no field is not told, and two of one label are not.
     *
     * @param place as {@link #place()}
     * @param canonical where the list stands in the data of the record
     * @param label where the label stands in an item
     * @param columns for each label the field, its canonical path below the item, in the order of the items
     */
    record Columns(String place, FieldPath canonical, FieldPath label, List<Column> columns) implements Row {
        /** Copies the list. */
        public Columns {
            columns = List.copyOf(columns);
        }

        @Override
        public boolean isTold() {
            return true;
        }
    }

    /**
     * One of several fields that stand side by side.
     *
     * @param label of the item that it is
     * @param field of theirs, and of the item
     */
    record Column(String label, Field field) {}
}
