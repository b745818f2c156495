package org.tongqu.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.auth.AuthScheme;
import org.tongqu.adapters.auth.BasicAuth;
import org.tongqu.adapters.auth.BodyProtection.Encoding;
import org.tongqu.adapters.auth.Call;
import org.tongqu.adapters.auth.ClientSide;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.MutualTls;
import org.tongqu.adapters.auth.NoAuth;
import org.tongqu.adapters.auth.NotAuthentic;
import org.tongqu.adapters.auth.NotAuthentic.Reason;
import org.tongqu.adapters.auth.ServerSide;
import org.tongqu.adapters.auth.SignedMessage;
import org.tongqu.record.dialect.Secret;
import org.tongqu.security.partner.NationalCiphers;

/** A signature beside the message, under the cipher that is really used. */
class SignedMessageTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    /** The pair of GB/T 32918.5-2017, annex A. */
    private static final Map<String, String> KNOWN = Map.of(
            "user", "win",
            "password", "secret1",
            "client-certificate", "PEM",
            "sm2-public-key",
                    "04" + "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                            + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13",
            "sm2-private-key", "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");

    private final SignedMessage scheme = signed(new BasicAuth());

    @Test
    void whatOneSideSignsTheOtherTakes() throws NotAuthentic {
        Call call = call(scheme, "{}");

        assertThat(scheme.parameters()).contains("signData");
        assertThat(call.parameters().get("signData")).hasSize(128);
        verify(call);
    }

    @Test
    void anotherMessageIsNotWhatWasSigned() {
        Call other = new Call("register", "{\"a\":1}");
        Call signed = call(scheme, "{}");
        other.parameters().putAll(signed.parameters());
        other.headers().putAll(signed.headers());

        assertThat(refusal(other)).isEqualTo(Reason.NOT_VALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "00",
                "not hexadecimal",
                "0000000000000000000000000000000000000000000000000000000000000000"
            })
    void whatIsNoSignatureIsRefused(String shown) {
        Call call = call(scheme, "{}");
        call.parameters().put("signData", shown);

        assertThat(refusal(call)).isEqualTo(shown.isBlank() ? Reason.INCOMPLETE : Reason.NOT_VALID);
    }

    @Test
    void whatItIsOnTopOfStillCounts() {
        Call call = call(scheme, "{}");
        call.headers().remove("Authorization");

        assertThat(refusal(call)).isEqualTo(Reason.INCOMPLETE);
        assertThat(signed(new MutualTls(new NoAuth())).clientCertificate(credentials()))
                .contains("PEM");
    }

    private static SignedMessage signed(AuthScheme within) {
        return new SignedMessage(within, new NationalCiphers(new SecureRandom()), "signData", Encoding.HEX);
    }

    private static Call call(SignedMessage scheme, String message) {
        Call call = new Call("register", message);
        ClientSide around = new ClientSide(
                "https://party.invalid", Clock.fixed(NOW, ZoneOffset.UTC), new Random(1), (path, headers, body) -> {
                    throw new UnsupportedOperationException("nothing is asked for");
                });
        scheme.sign(call, credentials(), around).join();
        return call;
    }

    private void verify(Call call) throws NotAuthentic {
        scheme.verify(
                call, credentials(), new ServerSide(Clock.fixed(NOW, ZoneOffset.UTC), (value, message, until) -> true));
    }

    private Reason refusal(Call call) {
        return catchThrowableOfType(NotAuthentic.class, () -> verify(call)).reason();
    }

    private static Credentials credentials() {
        Map<String, Secret> secrets = new HashMap<>();
        KNOWN.forEach((name, value) -> secrets.put(name, () -> value));
        return new Credentials(secrets);
    }
}
