package org.tongqu.config.dialect;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CSV (RFC 4180) in UTF-8 with a line of names; a mark of the order of octets in front, as Excel writes it, does not count. */
final class CsvFile {
    private CsvFile() {}

    /** @throws IOException if it cannot be read, or is not UTF-8 */
    static CsvReader<NamedCsvRecord> read(Path file) throws IOException {
        String text = Files.readString(file);
        return CsvReader.builder().ofNamedCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }
}
