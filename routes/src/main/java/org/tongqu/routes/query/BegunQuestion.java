package org.tongqu.routes.query;

import java.util.Optional;
import org.tongqu.record.port.QueryLedger.Begun;
import org.tongqu.record.query.Transcript;
import org.tongqu.record.seal.SealedText;

/**
 * A question that has been answered before, or is asked now, by us alone.
 *
 * @param question the question
 * @param begun how it began
 * @param transcript of what is said to the provider's system and by it
 */
record BegunQuestion(AllowedQuestion question, Begun begun, Transcript transcript) {
    Optional<SealedText> answerGivenBefore() {
        return begun instanceof Begun.Before before ? Optional.of(before.answer()) : Optional.empty();
    }

    /** @throws ClassCastException if it has been answered before */
    int attempt() {
        return ((Begun.New) begun).attempt();
    }
}
