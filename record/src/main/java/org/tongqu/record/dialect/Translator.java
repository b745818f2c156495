package org.tongqu.record.dialect;

import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.failure.Rejection;
import tools.jackson.databind.JsonNode;

/** Translates between records and the messages of one family of platforms (方言). Immutable and thread-safe. */
public interface Translator {
    /** Which family, as {@code guizhou-rest}. */
    String family();

    /** Tells one state of its tables from another: the same text means the same translation. */
    String version();

    /** Whether the family has a message for records of this type. */
    boolean tells(RecordType type);

    /**
     * What goes to a partner's system for a record, in the partner's format and charset.
     *
     * @param type a type that it {@link #tells}
     * @param data what the partner may have of it
     * @throws Rejection {@code UNTRANSLATABLE}, naming every field that cannot be told
     */
    byte[] toTheirs(RecordType type, JsonNode data);

    /**
     * The record that a partner's message means, as the octets of its envelope. The same message makes the same octets.
     *
     * @param source whose system sent it
     * @param call the partner's name of the call by which it came
     * @param message exactly what came
     * @throws Rejection {@code UNTRANSLATABLE}, naming every field that cannot be understood, with pointers into the message
     */
    byte[] toOurs(PartyId source, String call, byte[] message);
}
