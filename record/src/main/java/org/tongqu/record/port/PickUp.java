package org.tongqu.record.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake.CalledMessage;
import org.tongqu.record.site.Party;

/**
 * Looks where a party's system leaves what it does not send (前置库, 前置机): rows of a database, files of a folder. Each row or file is a
 * message of a dialect. Thread-safe, blocking; what a look after a crash needs is
 * where it looks, so that it finds again what was not answered.
 */
public interface PickUp {
    /** Where something of this party lies, if this one looks after it. */
    Optional<Place> placeOf(Party party);

    /**
     * Such a place.
     *
     * @param translator of the dialect in which it is told
     * @param longestPause how long it need not be looked at again when nothing was there
     */
    record Place(Translator translator, Duration longestPause) {}

    /**
     * Looks once, and takes a bounded number of messages, those of one case in their order.
     *
     * @param party of which {@link #placeOf} is there
     * @throws PartnerAway if the place cannot be reached or does not work
     */
    Found look(Party party);

    /** What a look found. For one thread. */
    interface Found {
        /** The messages, in the order in which they are to be taken. */
        List<Lying> messages();

        /** What the party's system says of deliveries that it had got: it does not take them after all. */
        List<Objection> objections();

        /** Deliveries that it says it has taken, where nothing else would tell; not many. */
        default List<Confirmation> confirmations() {
            return List.of();
        }

        /** What lies there and can neither be taken nor answered; it holds up nothing else. */
        List<Stray> strays();

        /** Names of what is done with once this is answered, such as a file behind its last line: earlier strays of that name are over. */
        List<String> settled();

        /** Whether there is probably more. */
        boolean isMore();

        /**
         * Tells the party what became of each message, and that its objections and confirmations were heard. What its system changed meanwhile is not
         * answered, and is found again.
         *
         * @param verdicts one for each message, in their order
         * @throws PartnerAway if the place cannot be reached or does not work; what was answered before stays so
         */
        void answer(List<Verdict> verdicts);
    }

    /**
     * A message that lies there.
     *
     * @param where its name among all of the party's, such as table and key; no personal data
     * @param message what it says
     */
    record Lying(String where, CalledMessage message) {}

    /**
     * What lies there and is no message that could be taken: it has no name by which it could be answered, or what is around it is refused.
     *
     * @param where its own name, such as a table or a file
     * @param call the partner's name of the call
     * @param code ours, stable
     * @param reason what is missing, without values
     */
    record Stray(String where, String call, String code, String reason) {}

    /**
     * What a party's system has against a delivery that it had got.
     *
     * @param delivery which one; empty if that cannot be made out
     * @param where its own name, such as table and key
     * @param code of ours, stable
     * @param words the partner's, at most 500 characters
     */
    record Objection(Optional<DeliveryId> delivery, String where, String code, String words) {}

    /**
     * That a party's system has taken a delivery.
     *
     * @param delivery which one
     * @param where its own name, such as a file's
     */
    record Confirmation(DeliveryId delivery, String where) {}

    /** What became of a message that lay there. */
    sealed interface Verdict {
        /** It is taken, now or before. */
        record Taken() implements Verdict {}

        /**
         * It is not taken; told again as it is, it would not be either.
         *
         * @param rejection why
         */
        record Refused(Rejection rejection) implements Verdict {}

        /** Nothing was decided: it stays where it is. */
        record Left() implements Verdict {}
    }
}
