package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.routes.TestSite.TAX;
import static org.tongqu.routes.TestSite.WATER;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.Conclusion.End;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;
import org.tongqu.routes.delivery.ReceiptJudge;
import org.tongqu.routes.delivery.SealedDelivery;

class ReceiptJudgeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final DeliveryId DELIVERY = new DeliveryId("0123456789abcdef0123456789abcdef");
    private static final byte[] SENT = "{}".getBytes(StandardCharsets.UTF_8);

    private final TestSeals seals = new TestSeals();
    private final ReceiptJudge judge = new ReceiptJudge(seals, seals, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aReceiptThatHoldsIsTheEnd() {
        SealedText receipt = receipt(TAX, DELIVERY, SENT, "DELIVERED");
        assertThat(judge(Repeat.SAFE, ReceiptKind.SEALED, 0, new Answer.Receipted(receipt)))
                .isEqualTo(new Conclusion.Delivered(receipt));
    }

    @Test
    void aSealedRefusalParksWithThePartysWords() {
        SealedText receipt = receipt(TAX, DELIVERY, SENT, "REFUSED");
        assertThat(judge(Repeat.SAFE, ReceiptKind.SEALED, 0, new Answer.Receipted(receipt)))
                .isEqualTo(new Conclusion.Parked("PARTY_REFUSED", "E7: 缺材料", receipt));
    }

    @Test
    void anyReceiptThatDoesNotHoldIsNone() {
        SealedText good = receipt(TAX, DELIVERY, SENT, "DELIVERED");
        List<SealedText> bad = List.of(
                new SealedText(good.payload().replace("E7", "E8"), good.seal()),
                receipt(WATER, DELIVERY, SENT, "DELIVERED"),
                receipt(TAX, new DeliveryId("f".repeat(32)), SENT, "DELIVERED"),
                receipt(TAX, DELIVERY, new byte[] {1}, "DELIVERED"),
                new SealedText("[]", TestSeals.by(TAX, SealType.ACK, "[]".getBytes(StandardCharsets.UTF_8))),
                new SealedText(
                        good.payload(),
                        TestSeals.by(TAX, SealType.RECORD, good.payload().getBytes(StandardCharsets.UTF_8))));
        assertThat(bad).allSatisfy(receipt -> assertThat(
                        judge(Repeat.SAFE, ReceiptKind.SEALED, 0, new Answer.Receipted(receipt)))
                .isInstanceOf(Conclusion.WithoutReceipt.class));
    }

    @Test
    void theThirdOkWithoutReceiptParks() {
        Answer ok = new Answer.Accepted("ok");
        assertThat(judge(Repeat.SAFE, ReceiptKind.SEALED, 1, ok)).isEqualTo(new Conclusion.WithoutReceipt("ok"));
        assertThat(judge(Repeat.SAFE, ReceiptKind.SEALED, 2, ok))
                .isEqualTo(new Conclusion.Parked("NO_RECEIPT", "ok", null));
    }

    @Test
    void theChannelsOkSufficesWhereThePartyFileSaysSo() {
        assertThat(judge(Repeat.SAFE, ReceiptKind.CHANNEL, 0, new Answer.Accepted("ok")))
                .isEqualTo(new Conclusion.Sent("ok"));
    }

    @Test
    void whatIsNotKnownIsDecidedByRepeat() {
        Answer unknown = new Answer.Unknown("TIMEOUT", "no answer");
        assertThat(judge(Repeat.SAFE, ReceiptKind.SEALED, 0, unknown))
                .isEqualTo(new Conclusion.Away("TIMEOUT", "no answer", null));
        assertThat(judge(Repeat.BY_QUERY, ReceiptKind.SEALED, 0, unknown))
                .isEqualTo(new Conclusion.Away("TIMEOUT", "no answer", null));
        assertThat(judge(Repeat.UNSAFE, ReceiptKind.SEALED, 0, unknown))
                .isEqualTo(new Conclusion.Unclear("TIMEOUT", "no answer"));
    }

    @Test
    void aPartnerMayAskForUpToAnHour() {
        assertThat(until(Duration.ofSeconds(90))).isEqualTo(NOW.plusSeconds(90));
        assertThat(until(Duration.ofDays(9))).isEqualTo(NOW.plusSeconds(3600));
        assertThat(until(null)).isNull();
    }

    @Test
    void aRefusalParks() {
        assertThat(judge(Repeat.SAFE, ReceiptKind.SEALED, 0, new Answer.Refused("HTTP_422", "no")))
                .isEqualTo(new Conclusion.Parked("HTTP_422", "no", null));
    }

    private @Nullable Instant until(@Nullable Duration retryAfter) {
        End end = judge(Repeat.SAFE, ReceiptKind.SEALED, 0, new Answer.Away("HTTP_503", "busy", retryAfter));
        return ((Conclusion.Away) end).until();
    }

    private End judge(Repeat repeat, ReceiptKind kind, int withoutReceipt, Answer answer) {
        ClaimedDelivery claim = new ClaimedDelivery(
                DELIVERY,
                TAX,
                new RecordId(TestSite.WINDOW, "r1"),
                TestSite.ACCEPTED,
                "C-1",
                1,
                1,
                1,
                new UUID(1, 2),
                NOW,
                NOW,
                seals.sm3(SENT),
                SENT,
                null,
                new byte[32],
                List.of(),
                null,
                withoutReceipt);
        SealedBody body = new SealedBody(SENT, TestSeals.by(TestSite.GATEWAY, SealType.DELIVERY, SENT), null);
        return judge.judge(
                new SealedDelivery(claim, body, Set.of(), false),
                (Endpoint.Push) TestSite.push(1, repeat, kind),
                answer);
    }

    private SealedText receipt(PartyId party, DeliveryId delivery, byte[] octets, String outcome) {
        String payload = StrictJson.writeText(StrictJson.object()
                .put("delivery", delivery.value())
                .put("outcome", outcome)
                .put("digest", seals.sm3(octets).value())
                .put("code", "E7")
                .put("reason", "缺材料"));
        return new SealedText(payload, TestSeals.by(party, SealType.ACK, payload.getBytes(StandardCharsets.UTF_8)));
    }
}
