package org.tongqu.config.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlFile;
import org.tongqu.config.files.YamlMap;

/**
 * The files of a dialect: those in its folder, and where it is {@code like} another, those of the other that it does not have itself.
 * The other's are named with its name in front, so that nobody looks for them here.
 *
 * @param own its folder, named as the family
 * @param other the folder of the one that it is like; null if it is like none
 */
record DialectFolder(Path own, @Nullable Path other) {
    static final String MAIN = "dialect.yml";
    static final String STAGING = "tables.yml";
    static final String QUERIES = "queries";
    static final String CODES = "codes";
    static final String WSDL = "service.wsdl";
    static final String FILES = "files.yml";

    private static final String LIKE = "like";

    /**
     * A file of a dialect.
     *
     * @param root against which it is named
     * @param path where it is
     */
    record Found(Path root, Path path) {
        /** How readers are told of it. */
        String shown() {
            return root.relativize(path).toString();
        }

        Optional<YamlMap> read(Problems problems) {
            return YamlFile.read(root, path, problems);
        }
    }

    /**
     * The files of the dialect in this folder.
     *
     * @param shipped where the one that it is like may be, if it is not beside it
     * @return empty, with problems noted, if that cannot be said
     */
    static Optional<DialectFolder> of(Path folder, Path shipped, Problems problems) {
        Path own = folder.toAbsolutePath().normalize();
        return YamlFile.read(own, own.resolve(MAIN), problems)
                .flatMap(main -> main.has(LIKE)
                        ? main.requiredText(LIKE)
                                .flatMap(name -> other(own, name, shipped, problems))
                                .map(other -> new DialectFolder(own, other))
                        : Optional.of(new DialectFolder(own, null)));
    }

    private static Optional<Path> other(Path own, Placed<String> name, Path shipped, Problems problems) {
        Optional<Path> found = name.value().matches("[a-z0-9-]{1,60}")
                ? Stream.of(
                                own.resolveSibling(name.value()),
                                shipped.toAbsolutePath().normalize().resolve(name.value()))
                        .filter(folder -> Files.exists(folder.resolve(MAIN)))
                        .findFirst()
                : Optional.empty();
        if (name.value().equals(String.valueOf(own.getFileName()))) {
            problems.add(
                    name.place(),
                    "方言不能照着同名的写 / a dialect cannot be like one of its own name",
                    "换一个名称 / give it another name");
            return Optional.empty();
        }
        if (found.isEmpty()) {
            problems.add(
                    name.place(),
                    "没有方言 \"" + name.value() + "\" / there is no dialect \"" + name.value() + "\"",
                    "写旁边的或随程序提供的方言 / name one that lies beside it, or is shipped");
        }
        return found.filter(folder -> isWhole(folder, name, problems));
    }

    private static boolean isWhole(Path folder, Placed<String> name, Problems problems) {
        boolean isWhole = ofOther(folder, folder.resolve(MAIN))
                .read(problems)
                .filter(main -> !main.has(LIKE))
                .isPresent();
        if (!isWhole) {
            problems.add(
                    name.place(),
                    name.value() + " 不完整，或本身又照着别的方言 / " + name.value() + " is not whole, or like another itself",
                    "直接写那一个 / name that one");
        }
        return isWhole;
    }

    /** What {@code dialect.yml} says; key by key, where this one does not say it, what the other's does. */
    Optional<YamlMap> main(Problems problems) {
        Optional<YamlMap> here = new Found(own, own.resolve(MAIN)).read(problems);
        here.ifPresent(main -> main.has(LIKE));
        return other == null
                ? here
                : here.flatMap(main ->
                        ofOther(other, other.resolve(MAIN)).read(problems).map(main::over));
    }

    /** The files with this ending, by their names. */
    List<Found> files(String below, String ending) {
        SortedMap<String, Found> found = new TreeMap<>();
        if (other != null) {
            in(other.resolve(below), ending).forEach(file -> found.put(name(file), ofOther(other, file)));
        }
        in(own.resolve(below), ending).forEach(file -> found.put(name(file), new Found(own, file)));
        return List.copyOf(found.values());
    }

    /** The field tables, in the order in which they are told. */
    List<Found> tables() {
        return files("", ".yml").stream()
                .filter(file -> !file.path().endsWith(MAIN)
                        && !file.path().endsWith(STAGING)
                        && !file.path().endsWith(FILES))
                .toList();
    }

    /** What says how the files look in which its messages are lines; empty if they are none. */
    Optional<Found> shape() {
        return files("", FILES).stream().findFirst();
    }

    /** What says of which tables of a database its messages are rows; empty if they are none. */
    Optional<Found> staging() {
        return files("", STAGING).stream().findFirst();
    }

    /**
     * The description of a service that callers know.
     *
     * @param text with {@code {address}} for where the service is; empty if there is none
     * @param place where it is
     * @param isOwn whether the dialect has it itself, and not from the one that it is like
     */
    record Known(String text, Place place, boolean isOwn) {
        private static final Known NONE = new Known("", new Place(WSDL, 0), true);
    }

    /** The description of its service that callers know. */
    Known wsdl(Problems problems) {
        for (Found file : files("", WSDL)) {
            try {
                String text = Files.readString(file.path());
                MessageFormat.XML.read(text);
                if (text.contains("{address}")) {
                    return new Known(
                            text, new Place(file.shown(), 0), file.root().equals(own));
                }
                problems.add(
                        new Place(file.shown(), 0),
                        "没有 {address} / it has no {address}",
                        "地址写作 {address}，由网关填入 / write {address} where the address goes");
            } catch (IOException | Untranslatable unreadable) {
                problems.add(
                        new Place(file.shown(), 0),
                        "不是可读的 XML / it is no XML that can be read",
                        "用 UTF-8 编码，不含 DOCTYPE / write it in UTF-8, without DOCTYPE");
            }
        }
        return Known.NONE;
    }

    /** Everything that decides how it translates: the samples do not. */
    List<Found> deciding() {
        List<Found> all = new ArrayList<>(tables());
        all.addAll(files("", WSDL));
        all.addAll(files("", STAGING));
        all.addAll(files("", FILES));
        all.addAll(files(QUERIES, ".yml"));
        all.addAll(files(CODES, ".csv"));
        all.add(new Found(own, own.resolve(MAIN)));
        if (other != null) {
            all.add(ofOther(other, other.resolve(MAIN)));
        }
        return all;
    }

    private static Found ofOther(Path folder, Path file) {
        return new Found(Objects.requireNonNull(folder.getParent()), file);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The files of a folder with this ending, by name; none if there is no such folder. */
    static List<Path> in(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
