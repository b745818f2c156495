package org.tongqu.ittests.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a gateway's log says of deliveries: a line for each change of state, written once it is committed. */
public final class LedgerLog {
    private static final Pattern CHANGE = Pattern.compile("event=delivery delivery=([0-9a-f]{32}) .* to=([A-Z]+) ");

    private LedgerLog() {}

    /** The deliveries that were sent after they had been delivered, as often as that happened: the order of the lines says so. */
    public static List<String> sentAfterTheirConclusion(Path log) {
        Set<String> delivered = new HashSet<>();
        List<String> again = new ArrayList<>();
        // A kill may have cut a character in two.
        try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher change = CHANGE.matcher(line);
                if (!change.find()) {
                    continue;
                }
                String delivery = change.group(1);
                if (change.group(2).equals("DELIVERED")) {
                    delivered.add(delivery);
                } else if (delivered.contains(delivery)) {
                    again.add(delivery);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return again;
    }
}
