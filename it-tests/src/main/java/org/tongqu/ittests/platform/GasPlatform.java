package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gas company: {@code POST /installApply} of a form whose {@code request} is a JSON object in Base64; headers {@code appKey}, {@code
 * timestamp} (milliseconds, a minute at most ago) and {@code sign} = hexadecimal SHA-256 of key, time, {@code request} and secret.
 * Thread-safe.
 */
public final class GasPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String appKey;
    private final String appSecret;
    private final Clock clock;
    private final Door door;
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    /** A company that knows one caller, on this port. */
    public GasPlatform(int port, String appKey, String appSecret, Clock clock) {
        this.appKey = appKey;
        this.appSecret = appSecret;
        this.clock = clock;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The installations that it took with this number. */
    public List<JsonNode> taken(String serialId) {
        return taken.stream()
                .filter(one -> one.path("serialId").asString().equals(serialId))
                .toList();
    }

    /** In which words it answered so far. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The next installation is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** Tells another system what became of an installation, signed so long ago. */
    public JsonNode report(String url, String result, Duration ago) {
        String request = Base64.getEncoder().encodeToString(result.getBytes(StandardCharsets.UTF_8));
        String time = Long.toString(clock.instant().minus(ago).toEpochMilli());
        Door.Said answer = door.post(
                url + "/installResult",
                Map.of(
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "appKey",
                        appKey,
                        "timestamp",
                        time,
                        "sign",
                        sign(time, request)),
                Door.encoded(Map.of("request", request)),
                StandardCharsets.UTF_8);
        return JSON.readTree(answer.text());
    }

    private Door.Said take(Door.Came came) {
        String time = came.headers().getOrDefault("timestamp", "0");
        String request = came.fields().getOrDefault("request", "");
        boolean isSigned = came.path().equals("/installApply")
                && appKey.equals(came.headers().get("appkey"))
                && Math.abs(clock.millis() - Long.parseLong(time)) <= 60_000
                && sign(time, request).equals(came.headers().get("sign"));
        if (!isSigned) {
            return answer("401", "签名不正确或已过期");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer("2", refusal);
        }
        JsonNode apply = JSON.readTree(new String(Base64.getDecoder().decode(request), StandardCharsets.UTF_8));
        if (!known.add(apply.path("serialId").asString())) {
            return answer("1", "工单已存在");
        }
        taken.add(apply);
        return answer("0", "成功");
    }

    private Door.Said answer(String code, String words) {
        said.add(words);
        return new Door.Said(200, "application/json", "{\"code\":\"" + code + "\",\"msg\":\"" + words + "\"}");
    }

    private String sign(String time, String request) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((appKey + time + request + appSecret).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
