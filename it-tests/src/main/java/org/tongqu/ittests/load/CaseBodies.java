package org.tongqu.ittests.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Case events ({@code case.applied} 办件申请) of a wanted size: the schema's own example with as many fields of a form as the
 * size needs. Every body differs in id and case number, and neighbours differ in their filling. Thread-safe.
 */
public final class CaseBodies {
    /** The type of every body. */
    public static final String TYPE = "case.applied";

    private static final String ID = "@id@";
    private static final String CASE = "@case@";
    private static final int VARIANTS = 16;
    private static final int FORM_VALUE = 1_000;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final List<List<byte[]>> templates = new ArrayList<>();

    /**
     * Prepares bodies.
     *
     * @param sender who is their source
     * @param size of a body in bytes, at least 1,400; met within 64 bytes
     * @param seed the same seed gives the same bodies
     */
    public CaseBodies(PartyId sender, int size, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < VARIANTS; i++) {
            templates.add(split(template(sender, size, random)));
        }
    }

    /**
     * The body with this id and case number.
     *
     * @param id at most 64 characters
     * @param caseNo at most 50 characters
     */
    public byte[] body(String id, String caseNo) {
        List<byte[]> parts = templates.get(Math.floorMod(id.hashCode(), VARIANTS));
        byte[] number = caseNo.getBytes(StandardCharsets.US_ASCII);
        byte[][] all = {
            parts.get(0),
            id.getBytes(StandardCharsets.US_ASCII),
            parts.get(1),
            number,
            parts.get(2),
            number,
            parts.get(3)
        };
        int length = 0;
        for (byte[] part : all) {
            length += part.length;
        }
        byte[] body = new byte[length];
        int at = 0;
        for (byte[] part : all) {
            System.arraycopy(part, 0, body, at, part.length);
            at += part.length;
        }
        return body;
    }

    private static String template(PartyId sender, int size, Random random) {
        ObjectNode event = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", ID)
                .put("source", sender.source())
                .put("type", TYPE)
                .put("subject", CASE)
                .put("time", "2026-03-02T01:00:00.000Z");
        ObjectNode data = (ObjectNode)
                Schemas.shipped().find(TYPE).orElseThrow().example().deepCopy();
        data.put("caseNo", CASE);
        data.remove("materials");
        ArrayNode form = data.putArray("form");
        event.set("data", data);
        // The placeholders are shorter than what replaces them: an id of about 28 and a case number of about 14, twice.
        int missing = size - 44 - StrictJson.write(event).length;
        for (int i = 0; missing > 40; i++) {
            String name = "field-" + i;
            int overhead = 22 + name.length() + (i == 0 ? 0 : 1);
            int length = Math.min(FORM_VALUE, Math.max(1, missing - overhead));
            form.add(StrictJson.object().put("name", name).put("value", text(length, random)));
            missing -= overhead + length;
        }
        return StrictJson.writeText(event);
    }

    private static String text(int length, Random random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static List<byte[]> split(String template) {
        List<byte[]> parts = new ArrayList<>();
        for (String part : template.split(ID + "|" + CASE, -1)) {
            parts.add(part.getBytes(StandardCharsets.UTF_8));
        }
        if (parts.size() != 4) {
            throw new IllegalStateException("the example does not hold the case number once");
        }
        return parts;
    }
}
