package org.tongqu.routes.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Intake.Heard;
import org.tongqu.record.port.MessageParts;
import org.tongqu.record.port.MessageParts.Kept;
import org.tongqu.record.port.UnmappedCodes;

/**
 * Puts together what comes in several messages (EIP: Aggregator): one that is a part of a record is kept until the others are there. If
 * what they make together is refused, the parts stay, and each may be told anew.
 */
final class MessageAggregation {
    private final MessageParts parts;
    private final Digests digests;
    private final UnmappedCodes unmapped;

    MessageAggregation(MessageParts parts, Digests digests, UnmappedCodes unmapped) {
        this.parts = parts;
        this.digests = digests;
        this.unmapped = unmapped;
    }

    /** The message with its parts, if there are any. */
    GatheredMessage gather(MessageSubmission came) {
        return partOf(came).map(part -> gathered(came, part)).orElseGet(() -> new GatheredMessage(came, null));
    }

    private Optional<MessagePart> partOf(MessageSubmission came) {
        try {
            return came.translator().partOf(came.party(), came.call(), came.octets());
        } catch (Rejection refused) {
            unmapped.noticed(came.party(), came.translator().family(), true, refused.errors());
            throw refused;
        }
    }

    private GatheredMessage gathered(MessageSubmission came, MessagePart part) {
        Kept kept = parts.keep(part, digests.sm3(came.octets()), came.octets());
        if (kept instanceof Kept.Whole there) {
            return whole(came, part, saidAgain(came, part, there));
        }
        Kept.Waiting waiting = (Kept.Waiting) kept;
        return waiting.messages().keySet().containsAll(part.calls())
                ? whole(came, part, waiting.messages())
                : new GatheredMessage(came, waiting.isRepeat() ? Heard.REPEATED : Heard.NEW);
    }

    /** As if the record were told again with this message in its place: whether that is a repeat is for the road to say. */
    private static Map<String, byte[]> saidAgain(MessageSubmission came, MessagePart part, Kept.Whole there) {
        Map<String, byte[]> messages = new HashMap<>();
        there.message().ifPresent(whole -> messages.putAll(came.translator().apart(whole)));
        messages.put(part.call(), came.octets());
        if (!messages.keySet().containsAll(part.calls())) {
            throw new Rejection(ProblemCode.ID_REUSED, "The record is there, and was not made of such messages.");
        }
        return messages;
    }

    private static GatheredMessage whole(MessageSubmission came, MessagePart part, Map<String, byte[]> messages) {
        byte[] whole = came.translator().together(part, messages);
        return new GatheredMessage(
                new MessageSubmission(
                        came.party(), came.translator(), part.whole(), whole, came.cameAt(), came.about()),
                null);
    }

    /** What is said of a part that waits for others. */
    Optional<Heard> answerToPart(GatheredMessage gathered) {
        return Optional.ofNullable(gathered.answer());
    }
}
