package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An insurance platform: {@code POST /register} of {@code {"signData": …, "encData": …}}, the one the SM2 signature of the other, which is
 * a JSON object enciphered by SM4 in CBC, both in hexadecimal digits; who calls is told by the headers {@code x-tif-paasid},
 * {@code -timestamp}, {@code -nonce}, {@code -signature}. It answers {@code {code,message}}, 0 being consent, 已接收 what it had. Thread-safe.
 */
public final class InsurancePlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long SKEW = 300;

    private final String paasId;
    private final String token;
    private final Sm4Key sm4;
    private final Sm2Keys keys;
    private final String partnersKey;
    private final Clock clock;
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    /**
     * A platform that knows one caller, on this port.
     *
     * @param keys its own pair
     * @param partnersKey the public key of the caller's side, in hexadecimal digits
     */
    public InsurancePlatform(
            int port, String paasId, String token, Sm4Key sm4, Sm2Keys keys, String partnersKey, Clock clock) {
        this.paasId = paasId;
        this.token = token;
        this.sm4 = sm4;
        this.keys = keys;
        this.partnersKey = partnersKey;
        this.clock = clock;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What was registered, decrypted, in order. */
    public List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** Reports a registration to another platform, and gives back its answer. */
    public JsonNode report(String url, String message) {
        return report(url, message, sm4, keys);
    }

    /** The same, enciphered and signed under these keys. */
    public JsonNode report(String url, String message, Sm4Key cipher, Sm2Keys signer) {
        String sealed = cipher.encrypt(message);
        return post(url, sealed, signer.sign(sealed), clock.instant().getEpochSecond());
    }

    /** The same with a signature of another message. */
    public JsonNode reportSignedOtherwise(String url, String message) {
        return post(
                url,
                sm4.encrypt(message),
                keys.sign(sm4.encrypt("{}")),
                clock.instant().getEpochSecond());
    }

    /** The same at another time. */
    public JsonNode reportAt(String url, String message, long second) {
        String sealed = sm4.encrypt(message);
        return post(url, sealed, keys.sign(sealed), second);
    }

    private JsonNode post(String url, String sealed, String signature, long second) {
        String nonce = UUID.randomUUID().toString();
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("x-tif-paasid", paasId);
        headers.put("x-tif-timestamp", Long.toString(second));
        headers.put("x-tif-nonce", nonce);
        headers.put("x-tif-signature", mark(Long.toString(second), nonce));
        String body = "{\"encData\":\"" + sealed + "\",\"signData\":\"" + signature + "\"}";
        return JSON.readTree(door.post(url + "/register", headers, body, StandardCharsets.UTF_8)
                .text());
    }

    private Door.Said take(Door.Came came) {
        String time = came.headers().getOrDefault("x-tif-timestamp", "0");
        String mark = mark(time, came.headers().getOrDefault("x-tif-nonce", ""));
        long age = Math.abs(clock.instant().getEpochSecond() - Long.parseLong(time));
        if (!paasId.equals(came.headers().get("x-tif-paasid"))
                || !mark.equals(came.headers().get("x-tif-signature"))
                || age > SKEW) {
            return json("1", "认证失败");
        }
        JsonNode body = JSON.readTree(came.text());
        String sealed = body.path("encData").asString("");
        if (!Sm2Keys.isSigned(sealed, body.path("signData").asString(""), partnersKey)) {
            return json("1", "验签失败");
        }
        JsonNode message = JSON.readTree(sm4.decrypt(sealed));
        String refusal = refusals.poll();
        if (refusal != null) {
            return json("1", refusal);
        }
        if (!known.add(message.path("dwbh").asString(""))) {
            return json("0", "已接收");
        }
        taken.add(message);
        return json("0", "成功");
    }

    private String mark(String time, String nonce) {
        try {
            String text = time + token + nonce + time;
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    private static Door.Said json(String code, String message) {
        return new Door.Said(
                200, "application/json;charset=UTF-8", "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }

    @Override
    public void close() {
        door.close();
    }
}
