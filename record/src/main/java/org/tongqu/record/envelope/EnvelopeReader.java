package org.tongqu.record.envelope;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.identifier.CitizenIdNumber;
import org.tongqu.record.identifier.InvalidIdentifier;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the octets of a structured CloudEvents 1.0 event ({@code application/cloudevents+json}) as a record. Malformed JSON
 * of any kind is refused, never repaired; all envelope errors are reported at once. Thread-safe, without state.
 */
public final class EnvelopeReader {
    private static final Pattern MILLIS_UTC = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
    private static final Pattern MOBILE_NUMBER = Pattern.compile("1[3-9][0-9]{9}");
    private static final int GROWN_UP = 16;
    private static final Pattern SCHEMA_VERSION = Pattern.compile(".*/[0-9]+\\.[0-9]+");
    private static final int LONGEST_SUBJECT = 128;
    private static final int MOST_ADDRESSEES = 50;

    private EnvelopeReader() {}

    /**
     * The record in these octets.
     *
     * @throws Rejection {@code MALFORMED} if they are not one JSON object, {@code SCHEMA_VIOLATION} if U+0000 is in them, {@code
     *     ENVELOPE_INVALID} with every attribute that is missing or wrong
     */
    public static BusinessRecord read(byte[] octets) {
        JsonNode node;
        try {
            node = StrictJson.parse(octets);
        } catch (MalformedJson e) {
            throw e.rejection();
        }
        if (!(node instanceof ObjectNode document)) {
            throw new Rejection(ProblemCode.MALFORMED, "The body must be one JSON object, a CloudEvents 1.0 event.");
        }
        return new Reading(document).record(octets);
    }

    /** One envelope being read; collects what is wrong. */
    private static final class Reading {
        private final ObjectNode document;
        private final List<FieldError> errors = new ArrayList<>();

        Reading(ObjectNode document) {
            this.document = document;
        }

        BusinessRecord record(byte[] octets) {
            if (document.has("data_base64")) {
                wrong("data_base64", "not-supported", "不支持 data_base64，请使用 data", "use data, not data_base64");
            }
            String specversion = text("specversion", true);
            if (specversion != null && !specversion.equals("1.0")) {
                wrong("specversion", "const", "必须为 1.0", "must be 1.0");
            }
            PartyId source = read("source", true, PartyId::ofSource, "/parties/<party-id>");
            String id = read("id", true, Reading::recordId, "[A-Za-z0-9._~:-]{1,64}");
            RecordType type = read("type", true, RecordType::parse, "<family>.<event>");
            String subject = read("subject", true, Reading::businessKey, "1-128 characters without control characters");
            Instant time = read("time", true, Reading::instant, "RFC 3339 with milliseconds and Z");
            if (subject != null && time != null && isPersonal(subject.strip(), time)) {
                wrong(
                        "subject",
                        "personal-number",
                        "不得使用公民身份号码或手机号",
                        "must not be a citizen's number or a mobile number");
            }
            read("dataschema", false, Reading::schemaUri, "a URI that ends in /major.minor");
            SortedSet<PartyId> to = read("to", false, Reading::parties, "space-separated party ids");
            Instant deadline = read("deadline", false, Reading::instant, "RFC 3339 with milliseconds and Z");
            String purpose = read("purpose", false, Reading::shortText, "1-200 characters");
            String correlation = read("correlation", false, Reading::shortText, "1-200 characters");
            int priority = priority();
            JsonNode data = document.get("data");
            if (!(data instanceof ObjectNode)) {
                wrong("data", data == null ? "required" : "type", "必须为 JSON 对象", "must be a JSON object");
            }
            if (!errors.isEmpty()
                    || source == null
                    || id == null
                    || type == null
                    || subject == null
                    || time == null
                    || !(data instanceof ObjectNode object)) {
                throw new Rejection(
                        ProblemCode.ENVELOPE_INVALID, "The envelope is not a valid Tongqu record; see errors.", errors);
            }
            return new BusinessRecord(
                    new RecordId(source, id),
                    type,
                    subject,
                    time,
                    object,
                    purpose,
                    to == null ? Collections.emptySortedSet() : to,
                    correlation,
                    priority,
                    deadline,
                    document,
                    octets);
        }

        private <T> @Nullable T read(
                String attribute, boolean required, Function<String, T> reader, String expectedShape) {
            String text = text(attribute, required);
            if (text == null) {
                return null;
            }
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                wrong(attribute, "format", "应为 " + expectedShape, "expected " + expectedShape);
                return null;
            }
        }

        private @Nullable String text(String attribute, boolean required) {
            JsonNode value = document.get(attribute);
            if (value == null) {
                if (required) {
                    wrong(attribute, "required", "缺少必填属性", "is mandatory");
                }
                return null;
            }
            if (!value.isString()) {
                wrong(attribute, "type", "必须为字符串", "must be a string");
                return null;
            }
            return value.stringValue();
        }

        private int priority() {
            JsonNode value = document.get("priority");
            if (value == null) {
                return 0;
            }
            if (!value.isIntegralNumber() || !value.canConvertToInt() || Math.abs(value.intValue()) > 9) {
                wrong("priority", "range", "应为 -9 到 9 的整数", "expected a whole number from -9 to 9");
                return 0;
            }
            return value.intValue();
        }

        private void wrong(String attribute, String rule, String zh, String en) {
            errors.add(new FieldError("/" + attribute, rule, zh, en));
        }

        private static String recordId(String text) {
            if (!RecordId.isShaped(text)) {
                throw new IllegalArgumentException("id");
            }
            return text;
        }

        private static String businessKey(String text) {
            if (text.isBlank()
                    || text.length() > LONGEST_SUBJECT
                    || text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("subject");
            }
            return text;
        }

        /**
         * Whether it is a person's number: the key is kept readable, travels unmasked and stands in logs. A case number may look
         * like a citizen's number with the day of the case as birthday, so that birthday must be long ago.
         */
        private static boolean isPersonal(String subject, Instant time) {
            if (MOBILE_NUMBER.matcher(subject).matches()) {
                return true;
            }
            try {
                LocalDate born = new CitizenIdNumber(subject).birthDate();
                return born.plusYears(GROWN_UP).isBefore(LocalDate.ofInstant(time, ZoneOffset.UTC));
            } catch (InvalidIdentifier anotherNumber) {
                return false;
            }
        }

        private static String shortText(String text) {
            if (text.isBlank() || text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("text");
            }
            return text;
        }

        private static Instant instant(String text) {
            if (!MILLIS_UTC.matcher(text).matches()) {
                throw new IllegalArgumentException("time");
            }
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() < 1) {
                // ISO 8601 knows a year 0, databases and many partners do not.
                throw new IllegalArgumentException("time");
            }
            return time.toInstant();
        }

        private static String schemaUri(String text) {
            if (text.length() > 200 || !SCHEMA_VERSION.matcher(text).matches()) {
                throw new IllegalArgumentException("dataschema");
            }
            return text;
        }

        private static SortedSet<PartyId> parties(String text) {
            TreeSet<PartyId> parties = new TreeSet<>();
            for (String party : text.split(" ", MOST_ADDRESSEES + 1)) {
                parties.add(new PartyId(party));
            }
            return Collections.unmodifiableSortedSet(parties);
        }
    }
}
