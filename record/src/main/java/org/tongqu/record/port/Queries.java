package org.tongqu.record.port;

import org.tongqu.record.failure.Rejection;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;

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
}
