package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A seal engraver that is told of registrations and tells how far it is, in JSON; headers {@code X-App-Key}, {@code X-Timestamp}
 * (milliseconds), {@code X-Nonce} and {@code X-Signature} = hexadecimal HMAC-SHA256 over the three and the body. It answers {@code code} 0,
 * 1 to what it had. Thread-safe.
 */
public final class EngraverPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String appKey;
    private final String appSecret;
    private final Clock clock;
    private final Door door;
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** An engraver that knows one caller, on this port. */
    public EngraverPlatform(int port, String appKey, String appSecret, Clock clock) {
        this.appKey = appKey;
        this.appSecret = appSecret;
        this.clock = clock;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The registrations of this enterprise that it took. */
    public List<JsonNode> taken(String creditCode) {
        return taken.stream()
                .filter(one -> one.path("creditCode").asString().equals(creditCode))
                .toList();
    }

    /** Tells another system how far it is, and gives back the code of the answer. */
    public String report(String url, String progress) {
        String time = Long.toString(clock.millis());
        String nonce = UUID.randomUUID().toString();
        Door.Said answer = door.post(
                url + "/fanOutReported",
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-App-Key",
                        appKey,
                        "X-Timestamp",
                        time,
                        "X-Nonce",
                        nonce,
                        "X-Signature",
                        sign(time, nonce, progress)),
                progress,
                StandardCharsets.UTF_8);
        return JSON.readTree(answer.text()).path("code").asString("");
    }

    private Door.Said take(Door.Came came) {
        String time = came.headers().getOrDefault("x-timestamp", "");
        String nonce = came.headers().getOrDefault("x-nonce", "");
        boolean isSigned = came.path().equals("/enterpriseRegistered")
                && appKey.equals(came.headers().get("x-app-key"))
                && sign(time, nonce, came.text()).equals(came.headers().get("x-signature"));
        if (!isSigned) {
            return answer("401", "签名不正确");
        }
        JsonNode registration = JSON.readTree(came.text());
        if (!known.add(registration.path("messageNo").asString())) {
            return answer("1", "此前已接收");
        }
        taken.add(registration);
        return answer("0", "已接收");
    }

    private static Door.Said answer(String code, String words) {
        return new Door.Said(200, "application/json", "{\"code\":\"" + code + "\",\"message\":\"" + words + "\"}");
    }

    private String sign(String time, String nonce, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal((appKey + time + nonce + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
