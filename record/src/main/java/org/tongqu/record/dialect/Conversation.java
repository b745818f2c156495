package org.tongqu.record.dialect;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * How a party's system and the gateway talk in the party's own dialect (方言).
 *
 * @param translator of its dialect
 * @param credentials by which the caller shows who it is, by the names that the dialect's authentication asks for
 * @param files below which addresses the files lie that its messages may point to: theirs if they call, ours if we do
 */
public record Conversation(Translator translator, Map<String, Secret> credentials, List<URI> files) {
    /** Copies the map and the list. */
    public Conversation {
        credentials = Map.copyOf(credentials);
        files = List.copyOf(files);
    }
}
