package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The case collection of a province as Guizhou's is known: {@code POST /baseInfo} of {@code {param:{baseInfo:[…]}}}, headers {@code appId},
 * {@code apiCode}, {@code requestNo}, {@code apiKey}, {@code sign} = MD5 of appId, appSecret, the day and apiCode; it answers {@code
 * {head:{code,message},result:{projectNo,state}}}. Thread-safe.
 */
public final class GuizhouPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String appId;
    private final String appSecret;
    private final String apiKey;
    private final String apiCode;
    private final Clock clock;
    private final Door door;
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final Set<String> had = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeats = new AtomicInteger();
    private final Queue<Door.Said> after = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    /** A platform that knows one application, on this port. */
    public GuizhouPlatform(int port, String appId, String appSecret, String apiKey, String apiCode, Clock clock) {
        this.appId = appId;
        this.appSecret = appSecret;
        this.apiKey = apiKey;
        this.apiCode = apiCode;
        this.clock = clock;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What it took: the objects in {@code baseInfo}, without those that it had, to which it says 200 again. */
    public List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** The next message is taken, but answered by a login page with status 200. */
    public void loginPageAfterTheNext() {
        after.add(new Door.Said(200, "text/html", "<html><body>请登录</body></html>"));
    }

    /** How often it got what it had. */
    public int repeats() {
        return repeats.get();
    }

    /** Reports a case to another platform, and gives back its answer. */
    public JsonNode report(String url, String baseInfo) {
        return report(url, baseInfo, appSecret);
    }

    /** The same, signed with another secret. */
    public JsonNode report(String url, String baseInfo, String secret) {
        return report(url, baseInfo, secret, 0);
    }

    /** The same, signed so many days ago. */
    public JsonNode report(String url, String baseInfo, String secret, int daysAgo) {
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "appId",
                appId,
                "apiCode",
                apiCode,
                "requestNo",
                "20261126000001",
                "apiKey",
                apiKey,
                "sign",
                sign(secret, daysAgo));
        Door.Said said = door.post(
                url + "/baseInfo", headers, "{\"param\":{\"baseInfo\":[" + baseInfo + "]}}", StandardCharsets.UTF_8);
        return JSON.readTree(said.text());
    }

    private Door.Said take(Door.Came came) {
        if (!came.path().equals("/baseInfo")) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        Map<String, String> headers = came.headers();
        boolean known = appId.equals(headers.get("appid"))
                && apiKey.equals(headers.get("apikey"))
                && apiCode.equals(headers.get("apicode"))
                && headers.containsKey("requestno")
                && sign(appSecret, 0).equals(headers.get("sign"));
        if (!known) {
            return answer("401", "签名错误", "", "");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer("500", refusal, "", "");
        }
        JsonNode info =
                JSON.readTree(came.text()).path("param").path("baseInfo").path(0);
        if (had.add(info.path("projectNo").asString(""))) {
            taken.add(info);
        } else {
            repeats.incrementAndGet();
        }
        Door.Said instead = after.poll();
        return instead == null ? answer("200", "成功", info.path("projectNo").asString(""), "1") : instead;
    }

    private static Door.Said answer(String code, String message, String projectNo, String state) {
        String text =
                "{\"head\":{\"code\":\"%s\",\"message\":\"%s\"},\"result\":{\"projectNo\":\"%s\",\"state\":\"%s\"}}"
                        .formatted(code, message, projectNo, state);
        return new Door.Said(200, "application/json;charset=UTF-8", text);
    }

    private String sign(String secret, int daysAgo) {
        String day = LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Shanghai"))
                .minusDays(daysAgo)
                .format(DateTimeFormatter.ofPattern("yyyyMMdd"));
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest((appId + secret + day + apiCode).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
