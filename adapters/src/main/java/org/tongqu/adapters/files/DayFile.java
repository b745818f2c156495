package org.tongqu.adapters.files;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tongqu.record.port.LeftFiles.Left;

/**
 * What tells the other side of a one-way road which files there were on a day, {@code daily-<yyyyMMdd>.txt} (对账文件): a line {@code
 * <yyyy-MM-dd> <how many>}, and one for each file, written as its {@code .ok} is.
 *
 * @param day of Beijing
 * @param files those of the day
 */
record DayFile(LocalDate day, List<OkFile> files) {
    private static final Pattern NAME = Pattern.compile("daily-[0-9]{8}[.]txt");
    private static final Pattern FIRST = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{1,9}");

    static boolean isNameOfOne(String name) {
        return NAME.matcher(name).matches();
    }

    static DayFile of(LocalDate day, List<Left> files) {
        return new DayFile(
                day,
                files.stream()
                        .map(file -> new OkFile(file.digest(), file.size(), file.name()))
                        .toList());
    }

    String name() {
        return "daily-" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + ".txt";
    }

    byte[] octets() {
        StringBuilder text = new StringBuilder();
        text.append(day).append(' ').append(files.size()).append('\n');
        files.forEach(file -> text.append(new String(file.octets(), StandardCharsets.UTF_8)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What octets say; empty if they are none of the kind, or not as many files as they say. */
    static Optional<DayFile> read(byte[] octets) {
        List<String> lines = new String(octets, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !FIRST.matcher(lines.get(0)).matches()) {
            return Optional.empty();
        }
        List<OkFile> files = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            OkFile.read(line.getBytes(StandardCharsets.UTF_8)).ifPresent(files::add);
        }
        String[] first = lines.get(0).split(" ", -1);
        boolean isWhole = files.size() == lines.size() - 1 && files.size() == Integer.parseInt(first[1]);
        try {
            return isWhole ? Optional.of(new DayFile(LocalDate.parse(first[0]), files)) : Optional.empty();
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }
}
