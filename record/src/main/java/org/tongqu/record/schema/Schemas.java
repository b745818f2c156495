package org.tongqu.record.schema;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tongqu.record.json.ShippedResources;
import tools.jackson.databind.JsonNode;

/**
 * The schemas of all record types, shipped with this module, compiled once. Immutable and thread-safe; nothing is ever
 * fetched.
 */
public final class Schemas {

    private static final String FOLDER = "/org/tongqu/record/schemas/";
    private static final List<String> OWN_KEYWORDS = List.of(
            "x-title-en",
            "x-subject",
            "x-confidential",
            "x-index",
            "x-material",
            "x-secret",
            "x-code",
            "x-identifier",
            "x-identifier-by");

    private static final String QUERIES = "/org/tongqu/record/queries/";

    private final SortedMap<String, RecordSchema> schemas;
    private final SortedMap<String, QuerySchema> queries;

    private Schemas(SortedMap<String, RecordSchema> schemas, SortedMap<String, QuerySchema> queries) {
        this.schemas = Collections.unmodifiableSortedMap(schemas);
        this.queries = Collections.unmodifiableSortedMap(queries);
    }

    /** The schemas on the class path, read and compiled once. */
    public static Schemas shipped() {
        return Shipped.SCHEMAS;
    }

    /** The schema of a record type such as {@code case.accepted}; empty when there is none. */
    public Optional<RecordSchema> find(String type) {
        return Optional.ofNullable(schemas.get(type));
    }

    /** The schema of a type of question such as {@code certificate.find}; empty when there is none. */
    public Optional<QuerySchema> query(String type) {
        return Optional.ofNullable(queries.get(type));
    }

    /** The schema of the question or of the results of a query, by its type and {@code .question} or {@code .result}; empty if there is none. */
    public Optional<RecordSchema> ofQuery(String name) {
        int end = name.lastIndexOf('.');
        return end < 0
                ? Optional.empty()
                : query(name.substring(0, end)).flatMap(query -> switch (name.substring(end)) {
                    case ".question" -> Optional.of(query.question());
                    case ".result" -> Optional.of(query.result());
                    default -> Optional.empty();
                });
    }

    /** All types of questions. */
    public SortedSet<String> queries() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(queries.keySet()));
    }

    /** All record types that have a schema. */
    public SortedSet<String> types() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(schemas.keySet()));
    }

    private static final class Shipped {

        static final Schemas SCHEMAS = load();

        private static Schemas load() {
            SchemaRegistry registry = SchemaRegistry.withDialect(dialect(), builder -> builder.schemaCacheEnabled(false)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .formatAssertionsEnabled(false)
                            .build()));
            SharedDefinitions shared = new SharedDefinitions(ShippedResources.json(FOLDER + "common.json"));
            SortedMap<String, RecordSchema> schemas = new TreeMap<>();
            for (JsonNode name : ShippedResources.json(FOLDER + "index.json")) {
                String type = name.stringValue();
                JsonNode written = ShippedResources.json(FOLDER + type.replace('.', '/') + ".json");
                JsonNode document = shared.inlinedInto(written);
                schemas.put(type, RecordSchema.compile(type, document, registry, CodeTables.shipped()));
            }
            SortedMap<String, QuerySchema> queries = new TreeMap<>();
            for (JsonNode name : ShippedResources.json(QUERIES + "index.json")) {
                String type = name.stringValue();
                JsonNode written = ShippedResources.json(QUERIES + type + ".json");
                queries.put(
                        type,
                        new QuerySchema(
                                type,
                                part(type, written, "question", shared, registry),
                                part(type, written, "result", shared, registry)));
            }
            return new Schemas(schemas, queries);
        }

        private static RecordSchema part(
                String type, JsonNode written, String part, SharedDefinitions shared, SchemaRegistry registry) {
            JsonNode document = shared.inlinedInto(written.required(part));
            return RecordSchema.compile(type, document, registry, CodeTables.shipped());
        }

        /** JSON Schema 2020-12 with our own keywords and no others: a misspelt keyword must not pass for a rule. */
        private static Dialect dialect() {
            return Dialect.builder(Dialects.getDraft202012())
                    .keywords(
                            OWN_KEYWORDS.stream().map(NonValidationKeyword::new).toList())
                    .unknownKeywordFactory(new DisallowUnknownKeywordFactory())
                    .build();
        }
    }
}
