package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers {@code x-aep-appkey}, {@code -nonce}, {@code -timestamp} and {@code -signature}: HMAC-SHA256 in hexadecimal digits over
 * {@code k=v&…} of the three, with the message as {@code xmlStr}. Thread-safe.
 */
final class AepSigner {
    private static final long FIVE_MINUTES = 300_000;

    private final String appKey;
    private final String appSecret;
    private final Clock clock;
    private final AtomicInteger nonces = new AtomicInteger();

    AepSigner(String appKey, String appSecret, Clock clock) {
        this.appKey = appKey;
        this.appSecret = appSecret;
        this.clock = clock;
    }

    /** The headers of a message that is signed now. */
    Map<String, String> headers(String message) {
        return headers(message, appSecret, 0);
    }

    /** Signed with this secret at a time so many milliseconds from now. */
    Map<String, String> headers(String message, String secret, long skew) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("x-aep-appkey", appKey);
        headers.put("x-aep-nonce", "n-" + nonces.incrementAndGet());
        headers.put("x-aep-timestamp", Long.toString(clock.millis() + skew));
        headers.put("x-aep-signature", signature(secret, headers, message));
        return headers;
    }

    /** Whether a message came from whoever knows the secret, within five minutes. */
    boolean isSigned(Map<String, String> headers, String message) {
        Map<String, String> signed = new TreeMap<>();
        for (String name : List.of("x-aep-appkey", "x-aep-nonce", "x-aep-timestamp")) {
            signed.put(name, headers.getOrDefault(name, ""));
        }
        long shown = Long.parseLong("0" + signed.get("x-aep-timestamp"));
        return Math.abs(clock.millis() - shown) < FIVE_MINUTES
                && appKey.equals(signed.get("x-aep-appkey"))
                && signature(appSecret, signed, message).equals(headers.get("x-aep-signature"));
    }

    private static String signature(String secret, Map<String, String> headers, String message) {
        Map<String, String> signed = new TreeMap<>(headers);
        signed.put("xmlStr", message);
        StringBuilder text = new StringBuilder();
        signed.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }
}
