package org.tongqu.record.port;

import java.util.Optional;
import java.util.function.LongConsumer;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.JsonNode;

/** The door for questions (查询). Thread-safe, blocking for as long as the provider may take. */
public interface Queries {
    /**
     * Asks a provider and answers.
     *
     * @param type the type that the path names
     * @param octets the exact question, an envelope with {@code purpose}
     * @param seal the asker's seal over it
     * @return {@code {"results":[…]}}, sealed for the asker; the same octets for the same question within ten minutes
     * @throws Rejection if it is refused, or the provider refuses ({@code PROVIDER_REFUSED}) or is away ({@code PROVIDER_AWAY})
     */
    SealedText ask(String type, byte[] octets, Seal seal);

    /**
     * The same for a question that carries no seal of its own; the adapter has made sure whose channel it came by.
     *
     * @param said the message in which it was asked, to be kept beside it
     * @throws Rejection as {@link #ask} does; {@code PARTY_MISMATCH} if its source is another party
     */
    SealedText askAttested(PartyId asker, String type, byte[] octets, Query.Said said);

    /**
     * The same for what a party's system asked in its own dialect; the adapter has made sure that it is this party's.
     *
     * @param asker whose system it is
     * @param translator of its dialect
     * @param call the partner's name of the call
     * @param message exactly what came, opened
     * @param room is asked for so many octets before files of the answer are read; throws a {@link Rejection} if there is none
     * @return the results as its dialect has them; empty if there are none
     * @throws Rejection as {@link #ask} does; {@code UNTRANSLATABLE} if the question cannot be understood or the results cannot be told
     */
    Optional<JsonNode> askInDialect(
            PartyId asker, Translator translator, String call, byte[] message, LongConsumer room);
}
