package org.tongqu.config.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.tongqu.record.PartyId;
import org.tongqu.record.identifier.CertificateIdentifier;
import org.tongqu.record.identifier.InvalidIdentifier;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.ObjectNode;

/**
 * Invents records: the examples of the schemas under new business keys. A case, a certificate or a ticket goes through several
 * events, which follow each other under one key. Thread-safe if the random source is.
 */
final class DemoRecords {
    private static final PartyId WINDOW = new PartyId("990101.window");
    private static final PartyId MARKET = new PartyId("990101.market");
    private static final PartyId HOTLINE = new PartyId("990101.hotline");
    private static final PartyId WATER = new PartyId("990101.water");
    /** The material that the examples of the schemas refer to: the message of the first example of GB/T 32905. */
    private static final byte[] MATERIAL = "abc".getBytes(StandardCharsets.US_ASCII);

    private static final List<Story> STORIES = List.of(
            new Story(List.of(
                    new Chapter(WINDOW, "case.applied"),
                    new Chapter(WINDOW, "case.accepted"),
                    new Chapter(WINDOW, "case.step-done"),
                    new Chapter(WINDOW, "case.completed"))),
            new Story(List.of(
                    new Chapter(WINDOW, "case.applied"),
                    new Chapter(WINDOW, "case.supplement-requested"),
                    new Chapter(WINDOW, "case.supplement-received"),
                    new Chapter(WINDOW, "case.accepted"))),
            new Story(List.of(new Chapter(WINDOW, "material.registered"))),
            new Story(List.of(new Chapter(MARKET, "certificate.issued"))),
            new Story(List.of(
                    new Chapter(HOTLINE, "ticket.submitted"),
                    new Chapter(HOTLINE, "ticket.dispatched"),
                    new Chapter(WATER, "ticket.signed"),
                    new Chapter(WATER, "ticket.replied"),
                    new Chapter(HOTLINE, "ticket.revisited"),
                    new Chapter(HOTLINE, "ticket.closed"))));

    private final Schemas schemas;
    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicInteger told = new AtomicInteger();

    DemoRecords(Schemas schemas, Clock clock, RandomGenerator random) {
        this.schemas = schemas;
        this.clock = clock;
        this.random = random;
    }

    /** What the records refer to: whoever sends them uploads it first. */
    static byte[] material() {
        return MATERIAL.clone();
    }

    /**
     * The records of a new business key, in the order in which they are to be sent. Every story is told once before chance
     * decides, so that every party gets something soon.
     */
    List<Draft> next() {
        int turn = told.getAndIncrement();
        Story story = STORIES.get(turn < STORIES.size() ? turn : random.nextInt(STORIES.size()));
        long number = number();
        List<Draft> drafts = new ArrayList<>();
        for (Chapter chapter : story.chapters()) {
            drafts.add(draft(chapter, number));
        }
        return drafts;
    }

    /** What happened to a case of its own, as a platform would report it. */
    Draft reported(String type) {
        return draft(new Chapter(WINDOW, type), number());
    }

    /** What somebody tells of a ticket. */
    Draft told(Complaints.Told told) {
        return draft(told.sender(), told.type(), told.ticket(), told.data(), number());
    }

    private long number() {
        return clock.millis() * 1000 + random.nextInt(1000);
    }

    private Draft draft(Chapter chapter, long number) {
        RecordSchema schema = schemas.find(chapter.type()).orElseThrow();
        ObjectNode data = (ObjectNode) schema.example().deepCopy();
        String member = schema.subjectPointer().substring(1);
        String subject = subject(data.get(member).stringValue(), number);
        data.put(member, subject);
        return draft(chapter.sender(), chapter.type(), subject, data, number);
    }

    private Draft draft(PartyId sender, String type, String subject, ObjectNode data, long number) {
        String id = String.format(Locale.ROOT, "demo-%x-%08x", number, random.nextInt());
        ObjectNode record = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", sender.source())
                .put("type", type)
                .put("subject", subject)
                .put("time", time());
        record.set("data", data);
        return new Draft(sender, type, subject, StrictJson.write(record));
    }

    /** The example's key with a number of its own, in the same shape. */
    private static String subject(String example, long number) {
        if (example.startsWith("1.2.156.3005.2.")) {
            return certificate(example, number);
        }
        String digits = Long.toString(number);
        int kept = Math.max(0, example.length() - digits.length());
        return example.length() > digits.length() ? example.substring(0, kept) + digits : "D-" + digits;
    }

    /** A certificate identifier (GB/T 36901): the serial part is ours, the last part its check character. */
    private static String certificate(String example, long number) {
        String[] parts = example.split("\\.");
        parts[7] = String.format(Locale.ROOT, "%010d", number % 10_000_000_000L);
        String prefix = String.join(".", List.of(parts).subList(0, 9));
        for (int check = 0; check < 36; check++) {
            String candidate = prefix + "." + Character.toUpperCase(Character.forDigit(check, 36));
            if (isValid(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no check character fits");
    }

    private static boolean isValid(String identifier) {
        try {
            return new CertificateIdentifier(identifier).toString().length() > 0;
        } catch (InvalidIdentifier e) {
            return false;
        }
    }

    private String time() {
        String text = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    /**
     * A record ready to be sealed.
     *
     * @param sender who sends it
     * @param type its type
     * @param subject its business key
     * @param octets its exact bytes
     */
    record Draft(PartyId sender, String type, String subject, byte[] octets) {}

    private record Story(List<Chapter> chapters) {}

    private record Chapter(PartyId sender, String type) {}
}
