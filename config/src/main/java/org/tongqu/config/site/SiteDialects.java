package org.tongqu.config.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.config.dialect.DialectReader;
import org.tongqu.config.dialect.InvalidDialect;
import org.tongqu.config.files.FileProblem;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;

/**
 * The dialects that the parties of a site speak: the site's own in {@code dialects/}, before those that are shipped. Only what a party names
 * is read, each once.
 */
final class SiteDialects {
    static final String FOLDER = "dialects";

    private final Path own;
    private final Path shipped;
    private final DialectReader reader;
    private final Problems problems;
    private final Map<String, Optional<Dialect>> read = new TreeMap<>();
    private final SortedMap<String, Path> fromShipped = new TreeMap<>();

    /**
     * The dialects of one reading of a site.
     *
     * @param root the site's directory
     * @param shipped where the shipped families are
     */
    SiteDialects(Path root, Path shipped, Schemas schemas, Problems problems) {
        this.own = root.resolve(FOLDER);
        this.shipped = shipped;
        this.reader = new DialectReader(schemas, CodeTables.shipped(), shipped);
        this.problems = problems;
    }

    /** The dialect with this name; empty, with a problem noted, if there is none or it holds mistakes. */
    Optional<Dialect> find(Placed<String> family) {
        return read.computeIfAbsent(family.value(), name -> read(family));
    }

    /** The folders of the shipped ones that were read, and of those that others are like, by family. */
    SortedMap<String, Path> fromShipped() {
        return fromShipped;
    }

    private Optional<Dialect> read(Placed<String> family) {
        boolean isOwn = families(own).contains(family.value());
        if (!isOwn && !families(shipped).contains(family.value())) {
            TreeSet<String> known = new TreeSet<>(families(shipped));
            known.addAll(families(own));
            problems.add(
                    family.place(),
                    "没有方言 \"" + family.value() + "\" / there is no dialect \"" + family.value() + "\"",
                    Problems.suggest(family.value(), known));
            return Optional.empty();
        }
        Path folder = (isOwn ? own : shipped).resolve(family.value());
        if (!isOwn) {
            fromShipped.put(family.value(), folder);
        }
        reader.likeWhich(folder)
                .filter(other -> other.equals(shippedFolder(other)))
                .ifPresent(other -> fromShipped.put(String.valueOf(other.getFileName()), other));
        try {
            return Optional.of(reader.read(folder));
        } catch (InvalidDialect mistakes) {
            for (FileProblem one : mistakes.problems()) {
                Place place = new Place(FOLDER + "/" + family.value() + "/" + one.file(), one.line());
                problems.add(place, one.what(), one.mend());
            }
            return Optional.empty();
        }
    }

    private Path shippedFolder(Path other) {
        return shipped.toAbsolutePath().normalize().resolve(String.valueOf(other.getFileName()));
    }

    private static List<String> families(Path folder) {
        return Files.isDirectory(folder) ? DialectReader.families(folder) : List.of();
    }
}
