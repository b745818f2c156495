package org.tongqu.adapters.dialect;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tongqu.adapters.auth.AuthScheme;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.Need;

/**
 * How a family's messages go over HTTP, and who may send them. Immutable.
 *
 * @param transport how a message travels
 * @param auth how callers show who they are
 * @param protection what is done to a message so that nobody reads it on the way
 * @param answers what we answer, by what became of a message; empty if their systems do not call us
 * @param times how times are written in answers
 */
public record Wire(
        Transport transport,
        AuthScheme auth,
        BodyProtection protection,
        Map<Outcome, Saying> answers,
        TimeForms times) {
    /** Copies the map. */
    public Wire {
        answers = answers.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(answers));
    }

    /** Everything that has to be known of a party. */
    public List<Need> needs() {
        return Stream.concat(auth.needs().stream(), protection.needs().stream())
                .distinct()
                .toList();
    }

    /** What we answer; to a repeat, unless something else is said, as to a success, and to a token that has run out as to a refusal. */
    public Optional<Saying> answer(Outcome outcome) {
        Saying own = answers.get(outcome);
        if (own != null) {
            return Optional.of(own);
        }
        return Optional.ofNullable(
                switch (outcome) {
                    case DUPLICATE -> answers.get(Outcome.OK);
                    case TOKEN_EXPIRED -> answers.get(Outcome.REFUSED);
                    case OK, NOTHING, AWAY, REFUSED -> null;
                });
    }
}
