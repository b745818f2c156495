package org.tongqu.record.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Files that are part of this module's jar: if one is missing or broken, the build is, and nothing can go on. */
final class ShippedResources {

    private ShippedResources() {}

    static JsonNode json(String path) {
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
