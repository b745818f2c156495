package org.tongqu.record.port;

import java.io.InputStream;
import java.net.URI;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.Rejection;

/** Files that lie at partners' servers, to which their messages point. Thread-safe. */
@FunctionalInterface
public interface PartnerFiles {
    /**
     * Opens one, to be closed. Only below the addresses that the party's file names: nobody makes the gateway call anything else.
     *
     * @throws Rejection {@code UNTRANSLATABLE} if nothing may be fetched there, or it is not there; {@code UNAVAILABLE} if the server is away
     */
    InputStream open(PartyId party, URI where);
}
