package org.tongqu.adapters.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.json.StrictJson;

class AuthSchemesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final String CERTIFICATE_SHA_256 =
            "03:D6:6D:D0:88:35:C1:CA:3F:12:8C:CE:AC:D1:F3:1A:C9:41:63:09:6B:20:F4:45:AE:84:28:5B:C0:83:2D:72";
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("user", "win"),
            Map.entry("password", "secret1"),
            Map.entry("app-id", "app1"),
            Map.entry("app-secret", "secret1"),
            Map.entry("api-key", "apikey1"),
            Map.entry("api-code", "other"),
            Map.entry("api-code.baseInfo", "base01"),
            Map.entry("paas-id", "paas1"),
            Map.entry("token", "tok-1"),
            Map.entry("app-key", "key1"),
            Map.entry("rid", "rid_1"),
            Map.entry("sid", "s_1"));

    private final Map<String, String> used = new HashMap<>();

    static TokenAuth token() {
        return new TokenAuth(
                new TokenAuth.Login(
                        "/token",
                        "appKey",
                        "appSecret",
                        false,
                        "/data/accessToken",
                        Map.of("/code", "200"),
                        Duration.ofMinutes(30)),
                List.of(),
                List.of("access_token"),
                "");
    }

    private static final SignedHeaders SIGNED_HEADERS = new SignedHeaders(
            new SignedHeaders.Names("appKey", "timestamp", "nonce", "sign"),
            "{key}{time}{nonce}{call}{message}",
            SignedHeaders.Algorithm.HMAC_SHA256,
            BodyProtection.Encoding.HEX,
            SignedHeaders.Time.EPOCH_MILLIS,
            Duration.ofMinutes(1));

    static Stream<AuthScheme> schemes() {
        return Stream.of(
                new BasicAuth(),
                new DailyMd5(),
                new XTif(),
                new XAep("xmlStr"),
                new Gjgxjhpt(AesVariant.SHA1PRNG_CBC),
                new Gjgxjhpt(AesVariant.ECB),
                SIGNED_HEADERS,
                digested(SignedHeaders.Algorithm.MD5, SignedHeaders.Time.BEIJING),
                digested(SignedHeaders.Algorithm.SHA_256, SignedHeaders.Time.EPOCH_SECONDS),
                token());
    }

    /** Which of them tell the time in each call, and may be shown once. */
    static Stream<AuthScheme> schemesThatCountOnce() {
        return Stream.of(
                new XTif(),
                new XAep("xmlStr"),
                new Gjgxjhpt(AesVariant.ECB),
                digested(SignedHeaders.Algorithm.MD5, SignedHeaders.Time.BEIJING));
    }

    private static SignedHeaders digested(SignedHeaders.Algorithm digest, SignedHeaders.Time time) {
        return new SignedHeaders(
                new SignedHeaders.Names("k", "t", "", "s"),
                "{key}{secret}{time}",
                digest,
                BodyProtection.Encoding.BASE64,
                time,
                Duration.ofMinutes(5));
    }

    /** Made with {@code openssl dgst -md5 -binary | base64} and {@code openssl dgst -sha256 -hmac secret1}. */
    @Test
    void signedHeadersAreThoseThatOthersMake() {
        Call digested = signed(digested(SignedHeaders.Algorithm.MD5, SignedHeaders.Time.BEIJING), KNOWN, NOW);
        Call keyed = signed(SIGNED_HEADERS, KNOWN, NOW);

        assertThat(digested.headers())
                .containsEntry("k", "key1")
                .containsEntry("t", "20261126080000")
                .containsEntry("s", "2CSNkG7dy6ZFfY/rNv4N8w==")
                .hasSize(3);
        assertThat(keyed.headers()).containsEntry("timestamp", "1795651200000").hasSize(4);
        assertThat(keyed.headers().get("nonce")).isEqualTo("bb1ad57319b89cd868fb0e6f684df992");
        assertThat(keyed.headers().get("sign"))
                .isEqualTo("6d253c555f1b1b4bca23f29a109ecb35b332f00e48e1448d376393a9bf5e66b8");
    }

    @Test
    void signedHeadersHoldForAsLongAsTheDialectSays() throws NotAuthentic {
        Call call = signed(SIGNED_HEADERS, KNOWN, NOW);
        Call other = new Call("baseInfo", "{\"a\":2}");
        other.headers().putAll(call.headers());

        SIGNED_HEADERS.verify(call, credentials(KNOWN), server(NOW.plusSeconds(60)));
        assertThat(refusal(() -> SIGNED_HEADERS.verify(call, credentials(KNOWN), server(NOW.plusSeconds(61))))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.SKEWED);
        assertThat(refusal(() -> SIGNED_HEADERS.verify(other, credentials(KNOWN), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.NOT_VALID);
    }

    @ParameterizedTest
    @CsvSource({
        "MD5, {key}{secret}{time}{message}{nonce}",
        "MD5, {key}{time}",
        "HMAC_SHA256, {key}{message}",
        "HMAC_SHA256, {time}{body}"
    })
    void aTextThatDoesNotTellOneCallFromAnotherIsNoneToSign(SignedHeaders.Algorithm digest, String over) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SignedHeaders(
                        new SignedHeaders.Names("k", "t", "", "s"),
                        over,
                        digest,
                        BodyProtection.Encoding.HEX,
                        SignedHeaders.Time.EPOCH_MILLIS,
                        Duration.ofMinutes(1)));
    }

    @Test
    void whatIsOnlyWrittenOtherwiseComesBack() throws NotAuthentic {
        BodyProtection encoded = new BodyProtection.Encoded(BodyProtection.Encoding.BASE64);

        assertThat(encoded.protect("{\"a\":\"甲\"}", credentials(KNOWN))).isEqualTo("eyJhIjoi55SyIn0=");
        assertThat(encoded.open(" eyJhIjoi55SyIn0=\n", credentials(KNOWN))).isEqualTo("{\"a\":\"甲\"}");
        assertThat(refusal(() -> encoded.open("/w==", credentials(KNOWN))).reason())
                .isEqualTo(NotAuthentic.Reason.NOT_VALID);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void whatOneSideSignsTheOtherTakes(AuthScheme scheme) throws NotAuthentic {
        scheme.verify(signed(scheme, KNOWN, NOW), credentials(KNOWN), server(NOW));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void whoDoesNotKnowTheSecretIsRefused(AuthScheme scheme) {
        Map<String, String> guessed = new HashMap<>(KNOWN);
        Stream.of("password", "app-secret", "api-key", "token", "app-key").forEach(name -> guessed.put(name, "guess"));
        Call call = signed(scheme, guessed, NOW);

        NotAuthentic refused = refusal(() -> scheme.verify(call, credentials(KNOWN), server(NOW)));

        assertThat(refused.reason())
                .isIn(NotAuthentic.Reason.NOT_VALID, NotAuthentic.Reason.OTHER_CALLER, NotAuthentic.Reason.EXPIRED);
        assertThat(refused.words()).doesNotContain("secret1", "apikey1", "tok-1", "key1", "guess");
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aCallThatShowsNothingIsRefused(AuthScheme scheme) {
        NotAuthentic refused =
                refusal(() -> scheme.verify(new Call("baseInfo", "{}"), credentials(KNOWN), server(NOW)));

        assertThat(refused.reason()).isEqualTo(NotAuthentic.Reason.INCOMPLETE);
    }

    @ParameterizedTest
    @MethodSource("schemesThatCountOnce")
    void aSignatureCountsForOneMessageAndForItsRepeat(AuthScheme scheme) throws NotAuthentic {
        Call call = signed(scheme, KNOWN, NOW);
        scheme.verify(call, credentials(KNOWN), server(NOW));
        scheme.verify(call, credentials(KNOWN), server(NOW));
        Call other = new Call("baseInfo", "{\"a\":2}");
        other.headers().putAll(call.headers());
        other.parameters().putAll(call.parameters());

        assertThat(refusal(() -> scheme.verify(other, credentials(KNOWN), server(NOW)))
                        .reason())
                .isIn(NotAuthentic.Reason.REPLAYED, NotAuthentic.Reason.NOT_VALID);
    }

    @Test
    void aPasswordThatOthersCouldReadShowsNothing() {
        AccountAuth account = new AccountAuth(Map.of(), Map.of("mm", "password"));
        for (AuthScheme scheme : List.of(new BasicAuth(), account)) {
            Call call = signed(scheme, KNOWN, NOW);
            call.cameInClear(true);

            assertThat(refusal(() -> scheme.verify(call, credentials(KNOWN), server(NOW)))
                            .reason())
                    .isEqualTo(NotAuthentic.Reason.IN_CLEAR);
        }
        Call login = new Call("/token", "{}");
        login.cameInClear(true);
        assertThat(refusal(() -> token().issue("/token", login, credentials(KNOWN), server(NOW)))
                        .words())
                .contains("口令只经 TLS 接收", "use https://");
    }

    /** Midnight in Beijing is 16:00 UTC; five minutes around it both days count. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-26T15:54:00Z, 2026-11-26T16:06:00Z, false",
        "2026-11-26T15:59:00Z, 2026-11-26T16:04:00Z, true",
        "2026-11-26T16:01:00Z, 2026-11-26T15:56:00Z, true",
        "2026-11-26T16:06:00Z, 2026-11-26T15:54:00Z, false",
        "2026-11-25T08:00:00Z, 2026-11-26T08:00:00Z, false"
    })
    void aSignOfTheDayCountsOnItsDay(Instant signed, Instant shown, boolean counts) throws NotAuthentic {
        DailyMd5 scheme = new DailyMd5();
        Call call = signed(scheme, KNOWN, signed);

        if (counts) {
            scheme.verify(call, credentials(KNOWN), server(shown));
        } else {
            assertThat(refusal(() -> scheme.verify(call, credentials(KNOWN), server(shown)))
                            .reason())
                    .isEqualTo(NotAuthentic.Reason.NOT_VALID);
        }
    }

    /** The fingerprint was made by sha256sum of the octets "certificate". */
    @Test
    void aCertificateHasToBeThatOfTheParty() throws Exception {
        Map<String, String> known = new HashMap<>(KNOWN);
        known.put("caller-certificate", "00".repeat(32) + "  " + CERTIFICATE_SHA_256);
        X509Certificate shown = mock(X509Certificate.class);
        when(shown.getEncoded()).thenReturn("certificate".getBytes(StandardCharsets.US_ASCII));
        MutualTls alone = new MutualTls(new NoAuth());
        MutualTls withPassword = new MutualTls(new BasicAuth());
        Call call = signed(alone, known, NOW);

        assertThat(refusal(() -> alone.verify(call, credentials(known), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.INCOMPLETE);
        call.showed(shown);
        alone.verify(call, credentials(known), server(NOW));
        assertThat(refusal(() -> withPassword.verify(call, credentials(known), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.INCOMPLETE);
        known.put("caller-certificate", "00".repeat(32));
        assertThat(refusal(() -> alone.verify(call, credentials(known), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.OTHER_CALLER);
        assertThat(refusal(() -> new MutualTls(token()).issue("/token", call, credentials(known), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.OTHER_CALLER);
    }

    @Test
    void theCaseOfHexadecimalDigitsMakesNoOtherSignature() throws NotAuthentic {
        XTif scheme = new XTif();
        Call call = signed(scheme, KNOWN, NOW);
        scheme.verify(call, credentials(KNOWN), server(NOW));
        Call other = new Call("baseInfo", "{\"a\":2}");
        other.headers().putAll(call.headers());
        other.headers().compute("x-tif-signature", (name, value) -> String.valueOf(value)
                .toUpperCase(Locale.ROOT));

        assertThat(refusal(() -> scheme.verify(other, credentials(KNOWN), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.REPLAYED);
    }

    @Test
    void aQuestionThatCouldNotEvenBeAskedIsForgottenToo() {
        TokenAuth scheme = token();
        ClientSide broken =
                new ClientSide("https://party.invalid", clock(NOW), new Random(1), (path, headers, body) -> {
                    throw new IllegalStateException("the file of a credential cannot be read");
                });
        Call call = new Call("receiveAccept", "<A/>");

        assertThat(scheme.sign(call, credentials(KNOWN), broken)).isCompletedExceptionally();
        assertThat(scheme.sign(call, credentials(KNOWN), client(token(), KNOWN, NOW, new ArrayList<>())))
                .isCompleted();
    }

    @Test
    void whoHearsLateThatATokenRanOutDoesNotForgetTheFreshOne() {
        TokenAuth client = token();
        List<String> errands = new ArrayList<>();
        ClientSide around = client(token(), KNOWN, NOW, errands);
        Call early = new Call("receiveAccept", "<A/>");
        client.sign(early, credentials(KNOWN), around).join();
        Instant later = NOW.plusSeconds(1);
        client.forget(early, credentials(KNOWN), around);
        client.sign(new Call("receiveAccept", "<B/>"), credentials(KNOWN), client(token(), KNOWN, later, errands))
                .join();
        client.forget(early, credentials(KNOWN), around);
        client.sign(new Call("receiveAccept", "<C/>"), credentials(KNOWN), around)
                .join();

        assertThat(errands).hasSize(2);
    }

    @Test
    void twoCallsOfOneMomentHaveSignaturesOfTheirOwn() {
        Gjgxjhpt client = new Gjgxjhpt(AesVariant.ECB);
        ClientSide around = client(new Gjgxjhpt(AesVariant.ECB), KNOWN, NOW, new ArrayList<>());
        Call first = new Call("find", "{}");
        Call second = new Call("find", "{}");
        client.sign(first, credentials(KNOWN), around).join();
        client.sign(second, credentials(KNOWN), around).join();

        assertThat(first.headers().get("gjgxjhpt_sign"))
                .isNotEqualTo(second.headers().get("gjgxjhpt_sign"));
    }

    @ParameterizedTest
    @MethodSource("schemesThatCountOnce")
    void aClockMayBeFiveMinutesOffAndNoMore(AuthScheme scheme) throws NotAuthentic {
        Call call = signed(scheme, KNOWN, NOW);
        Duration five = Duration.ofMinutes(5);

        assertThat(refusal(() -> scheme.verify(
                                call, credentials(KNOWN), server(NOW.plus(five).plusSeconds(1))))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.SKEWED);
        assertThat(refusal(() -> scheme.verify(
                                call, credentials(KNOWN), server(NOW.minus(five).minusSeconds(1))))
                        .reason())
                .isIn(NotAuthentic.Reason.SKEWED, NotAuthentic.Reason.EXPIRED);
        scheme.verify(call, credentials(KNOWN), server(NOW.plus(five)));
    }

    static Stream<Arguments> vectors() {
        return Stream.of(
                Arguments.of(
                        new DailyMd5(),
                        Map.of(
                                "appId", "app1",
                                "apiCode", "base01",
                                "requestNo", "1",
                                "apiKey", "apikey1",
                                "sign", "60C4E5D165396FE6F81B8EB8EBCC3A43")),
                Arguments.of(
                        new XTif(),
                        Map.of(
                                "x-tif-paasid", "paas1",
                                "x-tif-timestamp", "1795651200",
                                "x-tif-nonce", "nonce-1",
                                "x-tif-signature", "9c0a5814cbcf38e538ff22e244b9e518da26b570a6ba44705cd6ce27bfaf624c")),
                Arguments.of(new BasicAuth(), Map.of("authorization", "basic d2luOnNlY3JldDE=")));
    }

    /** Made with md5sum, sha256sum and base64. */
    @ParameterizedTest
    @MethodSource("vectors")
    void whatOtherProgramsSignIsTaken(AuthScheme scheme, Map<String, String> headers) throws NotAuthentic {
        Call call = new Call("baseInfo", "{}");
        call.headers().putAll(headers);

        scheme.verify(call, credentials(KNOWN), server(NOW));
    }

    /** Made with openssl. */
    @Test
    void theSignatureOfXAepIsOverAllParametersAndTheMessage() throws NotAuthentic {
        Map<String, String> known = Map.of("app-key", "app1", "app-secret", "secret1");
        Call call = new Call("receiveAccept", "<A/>");
        call.parameters().put("p", "1");
        call.headers().put("x-aep-appkey", "app1");
        call.headers().put("x-aep-nonce", "n1");
        call.headers().put("x-aep-timestamp", "1795651200000");
        call.headers().put("x-aep-signature", "0a06c26865f088d736a68bf1290dfa6abd953a5e357228f0a1ce6c489e218783");

        new XAep("xmlStr").verify(call, credentials(known), server(NOW));

        call.parameters().put("p", "2");
        assertThat(refusal(() -> new XAep("xmlStr").verify(call, credentials(known), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.NOT_VALID);
    }

    /** The first signature was made with openssl. */
    @Test
    void theNationalSecretIsFetchedWithTheKeyOnceAndAnewWhenItHasRunOut() throws NotAuthentic {
        Gjgxjhpt server = new Gjgxjhpt(AesVariant.ECB);
        Call refresh = new Call("/sysapi/auth/refreshappsecret", "");
        refresh.headers().put("gjgxjhpt_rid", "rid_1");
        refresh.headers().put("gjgxjhpt_sid", "s_1");
        refresh.headers().put("gjgxjhpt_rtime", "1795651200000");
        refresh.headers().put("gjgxjhpt_sign", "UPRmE9R69Cz/94Y0/DPQOb7wZ7uiNBPxp7qvm0ZxUdw=");
        assertThat(server.issue("/sysapi/auth/refreshappsecret", refresh, credentials(KNOWN), server(NOW)))
                .hasValueSatisfying(reply -> assertThat(reply.body())
                        .contains("\"code\":\"0\"", "\"secret\":", "\"secretEndTime\":1795654800000"));

        Gjgxjhpt client = new Gjgxjhpt(AesVariant.ECB);
        List<String> errands = new ArrayList<>();
        ClientSide early = client(server, KNOWN, NOW.plusSeconds(1), errands);
        for (int i = 0; i < 3; i++) {
            client.sign(new Call("find", "{}"), credentials(KNOWN), early).join();
        }
        assertThat(errands).containsExactly("/sysapi/auth/refreshappsecret");

        Instant later = NOW.plus(Duration.ofMinutes(61));
        Call call = new Call("find", "{}");
        client.sign(call, credentials(KNOWN), client(server, KNOWN, later, errands))
                .join();
        assertThat(errands).hasSize(2);
        server.verify(call, credentials(KNOWN), server(later));
    }

    @Test
    void theFourFieldsMayComeInTheBody() throws NotAuthentic {
        Gjgxjhpt server = new Gjgxjhpt(AesVariant.ECB);
        String body =
                """
                {"gjgxjhpt_rid":"rid_1","gjgxjhpt_sid":"s_1","gjgxjhpt_rtime":"1795651200000",
                 "gjgxjhpt_sign":"UPRmE9R69Cz/94Y0/DPQOb7wZ7uiNBPxp7qvm0ZxUdw="}
                """;
        Call form = new Call("/sysapi/auth/refreshappsecret", "");
        StrictJson.parse(body).properties().forEach(member -> form.parameters()
                .put(member.getKey(), member.getValue().stringValue()));

        assertThat(server.issue("/sysapi/auth/refreshappsecret", new Call("x", body), credentials(KNOWN), server(NOW)))
                .isPresent();
        used.clear();
        assertThat(server.issue("/sysapi/auth/refreshappsecret", form, credentials(KNOWN), server(NOW)))
                .isPresent();
    }

    @Test
    void aTokenThatHasRunOutIsToldApartAndFetchedAnew() throws NotAuthentic {
        TokenAuth client = token();
        TokenAuth server = token();
        List<String> errands = new ArrayList<>();
        Call first = new Call("receiveAccept", "<A/>");
        client.sign(first, credentials(KNOWN), client(server, KNOWN, NOW, errands))
                .join();
        server.verify(first, credentials(KNOWN), server(NOW.plus(Duration.ofMinutes(29))));
        Instant later = NOW.plus(Duration.ofMinutes(30));

        assertThat(refusal(() -> server.verify(first, credentials(KNOWN), server(later)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.RUN_OUT);

        client.forget(first, credentials(KNOWN), client(server, KNOWN, later, errands));
        Call second = new Call("receiveAccept", "<A/>");
        client.sign(second, credentials(KNOWN), client(server, KNOWN, later, errands))
                .join();
        server.verify(second, credentials(KNOWN), server(later));
        assertThat(errands).containsExactly("/token", "/token");
    }

    @Test
    void aTokenCannotBeGivenALongerLife() {
        TokenAuth server = token();
        Call call = new Call("receiveAccept", "<A/>");
        token().sign(call, credentials(KNOWN), client(server, KNOWN, NOW, new ArrayList<>()))
                .join();
        String[] parts = call.parameters().get("access_token").split("\\.");
        call.parameters().put("access_token", Long.parseLong(parts[0]) + 1 + "." + parts[1]);

        assertThat(refusal(() -> server.verify(call, credentials(KNOWN), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.EXPIRED);
    }

    @Test
    void nobodyGetsATokenWithoutTheSecret() {
        Call login = new Call("/token", "");
        login.parameters().put("appKey", "app1");
        login.parameters().put("appSecret", "guess");

        assertThat(refusal(() -> token().issue("/token", login, credentials(KNOWN), server(NOW)))
                        .reason())
                .isEqualTo(NotAuthentic.Reason.NOT_VALID);
    }

    @Test
    void aFailedErrandIsToldAndTriedAgainNextTime() {
        TokenAuth scheme = token();
        ClientSide broken = new ClientSide(
                "https://party.invalid",
                clock(NOW),
                new Random(1),
                (path, headers, body) -> CompletableFuture.completedFuture(new Reply(500, "{}")));
        Call call = new Call("receiveAccept", "<A/>");

        assertThat(scheme.sign(call, credentials(KNOWN), broken)).isCompletedExceptionally();
        assertThat(scheme.sign(call, credentials(KNOWN), client(token(), KNOWN, NOW, new ArrayList<>())))
                .isCompleted();
    }

    private Call signed(AuthScheme scheme, Map<String, String> known, Instant at) {
        Call call = new Call("baseInfo", "{\"a\":1}");
        call.parameters().put("p", "1");
        scheme.sign(call, credentials(known), client(scheme, known, at, new ArrayList<>()))
                .join();
        return call;
    }

    /** A client whose errands go to a server that knows the same. */
    private ClientSide client(AuthScheme server, Map<String, String> known, Instant at, List<String> errands) {
        return new ClientSide("https://party.invalid", clock(at), new Random(1), (path, headers, body) -> {
            errands.add(path);
            Call errand = new Call(path, body);
            errand.headers().putAll(headers);
            for (String pair : body.startsWith("{") ? new String[0] : body.split("&")) {
                errand.parameters().put(pair.split("=")[0], pair.split("=")[1]);
            }
            try {
                Reply reply = server.issue(path, errand, credentials(known), server(at))
                        .orElseThrow();
                return CompletableFuture.completedFuture(reply);
            } catch (NotAuthentic stranger) {
                return CompletableFuture.failedFuture(stranger);
            }
        });
    }

    private ServerSide server(Instant at) {
        return new ServerSide(clock(at), (value, message, until) -> used.computeIfAbsent(value, first -> message)
                .equals(message));
    }

    private static Clock clock(Instant at) {
        return Clock.fixed(at, ZoneOffset.UTC);
    }

    private static Credentials credentials(Map<String, String> known) {
        Map<String, Secret> secrets = new HashMap<>();
        known.forEach((name, value) -> secrets.put(name, new Stated(value)));
        return new Credentials(secrets);
    }

    private record Stated(String value) implements Secret {
        @Override
        public String reveal() {
            return value;
        }
    }

    private interface Step {
        void run() throws NotAuthentic;
    }

    private static NotAuthentic refusal(Step step) {
        return catchThrowableOfType(NotAuthentic.class, step::run);
    }
}
