package org.tongqu.record.dialect;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.failure.Rejection;
import tools.jackson.databind.JsonNode;

/** Translates between records and the messages of one family of platforms (方言). Immutable and thread-safe. */
public interface Translator {
    /** The first member of what {@link #toTheirs} makes: no record begins so. */
    String KEPT_AS = "tongqu-dialect";

    /** Whether octets are what some translator's {@link #toTheirs} made. */
    static boolean isTranslated(byte[] octets) {
        byte[] start = ("{\"" + KEPT_AS + "\":").getBytes(StandardCharsets.US_ASCII);
        return octets.length > start.length && Arrays.equals(octets, 0, start.length, start, 0, start.length);
    }

    /** Which family, as {@code guizhou-rest}. */
    String family();

    /** Tells one state of its tables from another: the same text means the same translation. */
    String version();

    /** Whether the family has a message for records of this type. */
    boolean tells(RecordType type);

    /** Which fields of its data, as JSON pointers, a record of this type must have to be told at all. */
    default Set<String> needs(RecordType type) {
        return Set.of();
    }

    /**
     * What goes to a partner's system for a record: its messages in the partner's format, as they are sealed and kept.
     *
     * @param type a type that it {@link #tells}
     * @param data what the partner may have of it
     * @param telling what its messages say beside
     * @param files the materials to which it refers
     * @throws Rejection {@code UNTRANSLATABLE}, naming every field that cannot be told
     */
    byte[] toTheirs(RecordType type, JsonNode data, Telling telling, SentFiles files);

    /** Whether what was made by {@link #toTheirs} at another time can still be told as it is. */
    boolean stillTells(RecordType type, byte[] made);

    /** Whether the family has a call for questions of this type. */
    boolean asks(RecordType type);

    /**
     * The question that a partner's message asks.
     *
     * @param call the partner's name of the call by which it came
     * @param message exactly what came
     * @param files takes in the files of the message
     * @throws Rejection {@code UNTRANSLATABLE} as {@link #toOurs} does; what {@code files} throws
     */
    default PartnerQuestion question(String call, byte[] message, ReceivedFiles files) {
        throw new IllegalArgumentException("no call of this family asks");
    }

    /**
     * The results of a question that a partner's system asked, as it is told them: a list, or one alone where the call answers one.
     *
     * @param call the partner's name of the call by which it asked
     * @param results what a rule gives it, at least one; fields that it withholds are left out
     * @param files the materials to which they refer
     * @throws Rejection {@code UNTRANSLATABLE}, naming every field that cannot be told, or if there are several where one alone can be
     */
    default JsonNode results(String call, List<? extends JsonNode> results, SentFiles files) {
        throw new IllegalArgumentException("no call of this family asks");
    }

    /**
     * Whether a message does not say when it happened, so that it is when it came: told again, it means the same at another time.
     *
     * @param call as in {@link #toOurs}
     * @param message likewise
     */
    default boolean isTimedByArrival(String call, byte[] message) {
        return false;
    }

    /**
     * The call of which a message is a repeat if it comes again, whichever of the partner's calls it comes by: the same octets by another
     * call mean something else, unless the partner tells the same by both.
     *
     * @param call as in {@link #toOurs}
     * @param message likewise; one that cannot be read is of its own call
     */
    default String repeatableAs(String call, byte[] message) {
        return call;
    }

    /**
     * What of a message tells it from others that {@link #toOurs} gives the same id, and is personal, so that it may not stand in an id as
     * it is: a keyed mark of it goes there. Empty if the id says enough.
     *
     * @param call as in {@link #toOurs}
     * @param message likewise
     * @throws Rejection {@code UNTRANSLATABLE} as {@link #toOurs} does
     */
    default String discerning(String call, byte[] message) {
        return "";
    }

    /**
     * The record that a partner's message means, as the octets of its envelope. The same message that came at the same time makes the
     * same octets.
     *
     * @param source whose system sent it
     * @param call the partner's name of the call by which it came; of parts put together their {@link MessagePart#whole}
     * @param message exactly what came; of parts what {@link #together} made
     * @param cameAt when it came; it counts where messages do not say when it happened
     * @param files takes in the files that the message has or points to
     * @throws Rejection {@code UNTRANSLATABLE}, naming every field that cannot be understood, with pointers into the message; what {@code
     *     files} throws
     */
    byte[] toOurs(PartyId source, String call, byte[] message, Instant cameAt, ReceivedFiles files);

    /**
     * Which part of which record a partner's message is; empty if it is a record by itself. No file of it is touched.
     *
     * @param source whose system sent it
     * @param call the partner's name of the call by which it came
     * @param message exactly what came
     * @throws Rejection {@code UNTRANSLATABLE} as {@link #toOurs} does
     */
    default Optional<MessagePart> partOf(PartyId source, String call, byte[] message) {
        return Optional.empty();
    }

    /**
     * The messages of one record as one, to be kept and given to {@link #toOurs}. The same messages make the same octets.
     *
     * @param part any of them
     * @param messages exactly what came, by call; one of each of {@link MessagePart#calls}
     * @throws Rejection {@code UNTRANSLATABLE} if one cannot be read any more
     */
    default byte[] together(MessagePart part, Map<String, byte[]> messages) {
        throw new IllegalArgumentException("no message of this family is a part");
    }

    /** What {@link #together} put together, by call; empty if it is anything else. */
    default Map<String, byte[]> apart(byte[] together) {
        return Map.of();
    }
}
