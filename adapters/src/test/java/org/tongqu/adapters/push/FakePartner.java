package org.tongqu.adapters.push;

import java.time.Duration;
import java.util.List;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Endpoint;

/**
 * A party's system, one per protocol, that does on the wire what a test tells it. What it was told last counts; ask for the
 * endpoint afterwards.
 */
public interface FakePartner extends AutoCloseable {
    /** Where it can be reached now. */
    Endpoint endpoint(Duration timeout);

    /** Takes everything and confirms with this receipt. */
    void confirms(SealedText receipt);

    /** Answers OK with these octets, whatever they are. */
    void says(String contentType, byte[] answer);

    /** Refuses for good, with its own words. */
    void refuses(String words);

    /** Refuses for good, because the message is too large for it. */
    void refusesAsTooLarge();

    /** Fails inside, not because of the message. */
    void fails();

    /** Is too busy and asks to be tried again after this time. */
    void isBusy(Duration retryAfter);

    /** Cannot be connected to. */
    void isGone();

    /** Reads the message and never answers. */
    void neverAnswers();

    /** Reads the message and resets the connection. */
    void breaksOff();

    /** Begins to answer OK and goes on, one byte a second. */
    void trickles();

    /** Begins to answer OK and goes on as fast as the connection carries. */
    void neverEnds();

    /** What arrived, in order. */
    List<byte[]> received();

    @Override
    void close();
}
