package org.tongqu.config.dialect;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tongqu.adapters.dialect.CodeMap;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Problems;
import org.tongqu.record.schema.CodeTable;
import org.tongqu.record.schema.CodeTables;

/**
 * Reads a code map: CSV (RFC 4180) with the columns {@code partner,canonical,direction,note}, named as the table of ours that it
 * translates to; what stands behind {@code @} in the name tells several maps of one table apart.
 */
final class CodeMapReader {
    private static final List<String> COLUMNS = List.of("partner", "canonical", "direction", "note");

    private final CodeTables tables;
    private final Problems problems;

    CodeMapReader(CodeTables tables, Problems problems) {
        this.tables = tables;
        this.problems = problems;
    }

    /** The map; empty, with problems noted, if it holds mistakes. */
    Optional<CodeMap> read(DialectFolder.Found file) {
        String shown = file.shown();
        String name = String.valueOf(file.path().getFileName()).replace(".csv", "");
        Optional<CodeTable> table = tables.find(name.replaceFirst("@.*", ""));
        if (table.isEmpty()) {
            problems.add(
                    new Place(shown, 0),
                    "没有代码表 \"" + name + "\" / there is no code table \"" + name + "\"",
                    Problems.suggest(name, tables.names()));
            return Optional.empty();
        }
        List<CodeMap.Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> lines = CsvFile.read(file.path())) {
            for (NamedCsvRecord line : lines) {
                row(line, new Place(shown, (int) line.getStartingLineNumber()), table.get())
                        .ifPresent(rows::add);
            }
            return Optional.of(new CodeMap(name, rows));
        } catch (IllegalArgumentException twice) {
            problems.add(
                    new Place(shown, 0),
                    "代码 \"" + twice.getMessage() + "\" 在同一方向上出现两次 / code \"" + twice.getMessage()
                            + "\" stands twice for one direction",
                    "其一改为 in 或 out / make one of them in or out");
        } catch (CsvParseException | IOException e) {
            problems.add(
                    new Place(shown, 0),
                    "CSV 无法读取 / the CSV cannot be read: " + e.getMessage(),
                    "首行写 " + String.join(",", COLUMNS) + " / the first line is " + String.join(",", COLUMNS));
        }
        return Optional.empty();
    }

    private Optional<CodeMap.Row> row(NamedCsvRecord line, Place place, CodeTable table) {
        if (!line.getHeader().equals(COLUMNS)) {
            problems.add(
                    place,
                    "列应为 " + String.join(",", COLUMNS) + " / these columns are expected",
                    "改正首行和逗号个数 / mend the first line and the number of commas");
            return Optional.empty();
        }
        String canonical = line.getField("canonical").strip();
        if (!table.contains(canonical)) {
            problems.add(
                    place,
                    "代码表 " + table.name() + " 没有 \"" + canonical + "\" / code table " + table.name() + " has no \""
                            + canonical + "\"",
                    Problems.suggest(canonical, table.entries().keySet()));
            return Optional.empty();
        }
        try {
            Direction direction =
                    Direction.valueOf(line.getField("direction").strip().toUpperCase(Locale.ROOT));
            return Optional.of(new CodeMap.Row(line.getField("partner").strip(), canonical, direction));
        } catch (IllegalArgumentException unknown) {
            problems.add(place, "方向无效 / no direction", "in, out, both");
            return Optional.empty();
        }
    }
}
