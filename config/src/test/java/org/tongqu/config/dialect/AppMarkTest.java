package org.tongqu.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.adapters.auth.AppMark;
import org.tongqu.adapters.auth.BodyProtection.Encoding;
import org.tongqu.adapters.auth.Call;
import org.tongqu.adapters.auth.ClientSide;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.NotAuthentic;
import org.tongqu.adapters.auth.NotAuthentic.Reason;
import org.tongqu.adapters.auth.ServerSide;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.port.PartnerCipher.Sm2Order;
import org.tongqu.security.partner.NationalCiphers;

/** The sign of 好差评 under the ciphers that are really used. */
class AppMarkTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    /** The pair of GB/T 32918.5-2017, annex A. */
    private static final Map<String, String> KNOWN = Map.of(
            "app-mark", "990101",
            "app-word", "word1",
            "sm2-public-key",
                    "04" + "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                            + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13",
            "sm2-private-key", "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");

    private final AppMark scheme = new AppMark(new NationalCiphers(new SecureRandom()), Sm2Order.C1C3C2, Encoding.HEX);
    private final Map<String, String> used = new HashMap<>();

    @Test
    void whatOneSideSignsTheOtherTakesAndItsRepeat() throws NotAuthentic {
        Call call = signed(KNOWN);

        verify(call);
        verify(call);
    }

    @Test
    void aSignCountsForOneMessageHoweverItIsWritten() throws NotAuthentic {
        Call call = signed(KNOWN);
        verify(call);
        String sign = call.parameters().getOrDefault("sign", "");

        assertThat(sign).startsWith("04");
        assertThat(refusal(with(call, "sign", sign))).isEqualTo(Reason.REPLAYED);
        assertThat(refusal(with(call, "sign", sign.substring(2)))).isEqualTo(Reason.REPLAYED);
        assertThat(refusal(with(call, "sign", sign.toUpperCase(Locale.ROOT)))).isEqualTo(Reason.REPLAYED);
    }

    @Test
    void whoDoesNotKnowTheWordIsRefused() {
        Map<String, String> guessed = new HashMap<>(KNOWN);
        guessed.put("app-word", "guess");

        assertThat(refusal(signed(guessed))).isEqualTo(Reason.NOT_VALID);
    }

    @ParameterizedTest
    @CsvSource({
        "sign, 04, NOT_VALID",
        "sign, 签名, NOT_VALID",
        "sign, '', INCOMPLETE",
        "time, '', INCOMPLETE",
        "time, 1795651200001, NOT_VALID",
        "appMark, 990102, OTHER_CALLER",
        "appMark, '', INCOMPLETE"
    })
    void whatIsAlteredOrMissingIsRefused(String parameter, String value, Reason reason) {
        assertThat(refusal(with(signed(KNOWN), parameter, value))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"PT5M1S", "PT-5M-1S"})
    void aTimeThatIsFarFromOursIsRefused(Duration apart) {
        Call call = signed(KNOWN, NOW.minus(apart));

        assertThat(refusal(call)).isEqualTo(Reason.SKEWED);
    }

    private Call signed(Map<String, String> known) {
        return signed(known, NOW);
    }

    private Call signed(Map<String, String> known, Instant at) {
        Call call = new Call("evaluation", "{}");
        ClientSide around = new ClientSide(
                "https://party.invalid", Clock.fixed(at, ZoneOffset.UTC), new Random(1), (path, headers, body) -> {
                    throw new IllegalStateException("nothing is fetched");
                });
        assertThat(scheme.sign(call, credentials(known), around)).isCompleted();
        return call;
    }

    private static Call with(Call call, String parameter, String value) {
        Call other = new Call(call.name(), "{\"a\":2}");
        other.parameters().putAll(call.parameters());
        other.parameters().put(parameter, value);
        return other;
    }

    private void verify(Call call) throws NotAuthentic {
        scheme.verify(
                call,
                credentials(KNOWN),
                new ServerSide(
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        (value, message, until) -> message.equals(used.computeIfAbsent(value, first -> message))));
    }

    private Reason refusal(Call call) {
        return catchThrowableOfType(NotAuthentic.class, () -> verify(call)).reason();
    }

    private static Credentials credentials(Map<String, String> known) {
        Map<String, Secret> values = new HashMap<>();
        known.forEach((name, value) -> values.put(name, () -> value));
        return new Credentials(values);
    }
}
