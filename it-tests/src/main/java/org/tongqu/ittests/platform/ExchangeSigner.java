package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * The headers {@code gjgxjhpt_rid}, {@code _sid}, {@code _rtime} and {@code _sign} = Base64(HMAC-SHA256(secret, sid+rid+rtime)). The secret
 * is asked for at {@code /sysapi/auth/refreshappsecret}, signed with the application's key, and comes encrypted by it. Thread-safe.
 */
public final class ExchangeSigner implements Proof {
    private static final String REFRESH = "/sysapi/auth/refreshappsecret";
    private static final JsonMapper JSON = new JsonMapper();
    private static final long HALF_AN_HOUR = 1_800_000;

    private final String rid;
    private final String sid;
    private final String appKey;
    private final Clock clock;
    private final AtomicInteger secrets = new AtomicInteger(1);
    private final AtomicLong lastTime = new AtomicLong();

    /**
     * One of a platform that knows one application.
     *
     * @param rid who asks
     * @param sid which service is asked for
     * @param appKey the application's key
     */
    public ExchangeSigner(String rid, String sid, String appKey, Clock clock) {
        this.rid = rid;
        this.sid = sid;
        this.appKey = appKey;
        this.clock = clock;
    }

    /** There is another secret, and the one before holds no more. */
    public void changeSecret() {
        secrets.incrementAndGet();
    }

    private String secret() {
        return "national-secret-" + secrets.get();
    }

    @Override
    public Optional<String> given(String path, Map<String, String> headers) {
        if (!path.equals(REFRESH)) {
            return Optional.empty();
        }
        return Optional.of(
                isSigned(headers, appKey)
                        ? "{\"code\":\"0\",\"data\":{\"secret\":\"%s\",\"secretEndTime\":\"%d\"}}"
                                .formatted(aes(Cipher.ENCRYPT_MODE, secret()), clock.millis() + HALF_AN_HOUR)
                        : "{\"code\":\"-1\",\"message\":\"未授权\"}");
    }

    /** The same by this secret, whatever ours is. */
    Proof by(String secret) {
        return new Proof() {
            @Override
            public Map<String, String> show(String message) {
                return headers(secret);
            }

            @Override
            public boolean holds(Map<String, String> headers, String message) {
                return isSigned(headers, secret);
            }
        };
    }

    /** The secret that another platform gives to our application. */
    String fetched(Door door, String url) {
        Map<String, String> headers = headers(appKey);
        headers.put("Content-Type", "application/json");
        String answer =
                door.post(url + REFRESH, headers, "{}", StandardCharsets.UTF_8).text();
        return aes(
                Cipher.DECRYPT_MODE,
                JSON.readTree(answer).path("data").path("secret").asString(""));
    }

    /** Headers that are signed now with this secret. */
    Map<String, String> headers(String secret) {
        String time = Long.toString(lastTime.updateAndGet(last -> Math.max(last + 1, clock.millis())));
        Map<String, String> headers = new TreeMap<>();
        headers.put("gjgxjhpt_rid", rid);
        headers.put("gjgxjhpt_sid", sid);
        headers.put("gjgxjhpt_rtime", time);
        headers.put("gjgxjhpt_sign", sign(secret, time));
        return headers;
    }

    @Override
    public Map<String, String> show(String message) {
        return headers(secret());
    }

    @Override
    public boolean holds(Map<String, String> headers, String message) {
        return isSigned(headers, secret());
    }

    private boolean isSigned(Map<String, String> headers, String secret) {
        return rid.equals(headers.get("gjgxjhpt_rid"))
                && sid.equals(headers.get("gjgxjhpt_sid"))
                && sign(secret, headers.getOrDefault("gjgxjhpt_rtime", "")).equals(headers.get("gjgxjhpt_sign"));
    }

    private String sign(String secret, String time) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal((sid + rid + time).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    /** AES in CBC with a vector of zeros; the key is what SHA1PRNG draws first from the application's key: SHA-1 of its SHA-1. */
    private String aes(int mode, String text) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] drawn = sha1.digest(sha1.digest(appKey.getBytes(StandardCharsets.UTF_8)));
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(Arrays.copyOf(drawn, 16), "AES"), new IvParameterSpec(new byte[16]));
            return mode == Cipher.ENCRYPT_MODE
                    ? Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                    : new String(cipher.doFinal(Base64.getDecoder().decode(text)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException otherKey) {
            throw new IllegalStateException("a secret that is not encrypted by the application's key", otherKey);
        }
    }
}
