package org.tongqu.adapters.frontdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a file lies in a party's database, as its message has it. */
class FileAddressTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        FileAddress address =
                new FileAddress("PRE_ATTR", "FILE_BODY", Map.of("ATTRNAME", "经营场所 证明/1&2=3#4%.pdf"), "1048577");

        URI written = URI.create(address.text());

        assertThat(FileAddress.isOne(written)).isTrue();
        assertThat(FileAddress.read(written)).contains(address);
    }

    @Test
    void anotherFileIsAnotherMessage() {
        FileAddress address = new FileAddress("T", "F", Map.of("K", "1"), "7");

        assertThat(address.text())
                .isEqualTo("frontdb:/T/F?K=1#7")
                .isNotEqualTo(new FileAddress("T", "F", Map.of("K", "1"), "8").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.5/T/F?K=1#7",
                "frontdb:opaque",
                "frontdb:/T?K=1#7",
                "frontdb:/T/F#7",
                "frontdb:/T/F?K#7",
                "frontdb:/T/F?K=1"
            })
    void anythingElseIsNone(String text) {
        assertThat(FileAddress.read(URI.create(text))).isEmpty();
    }
}
