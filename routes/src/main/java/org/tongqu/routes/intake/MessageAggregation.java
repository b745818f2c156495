package org.tongqu.routes.intake;

import java.util.Optional;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.dialect.Translator;
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
        if (!kept.messages().keySet().containsAll(part.calls())) {
            return new GatheredMessage(came, kept.isRepeat() ? Heard.REPEATED : Heard.NEW);
        }
        Translator translator = came.translator();
        byte[] whole = translator.together(part, kept.messages());
        return new GatheredMessage(
                new MessageSubmission(came.party(), translator, part.whole(), whole, came.cameAt()), null);
    }

    /** What is said of a part that waits for others. */
    Optional<Heard> answerToPart(GatheredMessage gathered) {
        return Optional.ofNullable(gathered.answer());
    }
}
