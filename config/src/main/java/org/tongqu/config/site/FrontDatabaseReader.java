package org.tongqu.config.site;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.site.DatabaseVendor;
import org.tongqu.record.site.FrontDatabase;

/** Reads where a party's front-end database (前置库) is, and which of its tables are picked up: {@code frontdb:}. */
final class FrontDatabaseReader {
    private static final int MOST_AT_ONCE = 5_000;

    private final SiteDialects dialects;
    private final Path data;
    private final Problems problems;

    /** @param data against which relative {@code file:} references are resolved; the secrets are not read */
    FrontDatabaseReader(SiteDialects dialects, Path data, Problems problems) {
        this.dialects = dialects;
        this.data = data;
        this.problems = problems;
    }

    /**
     * The front-end database of a party.
     *
     * @param isTold whether deliveries to the party are rows of it
     * @return empty, with problems noted, if it holds mistakes
     */
    Optional<FrontDatabase> read(YamlMap map, boolean isTold) {
        Optional<DatabaseVendor> vendor = map.requiredText("vendor").flatMap(this::vendor);
        Optional<FrontDatabaseAccess> access = new FrontDatabaseAccess.Reader(data, problems)
                .read(
                        vendor,
                        map.requiredText("url"),
                        map.requiredText("user"),
                        map.requiredText("password"),
                        map.text("schema"));
        Optional<Dialect> dialect = map.requiredText("dialect")
                .flatMap(name -> dialects.find(name).filter(found -> isOfTables(name, found)));
        int batch = quantity(
                map,
                "batch",
                FrontDatabase.DEFAULT_BATCH,
                FrontDatabaseReader::batch,
                "1 到 5000 的整数 / a whole number from 1 to 5000");
        Duration pause = quantity(
                map,
                "longest-pause",
                FrontDatabase.DEFAULT_LONGEST_PAUSE,
                FrontDatabaseReader::pause,
                "100ms 到 10m / 100ms to 10m");
        List<Placed<String>> named = map.texts("tables");
        boolean isNamed = map.has("tables");
        map.refuseUnknown();
        if (access.isEmpty() || dialect.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(access.get()
                .database(
                        dialect.get(),
                        isNamed ? tables(named, dialect.get(), isTold) : byDefault(dialect.get(), isTold),
                        batch,
                        pause));
    }

    private boolean isOfTables(Placed<String> name, Dialect dialect) {
        if (!dialect.wire().isOfTables()) {
            problems.add(
                    name.place(),
                    "方言 " + dialect.family() + " 不是前置库的表 / the dialect " + dialect.family() + " is none of tables",
                    "换一种有 tables.yml 的方言 / take one with a tables.yml");
        }
        return dialect.wire().isOfTables();
    }

    /** All that can be; where rows of ours go into the same tables, only what is said against them. */
    private static List<String> byDefault(Dialect dialect, boolean isTold) {
        return dialect.wire().staging().values().stream()
                .filter(table -> table.isPickedUp() && (!isTold || table.objections() != null))
                .filter(table -> isTold || table.objections() == null)
                .map(StagingTable::name)
                .toList();
    }

    private List<String> tables(List<Placed<String>> named, Dialect dialect, boolean isTold) {
        Map<String, StagingTable> staging = dialect.wire().staging();
        for (Placed<String> name : named) {
            StagingTable table = staging.get(name.value());
            if (table == null || !table.isPickedUp()) {
                problems.add(
                        name.place(),
                        "不能收取表 " + name.value() + " / the table " + name.value() + " cannot be picked up",
                        Problems.suggest(
                                name.value(),
                                staging.values().stream()
                                        .filter(StagingTable::isPickedUp)
                                        .map(StagingTable::name)
                                        .toList()));
            } else if (isTold && isWritten(dialect, name.value())) {
                problems.add(
                        name.place(),
                        "表 " + name.value() + " 由网关写入，又收取就是收自己的行 / rows of " + name.value()
                                + " are written by the gateway, which would pick up its own",
                        "从 tables: 中去掉，或对方的库另写一个机构 / leave it out of tables:, or make the other database another party's");
            }
        }
        List<String> wanted = named.stream().map(Placed::value).toList();
        return staging.keySet().stream().filter(wanted::contains).toList();
    }

    private static boolean isWritten(Dialect dialect, String table) {
        return dialect.tables().stream()
                .anyMatch(one -> one.message().equals(table) && one.direction().writes());
    }

    private Optional<DatabaseVendor> vendor(Placed<String> text) {
        Optional<DatabaseVendor> vendor = Arrays.stream(DatabaseVendor.values())
                .filter(one -> one.wire().equals(text.value()))
                .findFirst();
        if (vendor.isEmpty()) {
            problems.add(
                    text.place(),
                    "vendor 不能是 \"" + text.value() + "\" / vendor cannot be \"" + text.value() + "\"",
                    Problems.suggest(
                            text.value(),
                            Arrays.stream(DatabaseVendor.values())
                                    .map(DatabaseVendor::wire)
                                    .toList()));
        }
        return vendor;
    }

    private <T> T quantity(YamlMap map, String key, T otherwise, Function<String, T> parse, String expected) {
        return map.text(key)
                .flatMap(text -> text.as(parse, expected, problems))
                .map(Placed::value)
                .orElse(otherwise);
    }

    private static int batch(String text) {
        int batch = Integer.parseInt(text);
        if (batch < 1 || batch > MOST_AT_ONCE) {
            throw new IllegalArgumentException("out of range");
        }
        return batch;
    }

    static Duration pause(String text) {
        Duration pause = Quantities.duration(text);
        if (pause.compareTo(Duration.ofMillis(100)) < 0 || pause.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return pause;
    }
}
