package org.tongqu.config.dialect;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Column;
import org.tongqu.adapters.dialect.FileShape.Form;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.files.FileName;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;

/** Reads how the files of a family look: {@code files.yml}. */
final class FilesReader {
    private static final String NAME = "字母、数字和下划线，例如 PROJID / letters, digits and _, such as PROJID";
    private static final String A_NAME = "[\\p{L}_][\\p{L}\\p{N}_.-]{0,63}";
    private static final int WIDEST = 10_000;

    private final Problems problems;

    FilesReader(Problems problems) {
        this.problems = problems;
    }

    FileShape read(YamlMap map, Charset charset) {
        Form form = map.requiredText("form")
                .flatMap(text -> text.as(
                        word -> Form.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')),
                        "csv, fixed-width, xml, json-lines",
                        problems))
                .map(Placed::value)
                .orElse(Form.CSV);
        boolean isCsv = form == Form.CSV;
        char separator = isCsv
                ? map.text("separator")
                        .flatMap(
                                text -> text.as(FilesReader::separator, "一个字符，或 tab / one character, or tab", problems))
                        .map(Placed::value)
                        .orElse(',')
                : ',';
        boolean hasHeader = isCsv && flag(map, "header", true);
        String lineEnd = map.text("line-end")
                .flatMap(text -> text.as(FilesReader::lineEnd, "lf, crlf", problems))
                .map(Placed::value)
                .orElse("\r\n");
        boolean isMarked = flag(map, "mark", false);
        if (isMarked && !charset.equals(StandardCharsets.UTF_8)) {
            problems.add(map.placeOf("mark"), "mark 只用于 utf-8 / mark is for utf-8 only", "删去 / remove it");
        }
        boolean isZipped = flag(map, "zip", false);
        long most = map.text("max-size")
                .flatMap(text -> text.as(FilesReader::mebibytes, "1MiB 到 1024MiB / 1MiB to 1024MiB", problems))
                .map(Placed::value)
                .orElse(FileShape.DEFAULT_MOST_OCTETS);
        List<YamlMap> kinds = map.maps("files");
        if (kinds.isEmpty()) {
            problems.add(map.placeOf("files"), "没有文件 / there are no files", "加入 files: / add files:");
        }
        List<Kind> read =
                kinds.stream().flatMap(kind -> kind(kind, form).stream()).toList();
        map.refuseUnknown();
        return new FileShape(form, separator, hasHeader, lineEnd, isMarked, isZipped, most, read);
    }

    private Optional<Kind> kind(YamlMap map, Form form) {
        Optional<Placed<String>> call = map.requiredText("call");
        Optional<Placed<String>> names = map.requiredText("names")
                .flatMap(text -> text.as(FilesReader::names, "例如 case-*.csv / such as case-*.csv", problems));
        Optional<Placed<String>> toldAs = map.requiredText("told-as")
                .flatMap(text -> text.as(
                        FilesReader::toldAs,
                        "先 {sequence} 后 {delivery}，例如 case-{sequence}-{delivery}.csv / {sequence}, then {delivery}, such as"
                                + " case-{sequence}-{delivery}.csv",
                        problems));
        boolean hasColumns = form == Form.CSV || form == Form.FIXED_WIDTH;
        List<Column> columns = new ArrayList<>();
        if (hasColumns) {
            for (Placed<String> text : map.requiredTexts("columns")) {
                text.as(
                                one -> column(one, form),
                                form == Form.CSV ? NAME : "例如 PROJID 20 / such as PROJID 20",
                                problems)
                        .ifPresent(column -> columns.add(column.value()));
            }
            if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
                problems.add(map.placeOf("columns"), "列名重复 / a column stands twice", "删去一个 / remove one");
            }
        }
        String root = form == Form.XML ? element(map, "root") : "";
        String element = form == Form.XML ? element(map, "element") : "";
        String subject = map.text("subject").map(Placed::value).orElse("");
        if (hasColumns
                && !subject.isEmpty()
                && columns.stream().noneMatch(c -> c.name().equals(subject))) {
            problems.add(
                    map.placeOf("subject"),
                    "没有列 " + subject + " / there is no column " + subject,
                    Problems.suggest(subject, columns.stream().map(Column::name).toList()));
        }
        map.refuseUnknown();
        return call.isPresent() && names.isPresent() && toldAs.isPresent()
                ? Optional.of(new Kind(
                        call.get().value(), names.get().value(), toldAs.get().value(), subject, columns, root, element))
                : Optional.empty();
    }

    private String element(YamlMap map, String key) {
        return map.requiredText(key)
                .flatMap(text -> text.as(FilesReader::name, NAME, problems))
                .map(Placed::value)
                .orElse("");
    }

    /** What a table tells must have a column, and what it reads too: else it would be refused at the first file. */
    void requireColumns(YamlMap main, FileShape shape, List<FieldTable> tables) {
        for (FieldTable table : tables) {
            Optional<Kind> kind = shape.of(table.message());
            if (kind.isEmpty()) {
                problems.add(
                        main.placeOf("format"),
                        "files.yml 中没有 " + table.message() + " / files.yml has no " + table.message(),
                        "在 files: 中加一项 / add one to files:");
                continue;
            }
            Set<String> columns = new TreeSet<>();
            kind.get().columns().forEach(column -> columns.add(column.name()));
            if (!columns.isEmpty()) {
                for (Row row : table.rows()) {
                    partner(row)
                            .filter(path -> !columns.contains(path.toString()))
                            .ifPresent(path -> problems.add(
                                    main.placeOf("format"),
                                    row.place() + " 的 " + path + " 不是文件的列 / " + path + " of " + row.place()
                                            + " is no column of the file",
                                    Problems.suggest(path.toString(), columns)));
                }
            }
        }
    }

    private static Optional<FieldPath> partner(Row row) {
        if (row instanceof Row.Field field) {
            return Optional.of(field.partner());
        }
        if (row instanceof Row.Constant constant) {
            return Optional.of(constant.partner());
        }
        if (row instanceof Row.Envelope envelope) {
            return Optional.of(envelope.partner());
        }
        if (row instanceof Row.Attachment attachment) {
            return Optional.of(attachment.partner());
        }
        return row instanceof Row.Nested nested ? Optional.of(nested.partner()) : Optional.empty();
    }

    private boolean flag(YamlMap map, String key, boolean otherwise) {
        return map.text(key)
                .flatMap(text -> text.as(WireReader::flag, "yes, no", problems))
                .map(Placed::value)
                .orElse(otherwise);
    }

    private static char separator(String text) {
        if (text.equals("tab")) {
            return '\t';
        }
        if (text.length() != 1 || "\"\r\n".contains(text)) {
            throw new IllegalArgumentException("no separator");
        }
        return text.charAt(0);
    }

    private static String lineEnd(String text) {
        return switch (text) {
            case "lf" -> "\n";
            case "crlf" -> "\r\n";
            default -> throw new IllegalArgumentException("no end of a line");
        };
    }

    private static long mebibytes(String text) {
        if (!text.matches("[0-9]{1,4}MiB")) {
            throw new IllegalArgumentException("no size");
        }
        long most = Long.parseLong(text.substring(0, text.length() - 3));
        if (most < 1 || most > 1024) {
            throw new IllegalArgumentException("out of range");
        }
        return most << 20;
    }

    private static String names(String text) {
        if (!FileName.isShaped(text.replace("*", "x"))) {
            throw new IllegalArgumentException("no name of files");
        }
        return text;
    }

    /** What differs between files of a case stands behind its number, or their order would be another one. */
    private static String toldAs(String text) {
        String example = text.replace(FileShape.SEQUENCE, "0".repeat(10))
                .replace(FileShape.DATE, "20260302")
                .replace(FileShape.DELIVERY, "0".repeat(32));
        int number = text.indexOf(FileShape.SEQUENCE);
        int date = text.indexOf(FileShape.DATE);
        if (number < 0
                || date >= 0 && date < number
                || text.indexOf(FileShape.DELIVERY) < number
                || !FileName.isShaped(example)) {
            throw new IllegalArgumentException("no name of a file of its own");
        }
        return text;
    }

    private static String name(String text) {
        if (!text.matches(A_NAME)) {
            throw new IllegalArgumentException("no name");
        }
        return text;
    }

    private static Column column(String text, Form form) {
        if (form == Form.CSV) {
            return new Column(name(text), 0);
        }
        String[] parts = text.split(" +", -1);
        int width = parts.length == 2 && parts[1].matches("[0-9]{1,5}") ? Integer.parseInt(parts[1]) : 0;
        if (width < 1 || width > WIDEST) {
            throw new IllegalArgumentException("no width");
        }
        return new Column(name(parts[0]), width);
    }
}
