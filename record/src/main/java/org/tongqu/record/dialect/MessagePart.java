package org.tongqu.record.dialect;

import java.util.List;
import org.tongqu.record.RecordId;

/**
 * Which part of which record a message of a partner's system is, where a record comes in several messages (EIP: Aggregator). Immutable.
 *
 * @param record that it is a part of
 * @param call the partner's name of the call by which it came
 * @param calls those of all parts: when one message of each is there, the record is
 * @param whole what {@link Translator#toOurs} takes for the call of all parts put together
 */
public record MessagePart(RecordId record, String call, List<String> calls, String whole) {
    /** Copies the list. */
    public MessagePart {
        calls = List.copyOf(calls);
    }
}
