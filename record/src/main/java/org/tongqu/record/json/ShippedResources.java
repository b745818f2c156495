package org.tongqu.record.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;

/** Files that are part of this module's jar: if one is missing or broken, the build is, and nothing can go on. */
public final class ShippedResources {

    private ShippedResources() {}

    /**
     * The JSON document at this absolute path of the class path.
     *
     * @throws IllegalStateException if it is missing
     */
    public static JsonNode json(String path) {
        try (InputStream stream = ShippedResources.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("Missing from the jar: " + path);
            }
            return StrictJson.parse(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read from the jar: " + path, e);
        }
    }
}
