package org.tongqu.record.port;

import org.tongqu.record.PartyId;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.AdmissionLedger.Message;

/**
 * Where messages are kept, once each, of which several things are made, or things that keep no message of their own: they name the message.
 * Kept as long as identities. Thread-safe, blocking.
 */
public interface CallMessages {
    /**
     * Keeps a message durably, before anything is made of it.
     *
     * @param sender whose system said it
     * @return its name, {@code urn:uuid:…}
     * @throws LedgerUnavailable if it is not known to be kept
     */
    String keep(PartyId sender, Message message);

    /**
     * Forgets a message of which nothing was made.
     *
     * @param name as {@link #keep} gave it
     * @throws LedgerUnavailable if it may still be there
     */
    void drop(String name);
}
