package org.tongqu.ittests.frontdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.tongqu.security.digest.Sm3;

/** Files of the dialect case-csv, left as docs/files.md says. */
public final class CaseFiles {
    /** In which they are written. */
    public static final Charset GB18030 = Charset.forName("GB18030");

    private static final String COLUMNS =
            "EVENT,CASE_NO,HAPPENED_AT,ITEM_CODE,ITEM_NAME,TITLE,CASE_TYPE,APPLICANT_NAME,"
                    + "APPLICANT_KIND,ID_TYPE,ID_NO,CHANNEL,AREA_CODE,ORG_NAME,ORG_CODE,HANDLER,RESULT,REMARK";

    private CaseFiles() {}

    /** A file of these lines. */
    public static byte[] csv(String... lines) {
        return (COLUMNS + "\r\n" + String.join("\r\n", lines) + "\r\n").getBytes(GB18030);
    }

    /** An application. */
    public static String applied(String caseNo) {
        return "APPLIED," + caseNo
                + ",2026-03-02 09:00:00,11990100XXXX0001933000199001000,示范经营许可,\"申请,示范经营许可\",2,示例申请人,1,111,"
                + "990101190001010018,1,990101000000,示范市行政审批服务局,11990100XXXX000193,0017,,";
    }

    /** An acceptance. */
    public static String accepted(String caseNo) {
        return "ACCEPTED," + caseNo
                + ",2026-03-03 10:00:00,11990100XXXX0001933000199001000,示范经营许可,,2,,,,,,,示范市行政审批服务局,"
                + "11990100XXXX000193,示例经办人,,受理";
    }

    /** Writes a file under another name, renames it, and says that it is whole. */
    public static void leave(Path folder, String name, byte[] octets) throws IOException {
        leave(folder, name, octets, octets);
    }

    /** @param whole what the file beside it speaks of */
    public static void leave(Path folder, String name, byte[] octets, byte[] whole) throws IOException {
        Path part = Files.write(folder.resolve(name + ".part"), octets);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        Path ok = Files.writeString(
                folder.resolve(name + ".ok.part"), new Sm3().sm3(whole) + " " + whole.length + " " + name + "\n");
        Files.move(ok, folder.resolve(name + ".ok"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What lies in a folder, by name. */
    public static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
