package org.tongqu.adapters.rest;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document, as a judge of real answers. */
final class ApiDescription {
    private final JsonNode document;

    ApiDescription() {
        try (InputStream stream = ApiDescription.class.getResourceAsStream("openapi.json")) {
            this.document = StrictJson.parse(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /** What an answer breaks of the description; empty if nothing. What is not described must be a problem document. */
    List<String> broken(String method, String target, int status, HttpHeaders headers, byte[] body) {
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        Optional<JsonNode> operation = operation(method.toLowerCase(Locale.ROOT), path);
        if (operation.isEmpty()) {
            return violations(ref("Problem"), StrictJson.parse(body));
        }
        JsonNode response = operation.get().path("responses").path(Integer.toString(status));
        if (response.isMissingNode()) {
            return List.of("status " + status + " of " + method + " " + path + " is not described");
        }
        return broken(resolved(response), headers, body, method.equals("HEAD"));
    }

    private List<String> broken(JsonNode response, HttpHeaders headers, byte[] body, boolean isHead) {
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            boolean mayLack = !resolved(header.getValue()).path("required").asBoolean(true);
            if (!mayLack && headers.firstValue(header.getKey()).isEmpty()) {
                broken.add("header " + header.getKey() + " is missing");
            }
        }
        if (isHead || !response.has("content")) {
            if (body.length > 0) {
                broken.add("there is a body");
            }
            return broken;
        }
        String type = headers.firstValue("Content-Type").orElse("none");
        JsonNode content = response.path("content").path(type);
        if (content.isMissingNode()) {
            broken.add("media type " + type + " is not described");
        } else if (!type.equals("application/octet-stream")) {
            broken.addAll(violations(content.required("schema"), StrictJson.parse(body)));
        }
        return broken;
    }

    /** What a value breaks of a schema of the document. */
    List<String> violations(JsonNode schema, JsonNode value) {
        ObjectNode root = StrictJson.object();
        root.putArray("allOf").add(schema);
        root.set("components", document.required("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root)
                .validate(value)
                .stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? document.at(node.required("$ref").stringValue().substring(1))
                : node;
    }

    private Optional<JsonNode> operation(String method, String path) {
        JsonNode exact = document.required("paths").path(path);
        if (exact.isObject()) {
            return Optional.ofNullable(exact.get(method));
        }
        return document.required("paths").properties().stream()
                .filter(entry -> Pattern.matches(entry.getKey().replaceAll("\\{[a-z]+}", "[^/]+"), path))
                .findFirst()
                .flatMap(entry -> Optional.ofNullable(entry.getValue().get(method)));
    }

    private static JsonNode ref(String schema) {
        return StrictJson.object().put("$ref", "#/components/schemas/" + schema);
    }
}
