package org.tongqu.ittests.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.digest.Sm3;

class SinkTest {
    private static final PartyId TAX = new PartyId("990101.tax");
    private static final String DELIVERY = "00112233445566778899aabbccddeeff";
    private static final byte[] BODY =
            "{\"id\":\"r-1\",\"source\":\"/parties/990101.window\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    @Test
    void itConfirmsWithAReceiptOverTheBytesItGot() throws IOException {
        try (Sink sink = sink(arrival -> Reply.DELIVERED)) {
            HttpMessage answer = post(sink);

            SealedText sealed = SealedText.fromJson(StrictJson.parse(answer.body()));
            PartyReceipt receipt = PartyReceipt.of(StrictJson.parse(sealed.payload()));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(receipt.digest()).isEqualTo(new Sm3().sm3(BODY));
            assertThat(receipt.delivery().value()).isEqualTo(DELIVERY);
            Awaitility.await().until(() -> arrivals.size() == 1);
            assertThat(arrivals.get(0).record()).isEqualTo("990101.window/r-1");
            assertThat(arrivals.get(0).attempt()).isEqualTo(3);
        }
    }

    @Test
    void itAnswersAPlainStatusWithHeaders() throws IOException {
        try (Sink sink = sink(arrival -> new Reply.Plain(503, Map.of("Retry-After", "1"), "away"))) {
            HttpMessage answer = post(sink);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(answer.text()).isEqualTo("away");
        }
    }

    @Test
    void itCanResetAndSpeakGarbage() {
        try (Sink resetting = sink(arrival -> new Reply.Reset());
                Sink garbling = sink(arrival -> new Reply.Garbage("EHLO\r\n"))) {
            assertThatThrownBy(() -> post(resetting)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> post(garbling)).isInstanceOf(IOException.class);
        }
    }

    private Sink sink(Function<Arrival, Reply> behaviour) {
        GeneratedSite site = GeneratedSite.write(
                folder, List.of(GeneratedParty.fetching(TAX.value())), List.of(), Clock.systemUTC());
        PartySealer sealer = site.sealer(TAX, Clock.systemUTC());
        return new Sink(0, sealer, Clock.systemUTC(), behaviour, (arrival, answered) -> arrivals.add(arrival));
    }

    private static HttpMessage post(Sink sink) throws IOException {
        try (HttpConnection connection = new HttpConnection(sink.port(), Duration.ofSeconds(5))) {
            return connection.exchange(
                    "POST", "/deliveries", Map.of("Delivery-Id", DELIVERY, "Attempt", "3", "Seal", "a..b"), BODY);
        }
    }
}
