package org.tongqu.record.schema;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tongqu.record.json.ShippedResources;
import tools.jackson.databind.JsonNode;

/**
 * The canonical code tables, shipped with this module. A table may have several versions, each in force from its first day to
 * the day before the next one's; one file holds one version, and {@code index.json} lists the files. Immutable and
 * thread-safe.
 */
public final class CodeTables {

    private static final String FOLDER = "/org/tongqu/record/codes/";

    private final SortedMap<String, List<CodeTable>> versions;

    private CodeTables(SortedMap<String, List<CodeTable>> versions) {
        this.versions = Collections.unmodifiableSortedMap(versions);
    }

    /** The tables on the class path, read once. */
    public static CodeTables shipped() {
        return Shipped.TABLES;
    }

    /**
     * These versions of tables, in any order.
     *
     * @throws IllegalArgumentException if two versions of one table have the same number or the same first day
     */
    public static CodeTables of(Collection<CodeTable> tables) {
        SortedMap<String, List<CodeTable>> versions = new TreeMap<>();
        tables.stream().sorted(Comparator.comparing(CodeTable::effectiveFrom)).forEach(table -> {
            List<CodeTable> earlier = versions.computeIfAbsent(table.name(), name -> new ArrayList<>());
            requireDistinct(earlier, table);
            earlier.add(table);
        });
        versions.replaceAll((name, all) -> List.copyOf(all));
        return new CodeTables(versions);
    }

    /** The newest version of a table, even if it is not in force yet; empty when there is none of this name. */
    public Optional<CodeTable> find(String name) {
        return find(name, LocalDate.MAX);
    }

    /** The version of a table in force on a day; empty when there is none of this name, or none in force so early. */
    public Optional<CodeTable> find(String name, LocalDate day) {
        return inForce(versions(name), day);
    }

    /** All versions of a table, the oldest first; empty when there is none of this name. */
    public List<CodeTable> versions(String name) {
        return versions.getOrDefault(name, List.of());
    }

    /** The names of all tables. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(versions.keySet()));
    }

    /** The last of these versions, the oldest first, that was in force on a day. */
    static Optional<CodeTable> inForce(List<CodeTable> versions, LocalDate day) {
        return versions.stream()
                .filter(version -> !version.effectiveFrom().isAfter(day))
                .reduce((earlier, later) -> later);
    }

    private static void requireDistinct(List<CodeTable> earlier, CodeTable table) {
        for (CodeTable other : earlier) {
            if (other.version().equals(table.version()) || other.effectiveFrom().equals(table.effectiveFrom())) {
                throw new IllegalArgumentException("Code table " + table.name() + ": versions " + other.version()
                        + " and " + table.version() + " have the same number or first day");
            }
        }
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
            List<CodeTable> tables = new ArrayList<>();
            for (JsonNode name : ShippedResources.json(FOLDER + "index.json")) {
                tables.add(read(name.stringValue()));
            }
            return CodeTables.of(tables);
        }
    }
}
