package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.InvalidCipherTextException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A case library as Shandong's is known: {@code POST /receiveBasicInfo}, {@code /receiveProc}, {@code /receiveSpecialnode}, {@code
 * /receiveApplyFile} and {@code /receiveDone} of {@code {"data": …}}, which is one JSON object encrypted by SM2 under the receiver's key,
 * with a token of {@code POST /getToken} in the header {@code token}; it answers {@code {code,message}}, 200 being consent, also to what it
 * had and takes once, and 401 a token that it does not know. Thread-safe.
 */
public final class ShandongPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String appId;
    private final String appSecret;
    private final Sm2Keys keys;
    private final String partnersKey;
    private final Door door;
    private final AtomicInteger tokens = new AtomicInteger();
    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final Set<Taken> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeats = new AtomicInteger();
    private final Queue<Door.Said> after = new ConcurrentLinkedQueue<>();

    /**
     * A platform that knows one application, on this port.
     *
     * @param keys its own pair
     * @param partnersKey the public key of the application's side, in hexadecimal digits
     */
    public ShandongPlatform(int port, String appId, String appSecret, Sm2Keys keys, String partnersKey) {
        this.appId = appId;
        this.appSecret = appSecret;
        this.keys = keys;
        this.partnersKey = partnersKey;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What of a call it took about a case, decrypted, in order. */
    public List<JsonNode> taken(String call, String projid) {
        return taken.stream()
                .filter(one -> one.call().equals(call)
                        && one.message().path("projid").asString("").equals(projid))
                .map(Taken::message)
                .toList();
    }

    private record Taken(String call, JsonNode message) {}

    /** The codes that it answered to messages, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The next message is taken, but what comes back is a login page. */
    public void loginPageAfterTheNext() {
        after.add(new Door.Said(200, "text/html", "<html><body>请登录</body></html>"));
    }

    /** How often it got what it had. */
    public int repeats() {
        return repeats.get();
    }

    /** No token that was given out is known any more. */
    public void forgetTokens() {
        valid.clear();
    }

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** The token that another platform gives to our application. */
    public String token(String url) {
        String login = "{\"appId\":\"" + appId + "\",\"appSecret\":\"" + appSecret + "\"}";
        return post(url + "/getToken", Map.of(), login)
                .path("data")
                .path("token")
                .asString("");
    }

    /** Reports to another platform, and gives back its answer. */
    public JsonNode report(String url, String call, String message, String token) {
        return report(url, call, message, token, partnersKey);
    }

    /** The same, encrypted under this key. */
    public JsonNode report(String url, String call, String message, String token, String publicKey) {
        String body = "{\"data\":\"" + Sm2Keys.encrypt(message, publicKey) + "\"}";
        return post(url + "/" + call, Map.of("token", token), body);
    }

    private JsonNode post(String url, Map<String, String> token, String body) {
        Map<String, String> headers = new HashMap<>(token);
        headers.put("Content-Type", "application/json");
        return JSON.readTree(
                door.post(url, headers, body, StandardCharsets.UTF_8).text());
    }

    private Door.Said take(Door.Came came) {
        return switch (came.path()) {
            case "/getToken" -> login(JSON.readTree(came.text()));
            case "/receiveBasicInfo", "/receiveProc", "/receiveSpecialnode", "/receiveApplyFile", "/receiveDone" ->
                message(came);
            default -> new Door.Said(404, "text/html", "<html>404</html>");
        };
    }

    private Door.Said login(JsonNode login) {
        if (!appId.equals(login.path("appId").asString(""))
                || !appSecret.equals(login.path("appSecret").asString(""))) {
            return json("{\"code\":\"500\",\"message\":\"应用不存在\"}");
        }
        String token = "library-token-" + tokens.incrementAndGet();
        valid.add(token);
        return json("{\"code\":\"200\",\"message\":\"成功\",\"data\":{\"token\":\"" + token + "\"}}");
    }

    private Door.Said message(Door.Came came) {
        if (!valid.contains(came.headers().getOrDefault("token", ""))) {
            return answer("401", "令牌已失效");
        }
        JsonNode info;
        try {
            info = JSON.readTree(
                    keys.decrypt(JSON.readTree(came.text()).path("data").asString("")));
        } catch (InvalidCipherTextException otherKey) {
            return answer("500", "解密失败");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer("500", refusal);
        }
        Taken message = new Taken(came.path().substring(1), info);
        if (known.add(message)) {
            taken.add(message);
        } else {
            repeats.incrementAndGet();
        }
        Door.Said instead = after.poll();
        return instead == null ? answer("200", "成功") : instead;
    }

    private Door.Said answer(String code, String message) {
        said.add(code);
        return json("{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }

    private static Door.Said json(String text) {
        return new Door.Said(200, "application/json;charset=UTF-8", text);
    }

    @Override
    public void close() {
        door.close();
    }
}
