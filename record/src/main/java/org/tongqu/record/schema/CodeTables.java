package org.tongqu.record.schema;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The canonical code tables, shipped with this module. Immutable and thread-safe. */
public final class CodeTables {

    private static final String FOLDER = "/org/tongqu/record/codes/";

    private final SortedMap<String, CodeTable> tables;

    private CodeTables(SortedMap<String, CodeTable> tables) {
        this.tables = Collections.unmodifiableSortedMap(tables);
    }

    /** The tables on the class path, read once. */
    public static CodeTables shipped() {
        return Shipped.TABLES;
    }

    /** The table of a name; empty when there is none. */
    public Optional<CodeTable> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** The names of all tables. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(tables.keySet()));
    }

    private static CodeTable read(String name) {
        JsonNode document = ShippedResources.json(FOLDER + name + ".json");
        Map<String, CodeTable.Entry> entries = new LinkedHashMap<>();
        for (JsonNode entry : document.required("entries")) {
            entries.put(text(entry, "code"), new CodeTable.Entry(text(entry, "zh"), text(entry, "en")));
        }
        return new CodeTable(
                text(document, "name"),
                text(document, "version"),
                text(document, "titleZh"),
                text(document, "titleEn"),
                LocalDate.parse(text(document, "effectiveFrom")),
                text(document, "source"),
                Collections.unmodifiableMap(entries));
    }

    private static String text(JsonNode node, String member) {
        return node.required(member).stringValue();
    }

    private static final class Shipped {

        static final CodeTables TABLES = load();

        private static CodeTables load() {
            SortedMap<String, CodeTable> tables = new TreeMap<>();
            for (JsonNode name : ShippedResources.json(FOLDER + "index.json")) {
                CodeTable table = read(name.stringValue());
                tables.put(table.name(), table);
            }
            return new CodeTables(tables);
        }
    }
}
