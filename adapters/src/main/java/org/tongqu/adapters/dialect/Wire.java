package org.tongqu.adapters.dialect;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.auth.AuthScheme;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.Need;

/**
 * How a family's messages go over HTTP, and who may send them; or which tables of a database they are rows of, or lines of which files.
 * Immutable.
 *
 * @param transport how a message travels
 * @param auth how callers show who they are
 * @param protection what is done to a message so that nobody reads it on the way
 * @param answers what we answer, by what became of a message; empty if their systems do not call us
 * @param times how times are written in answers
 * @param staging the tables by name, in the order of their rows of one time; empty unless messages are rows of a front-end database
 * @param files how files look; null unless messages are lines of files
 */
public record Wire(
        Transport transport,
        AuthScheme auth,
        BodyProtection protection,
        Map<Outcome, Saying> answers,
        TimeForms times,
        Map<String, StagingTable> staging,
        @Nullable FileShape files) {
    /** One of messages that are neither rows nor lines. */
    public Wire(
            Transport transport,
            AuthScheme auth,
            BodyProtection protection,
            Map<Outcome, Saying> answers,
            TimeForms times) {
        this(transport, auth, protection, answers, times, Map.of(), null);
    }

    /** Copies the maps; that of the tables stays in its order. */
    public Wire {
        staging = Collections.unmodifiableMap(new LinkedHashMap<>(staging));
        answers = answers.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(answers));
    }

    /** The same, its messages being rows of these tables. */
    public Wire of(Map<String, StagingTable> tables) {
        return new Wire(transport, auth, protection, answers, times, tables, null);
    }

    /** The same, its messages being lines of such files. */
    public Wire of(FileShape shape) {
        return new Wire(transport, auth, protection, answers, times, Map.of(), shape);
    }

    /** How the files look in which messages are lines; empty if they are in none. */
    public Optional<FileShape> inFiles() {
        return Optional.ofNullable(files);
    }

    /** Whether messages are rows of a front-end database, and none of HTTP. */
    public boolean isOfTables() {
        return !staging.isEmpty();
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
