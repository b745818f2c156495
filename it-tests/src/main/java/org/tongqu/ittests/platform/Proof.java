package org.tongqu.ittests.platform;

import java.util.Map;
import java.util.Optional;

/** How a message in JSON shows whose it is, in the headers of its request. */
public interface Proof {
    /** The headers of this message when it is told now. */
    Map<String, String> show(String message);

    /** Whether the message that came with these headers, by names in lower case, is the caller's. */
    boolean holds(Map<String, String> headers, String message);

    /** What is answered at this path to whoever fetches what is to be shown; empty if nothing is given out there. */
    default Optional<String> given(String path, Map<String, String> headers) {
        return Optional.empty();
    }
}
