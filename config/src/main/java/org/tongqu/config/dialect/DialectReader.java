package org.tongqu.config.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.Aggregation;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.Arrival;
import org.tongqu.adapters.dialect.CodeMap;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.Soap;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.adapters.dialect.Wire;
import org.tongqu.config.files.Names;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.Sha256;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;

/**
 * Reads a dialect's folder — {@code dialect.yml}, a field table for each call, {@code codes/*.csv} — into an immutable object. One that is
 * {@code like} another has from it what it does not have itself. All mistakes are named at once. Thread-safe; reads, never writes.
 */
public final class DialectReader {
    private static final Set<Transport.Carrier> LISTS =
            Set.of(Transport.Carrier.BODY, Transport.Carrier.FORM, Transport.Carrier.JSON_FIELD);

    private final Schemas schemas;
    private final CodeTables tables;
    private final Path shipped;

    /**
     * A reader of dialects of this language.
     *
     * @param schemas of the record types that tables translate
     * @param tables of the codes that maps translate to
     */
    public DialectReader(Schemas schemas, CodeTables tables) {
        this(schemas, tables, shipped());
    }

    /**
     * A reader of dialects of this language.
     *
     * @param schemas of the record types that tables translate
     * @param tables of the codes that maps translate to
     * @param shipped where those are that others may be like, wherever they lie
     */
    public DialectReader(Schemas schemas, CodeTables tables, Path shipped) {
        this.schemas = schemas;
        this.tables = tables;
        this.shipped = shipped;
    }

    /** Where the shipped dialects are: in the directory that {@code tongqu.dialects} names. */
    public static Path shipped() {
        return Path.of(System.getProperty("tongqu.dialects", "config/dialects"));
    }

    /** The families in this directory: the folders with a {@code dialect.yml}, by name. */
    public static List<String> families(Path dialects) {
        try (Stream<Path> folders = Files.list(dialects)) {
            return folders.filter(folder -> Files.exists(folder.resolve(DialectFolder.MAIN)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one.
     *
     * @param folder named as the family
     * @throws InvalidDialect if there is any mistake
     */
    public Dialect read(Path folder) throws InvalidDialect {
        Problems problems = new Problems();
        Optional<Dialect> dialect = DialectFolder.of(folder, shipped, problems)
                .flatMap(files -> files.main(problems).flatMap(main -> read(files, main, problems)));
        if (dialect.isEmpty() || !problems.isEmpty()) {
            throw new InvalidDialect(problems.sorted());
        }
        return dialect.get();
    }

    /** The folder of the dialect that the one in this folder is like; empty if it is like none. */
    public Optional<Path> likeWhich(Path folder) {
        return DialectFolder.of(folder, shipped, new Problems()).map(DialectFolder::other);
    }

    private Optional<Dialect> read(DialectFolder files, YamlMap main, Problems problems) {
        Names names = Names.read(main);
        Optional<Placed<Charset>> charset = main.requiredText("charset")
                .flatMap(text -> text.as(Charset::forName, "utf-8, gb2312, gbk, gb18030", problems));
        Optional<Placed<MessageFormat>> format = format(main, problems);
        Optional<Placed<TimeForms>> times = times(main, problems);
        Optional<DialectFolder.Found> staging = files.staging();
        Optional<DialectFolder.Found> inFiles = files.shape();
        boolean isCalled = staging.isEmpty() && inFiles.isEmpty();
        Optional<YamlMap> answers = isCalled ? main.requiredMap("answers") : main.map("answers");
        main.has("transport");
        main.has("auth");
        main.has("protection");
        Map<String, String> paths = paths(files, main, problems);
        main.refuseUnknown();
        if (charset.isEmpty() || format.isEmpty() || times.isEmpty() || isCalled && answers.isEmpty()) {
            return Optional.empty();
        }
        Map<String, CodeMap> codes = codes(files, problems);
        AnswerClassifier classifier = answers.map(new AnswerReader(problems)::read)
                .orElseGet(() -> new AnswerClassifier(format.get().value(), List.of(), List.of()));
        FieldTableReader rows = new FieldTableReader(schemas, codes, times.get().value(), problems);
        Wire wire = new WireReader(problems)
                .read(
                        main,
                        format.get().value(),
                        charset.get().value().name(),
                        times.get().value(),
                        answers.flatMap(map -> map.map("says")),
                        classifier,
                        files.wsdl(problems));
        Optional<Soap> service = wire.transport().service();
        List<FieldTable> tables = told(
                fieldTables(files, rows, problems).stream()
                        .map(table -> service.map(soap -> table.at(soap.path())).orElse(table))
                        .map(table -> paths.containsKey(table.message()) ? table.at(paths.get(table.message())) : table)
                        .toList(),
                service.isPresent(),
                problems);
        Wire exchanged = staging.flatMap(file -> file.read(problems))
                .map(file -> wire.of(staged(file, format.get().value(), tables, problems)))
                .or(() -> inFiles.flatMap(file -> file.read(problems))
                        .map(file -> wire.of(shaped(file, main, charset.get().value(), tables, problems))))
                .orElse(wire);
        requireFiles(main, wire, tables, problems);
        requireRoomForLists(main, format.get().value(), wire, tables, problems);
        List<QueryTable> queries = queryTables(files, new QueryTableReader(schemas, rows, problems), problems).stream()
                .map(table -> service.map(soap -> table.at(soap.path())).orElse(table))
                .map(table -> paths.containsKey(table.message()) ? table.at(paths.get(table.message())) : table)
                .toList();
        requireCalls(main, "transport", "methods", wire.transport().methods().keySet(), tables, queries, problems);
        requireCalls(main, "paths", "paths", paths.keySet(), tables, queries, problems);
        requireApart(main, wire, tables, queries, problems);
        service.ifPresent(soap -> new SoapReader(problems)
                .requireWhole(
                        main, soap, wire.auth(), wire.protection(), format.get().value(), calls(tables, queries)));
        return Optional.of(new Dialect(
                String.valueOf(files.own().getFileName()).replace("/", ""),
                names.zh(),
                names.en(),
                charset.get().value(),
                format.get().value(),
                tables,
                queries,
                codes,
                classifier,
                exchanged,
                version(files)));
    }

    private static Map<String, StagingTable> staged(
            YamlMap file, MessageFormat format, List<FieldTable> tables, Problems problems) {
        StagingReader reader = new StagingReader(problems);
        Map<String, StagingTable> staging = reader.read(file);
        reader.requireTranslated(file, staging, tables);
        if (format != MessageFormat.JSON) {
            problems.add(
                    file.place(),
                    "表的行须用 format: json / rows of tables are messages in json",
                    "dialect.yml 中写 format: json / write format: json in dialect.yml");
        }
        return staging;
    }

    private static FileShape shaped(
            YamlMap file, YamlMap main, Charset charset, List<FieldTable> tables, Problems problems) {
        FilesReader reader = new FilesReader(problems);
        FileShape shape = reader.read(file, charset);
        reader.requireColumns(main, shape, tables);
        main.text("format")
                .filter(format -> !format.value().equals("json"))
                .ifPresent(format -> problems.add(
                        format.place(),
                        "文件中的一行是一个 json 对象 / a line of a file is an object of json",
                        "写 format: json，文件的样子写在 files.yml / write format: json; how files look stands in files.yml"));
        return shape;
    }

    /** A part of a body that is a file is one in the tables too: in the message it is base64. */
    private static void requireFiles(YamlMap main, Wire wire, List<FieldTable> tables, Problems problems) {
        for (String part : wire.transport().files().keySet()) {
            List<Row> rows = tables.stream()
                    .flatMap(table -> table.rows().stream())
                    .filter(row -> isOf(row, part))
                    .toList();
            boolean isFile = !rows.isEmpty()
                    && rows.stream()
                            .allMatch(row -> row instanceof Row.Attachment attachment
                                    && attachment.carrier() == Row.Carrier.BASE64);
            if (!isFile) {
                problems.add(
                        main.placeOf("transport"),
                        "files 中的 " + part + " 不是附件 / " + part + " in files is no attachment",
                        "字段表中写 attachment: base64 / write attachment: base64 in the table");
            }
        }
    }

    /** A message that is a list is a text of JSON by itself: neither an element nor a form's fields. */
    private static void requireRoomForLists(
            YamlMap main, MessageFormat format, Wire wire, List<FieldTable> tables, Problems problems) {
        boolean hasRoom =
                format == MessageFormat.JSON && LISTS.contains(wire.transport().carrier());
        if (!hasRoom
                && tables.stream()
                        .anyMatch(table -> table.isInList() && table.root().equals(FieldPath.ROOT))) {
            problems.add(
                    main.placeOf("transport"),
                    "root: \"[]\" 的报文是 JSON 列表，只能作请求体或一个参数 / a message of root: \"[]\" is a list of JSON: it is the"
                            + " body or one parameter",
                    "format: json，carrier: body、form 或 json-field / format: json and carrier: body, form or json-field");
        }
    }

    /** By which other paths the calls of the dialect that this one is like are made here. */
    private static Map<String, String> paths(DialectFolder files, YamlMap main, Problems problems) {
        Map<String, String> paths = new TreeMap<>();
        main.map("paths").ifPresent(named -> named.names().forEach(call -> named.text(call)
                .flatMap(text -> text.as(WireReader::path, "以 / 开头的路径 / a path with / in front", problems))
                .ifPresent(path -> paths.put(call, path.value()))));
        if (!paths.isEmpty() && files.other() == null) {
            problems.add(
                    main.placeOf("paths"),
                    "paths 只配 like / paths goes with like only",
                    "在字段表中写 path: / write path: in the table");
        }
        return paths;
    }

    /** What is said of a call that is none would be forgotten without a word. */
    private static void requireCalls(
            YamlMap main,
            String key,
            String where,
            Set<String> named,
            List<FieldTable> tables,
            List<QueryTable> queries,
            Problems problems) {
        Set<String> calls = calls(tables, queries);
        for (String call : named) {
            if (!calls.contains(call)) {
                problems.add(
                        main.placeOf(key),
                        where + " 中的 " + call + " 不是接口 / " + call + " in " + where + " is no call",
                        Problems.suggest(call, calls));
            }
        }
    }

    private static Set<String> calls(List<FieldTable> tables, List<QueryTable> queries) {
        Set<String> calls = new TreeSet<>();
        tables.forEach(table -> calls.add(table.message()));
        queries.forEach(table -> calls.add(table.message()));
        return calls;
    }

    /** What comes at one path by one method must be one call, or one would hide the other; of SOAP the envelope says which it is. */
    private static void requireApart(
            YamlMap main, Wire wire, List<FieldTable> tables, List<QueryTable> queries, Problems problems) {
        if (wire.answers().isEmpty() || wire.transport().service().isPresent()) {
            return;
        }
        Map<String, String> taken = new TreeMap<>();
        tables.stream()
                .filter(table -> table.arrival() != null)
                .forEach(table ->
                        taken.put(wire.transport().method(table.message()) + " " + table.path(), table.message()));
        for (QueryTable table : queries) {
            String place = wire.transport().method(table.message()) + " " + table.path();
            String other = table.isCallable() ? taken.put(place, table.message()) : null;
            if (other != null) {
                problems.add(
                        main.place(),
                        place + " 既是 " + other + " 又是 " + table.message() + " / " + place + " is both " + other
                                + " and " + table.message(),
                        "改其一的 path:，或不写 says: / change one path:, or leave out says:");
            }
        }
    }

    private static boolean isOf(Row row, String part) {
        FieldPath name = FieldPath.of(part);
        return row instanceof Row.Field field && field.partner().equals(name)
                || row instanceof Row.Attachment attachment
                        && attachment.partner().equals(name)
                || row instanceof Row.Constant constant && constant.partner().equals(name);
    }

    /** A digest of everything that decides how it translates. */
    private static String version(DialectFolder files) {
        try {
            MessageDigest digest = Sha256.running();
            for (DialectFolder.Found file : files.deciding()) {
                digest.update(file.shown().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file.path()));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<Placed<MessageFormat>> format(YamlMap map, Problems problems) {
        return map.requiredText("format")
                .flatMap(text ->
                        text.as(word -> MessageFormat.valueOf(word.toUpperCase(Locale.ROOT)), "json, xml", problems));
    }

    private static Optional<Placed<TimeForms>> times(YamlMap main, Problems problems) {
        String zone = main.text("zone").map(Placed::value).orElse("Asia/Shanghai");
        return main.requiredText("times")
                .flatMap(text -> text.as(
                        pattern -> timeForms(zone, pattern),
                        "例如 yyyy-MM-dd HH:mm:ss、epoch-millis 或 epoch-seconds，时区如 Asia/Shanghai / a pattern, epoch-millis or epoch-seconds, a zone",
                        problems));
    }

    private static TimeForms timeForms(String zone, String pattern) {
        try {
            return new TimeForms(ZoneId.of(zone), pattern);
        } catch (DateTimeException noZone) {
            throw new IllegalArgumentException(noZone);
        }
    }

    private Map<String, CodeMap> codes(DialectFolder files, Problems problems) {
        Map<String, CodeMap> codes = new TreeMap<>();
        CodeMapReader reader = new CodeMapReader(tables, problems);
        for (DialectFolder.Found file : files.files(DialectFolder.CODES, ".csv")) {
            reader.read(file).ifPresent(map -> codes.put(map.name(), map));
        }
        return codes;
    }

    private static List<FieldTable> fieldTables(DialectFolder files, FieldTableReader reader, Problems problems) {
        List<FieldTable> found = new ArrayList<>();
        for (DialectFolder.Found file : files.tables()) {
            file.read(problems).flatMap(map -> reader.read(file.shown(), map)).ifPresent(found::add);
        }
        if (found.isEmpty() && files.files(DialectFolder.QUERIES, ".yml").isEmpty()) {
            problems.add(
                    new Place(DialectFolder.MAIN, 0),
                    "没有字段表 / there is no field table",
                    "加入 <记录类型>.yml / add <record type>.yml");
        }
        return found;
    }

    /** Where several types come by one call, the event is part of the id, or an acceptance could not come after an application. */
    private static List<FieldTable> told(List<FieldTable> tables, boolean isOfEnvelopes, Problems problems) {
        List<FieldTable> named = new ArrayList<>();
        for (FieldTable table : tables) {
            Arrival arrival = table.arrival();
            List<FieldTable> arriving =
                    tables.stream().filter(other -> other.arrival() != null).toList();
            if (arrival != null
                    && !isOfEnvelopes
                    && arriving.stream()
                            .anyMatch(other -> other.path().equals(table.path())
                                    && !other.message().equals(table.message()))) {
                problems.add(
                        new Place(DialectFolder.MAIN, 0),
                        "两个接口的路径都是 " + table.path() + " / two calls have the path " + table.path(),
                        "改其一的 path:，或用同一 message: / change one path:, or give both one message:");
            }
            long ofThisCall = arriving.stream()
                    .filter(other -> other.message().equals(table.message()))
                    .count();
            named.add(
                    arrival == null || arrival.isPart() || ofThisCall < 2
                            ? table
                            : table.arriving(arrival.named(
                                    arrival.name() + "~" + table.type().event())));
        }
        requireWhole(named, problems);
        return shared(named, problems);
    }

    /** Where the same is told by two calls, what comes by one has the id that it would have by the other. */
    private static List<FieldTable> shared(List<FieldTable> tables, Problems problems) {
        return tables.stream()
                .map(table -> table.arrival() == null || table.arrival().sharedWith() == null
                        ? table
                        : table.arriving(table.arrival().named(nameOfOther(table, table.arrival(), tables, problems))))
                .toList();
    }

    private static String nameOfOther(FieldTable table, Arrival arrival, List<FieldTable> tables, Problems problems) {
        Set<String> names = new TreeSet<>();
        for (FieldTable other : tables) {
            Arrival its = other.arrival();
            if (its != null
                    && its.sharedWith() == null
                    && !its.isPart()
                    && other.message().equals(arrival.sharedWith())
                    && !other.message().equals(table.message())
                    && other.type().equals(table.type())
                    && its.identity().size() == arrival.identity().size()) {
                names.add(its.name());
            }
        }
        if (names.isEmpty()) {
            problems.add(
                    new Place(DialectFolder.MAIN, 0),
                    table.message() + " 的 identity-of " + arrival.sharedWith() + " 没有对应的表 / identity-of "
                            + arrival.sharedWith() + " of " + table.message() + " has no table",
                    "写另一个接口，它有同一类型、identity 字段数相同、自己没有 identity-of 的表 / name another call that has a table of the same type, with an identity as long and no identity-of");
            return arrival.name();
        }
        return names.iterator().next();
    }

    /** Parts that never make a record would wait for ever. */
    private static void requireWhole(List<FieldTable> tables, Problems problems) {
        Aggregation.of(tables).forEach((type, aggregation) -> {
            List<FieldTable> parts = aggregation.parts();
            List<Arrival> arrivals = parts.stream()
                    .map(part -> Objects.requireNonNull(part.arrival()))
                    .toList();
            if (aggregation.calls().stream().distinct().count() < Math.max(2, parts.size())) {
                problems.add(
                        new Place(DialectFolder.MAIN, 0),
                        type + " 的各部分须为两个以上不同的接口 / the parts of " + type
                                + " must come by two calls or more, each by its own",
                        "每个接口一张 part: true 的表 / one table with part: true for each call");
            }
            if (arrivals.stream()
                            .map(arrival -> arrival.identity().size())
                            .distinct()
                            .count()
                    > 1) {
                problems.add(
                        new Place(DialectFolder.MAIN, 0),
                        type + " 各部分的 identity 字段数不同 / the identities of the parts of " + type + " differ in length",
                        "各表的 identity 按同样次序写对应的字段 / name the fields that correspond, in the same order");
            }
            if (arrivals.stream().allMatch(arrival -> arrival.time() == null)) {
                problems.add(
                        new Place(DialectFolder.MAIN, 0),
                        type + " 没有一个部分写 time / no part of " + type + " has a time",
                        "在知道发生时间的表上写 time: / write time: in the table that knows when it happened");
            }
            if (parts.stream().noneMatch(part -> makes(part, arrivals.get(0).subject()))) {
                FieldPath subject = arrivals.get(0).subject();
                problems.add(
                        new Place(DialectFolder.MAIN, 0),
                        "没有必填行得出 " + type + " 的 " + subject.pointer() + " / no required row makes " + subject.pointer()
                                + " of " + type,
                        "加上这一行，写 required: true / add it, with required: true");
            }
        });
    }

    private static boolean makes(FieldTable table, FieldPath canonical) {
        return table.rows().stream()
                .anyMatch(row -> row instanceof Row.Field field
                        && field.isRequired()
                        && field.direction().reads()
                        && field.canonical().equals(canonical));
    }

    private static List<QueryTable> queryTables(DialectFolder files, QueryTableReader reader, Problems problems) {
        List<QueryTable> found = new ArrayList<>();
        for (DialectFolder.Found file : files.files(DialectFolder.QUERIES, ".yml")) {
            file.read(problems).flatMap(map -> reader.read(file.shown(), map)).ifPresent(found::add);
        }
        return found;
    }
}
