package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The ways in which the simulated platforms around an enterprise, a ticket and a utility know who calls. */
public final class Proofs {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneId.of("Asia/Shanghai"));

    private Proofs() {}

    /** A user's name and password, by HTTP Basic. */
    public static Proof basic(String user, String password) {
        String shown =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Proof() {
            @Override
            public Map<String, String> show(String message) {
                return Map.of("Authorization", shown);
            }

            @Override
            public boolean holds(Map<String, String> headers, String message) {
                return shown.equals(headers.get("authorization"));
            }
        };
    }

    /**
     * {@code X-App-Key}, {@code X-Timestamp} in milliseconds, {@code X-Nonce}, and {@code X-Signature}: HMAC-SHA256 in hexadecimal digits
     * over the three and the message.
     */
    public static Proof hmac(String key, String secret, Clock clock) {
        return new Signed(
                key,
                () -> Long.toString(clock.millis()),
                text -> hmacSha256(secret, text),
                "",
                new Names("X-App-Key", "X-Timestamp", "X-Nonce", "X-Signature"));
    }

    /**
     * {@code account}, {@code timestamp} as {@code yyyyMMddHHmmss} in Beijing, {@code nonce}, and {@code sign}: MD5 in hexadecimal digits
     * over account, secret, time, nonce and message.
     */
    public static Proof md5(String key, String secret, Clock clock) {
        return new Signed(
                key,
                () -> SECONDS.format(clock.instant()),
                Proofs::md5,
                secret,
                new Names("account", "timestamp", "nonce", "sign"));
    }

    private record Names(String key, String time, String nonce, String signature) {}

    private record Signed(String key, Supplier<String> time, UnaryOperator<String> digest, String secret, Names names)
            implements Proof {
        @Override
        public Map<String, String> show(String message) {
            String now = time.get();
            String nonce = UUID.randomUUID().toString();
            return Map.of(
                    names.key(),
                    key,
                    names.time(),
                    now,
                    names.nonce(),
                    nonce,
                    names.signature(),
                    digest.apply(key + secret + now + nonce + message));
        }

        @Override
        public boolean holds(Map<String, String> headers, String message) {
            String shownTime = headers.getOrDefault(names.time().toLowerCase(), "");
            String nonce = headers.getOrDefault(names.nonce().toLowerCase(), "");
            return key.equals(headers.get(names.key().toLowerCase()))
                    && digest.apply(key + secret + shownTime + nonce + message)
                            .equals(headers.get(names.signature().toLowerCase()));
        }
    }

    private static String hmacSha256(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }
}
