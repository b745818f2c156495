package org.tongqu.record.port;

import java.time.Instant;
import java.util.List;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.UnmappedCode;

/** The codes that no code map had, for the operator who adds them. Thread-safe. */
public interface UnmappedCodes {
    /**
     * Keeps those of these errors that are about codes; does nothing if none is. Never fails: what could not be kept comes again with
     * the next message.
     *
     * @param party whose system said it or was to hear it
     * @param family the dialect
     * @param isHeard whether the partner said it; else it is one of ours
     */
    void noticed(PartyId party, String family, boolean isHeard, List<FieldError> errors);

    /** The latest first, at most so many; one is forgotten when it has not come for as long as identities are kept. */
    List<Missing> latest(int most);

    /**
     * A code that is missing in a dialect.
     *
     * @param party whose system said it or was to hear it
     * @param family the dialect
     * @param isHeard whether the partner said it; else it is one of ours
     * @param code which, and in which code map
     * @param times how often it came
     * @param since when first
     * @param last when last
     */
    record Missing(
            PartyId party,
            String family,
            boolean isHeard,
            UnmappedCode code,
            long times,
            Instant since,
            Instant last) {}
}
