package org.tongqu.record.dialect;

import java.util.Map;

/**
 * How a party's system and the gateway talk in the party's own dialect (方言).
 *
 * @param translator of its dialect
 * @param credentials by which the caller shows who it is, by the names that the dialect's authentication asks for
 */
public record Conversation(Translator translator, Map<String, Secret> credentials) {
    /** Copies the map. */
    public Conversation {
        credentials = Map.copyOf(credentials);
    }
}
