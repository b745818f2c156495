package org.tongqu.adapters.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.tongqu.record.failure.Brief;

/**
 * What is said beside a file of which something is refused, {@code <name>.err}: CSV in UTF-8 with a mark in front, as spreadsheets want it,
 * a line for each thing that is wrong. Stateless.
 */
final class ErrorFile {
    /** Ends its own name. */
    static final String ERR = ".err";

    private ErrorFile() {}

    static byte[] octets(FileFaults faults) {
        StringWriter text = new StringWriter();
        text.append('\uFEFF');
        try (CsvWriter writer = Written.writer(text, ',', "\r\n")) {
            writer.writeRecord("行 line", "代码 code", "字段 field", "规则 rule", "原因 reason");
            for (FileFault fault : faults.first()) {
                writer.writeRecord(
                        Written.guarded(fault.place()),
                        fault.code(),
                        Written.guarded(fault.error().pointer()),
                        fault.error().rule(),
                        Written.guarded(Brief.of(
                                fault.error().zh() + " / " + fault.error().en())));
            }
            if (faults.more() > 0) {
                writer.writeRecord("", "", "", "more", "另有 " + faults.more() + " 处 / and as many more");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
