package org.tongqu.ittests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerLogTest {
    private static final String ONE = "9d89e02b55b28d991a95130266494775";
    private static final String TWO = "e7a59cf4c2ab89be1a45b3144f1574d7";

    @TempDir
    private Path folder;

    @Test
    void onlyWhatWasSentAfterItWasDeliveredIsFound() throws IOException {
        Path log = Files.writeString(
                folder.resolve("gateway.log"),
                line(ONE, "ACCEPTED", "SENDING", 1)
                        + line(TWO, "ACCEPTED", "SENDING", 1)
                        + "at org.tongqu.Something\n"
                        + line(ONE, "SENDING", "ACCEPTED", 1)
                        + line(ONE, "ACCEPTED", "SENDING", 2)
                        + line(ONE, "SENDING", "DELIVERED", 2)
                        + line(TWO, "SENDING", "DELIVERED", 1)
                        + line(TWO, "ACCEPTED", "SENDING", 2)
                        + line(TWO, "SENDING", "DELIVERED", 2));

        assertThat(LedgerLog.sentAfterTheirConclusion(log)).containsExactly(TWO);
    }

    private static String line(String delivery, String from, String to, int attempt) {
        return "2026-11-26T12:00:00.000Z INFO  ledger event=delivery delivery=" + delivery
                + " lane=990101.tax record=990101.window/a type=case.applied from=" + from + " to=" + to + " attempt="
                + attempt + " age-ms=3 thread=t\n";
    }
}
