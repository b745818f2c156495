package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The national platform as it is known: a row of {@code up_pro_accept}, {@code up_pro_process}, {@code up_pro_special_procedure}, {@code
 * up_pro_material}, {@code up_pro_result} or {@code up_lic_data} as JSON under the headers {@code gjgxjhpt_rid}, {@code _sid},
 * {@code _rtime} and {@code _sign} = Base64(HMAC-SHA256(secret, sid+rid+rtime)). The secret is asked for at {@code
 * /sysapi/auth/refreshappsecret}, signed with the application's key, and comes encrypted by it; it answers {@code {code,message}}, 0 being
 * consent, also to a row that it had in the same batch and takes once, and E-106 a signature with another secret. Thread-safe.
 */
public final class NationalPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> ENVELOPE =
            List.of("row_guid", "cd_operation", "cd_time", "cd_batch", "data_source");
    private static final List<String> ROW = List.of("row_guid", "cd_operation", "cd_batch");

    private final ExchangeSigner signer;
    private final Door door;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeats = new AtomicInteger();
    private final Queue<Door.Said> after = new ConcurrentLinkedQueue<>();

    /**
     * A platform that knows one application, on this port.
     *
     * @param rid who asks
     * @param sid which service is asked for
     * @param appKey the application's key
     */
    public NationalPlatform(int port, String rid, String sid, String appKey, Clock clock) {
        this.signer = new ExchangeSigner(rid, sid, appKey, clock);
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The rows of this table that it took, in order. */
    public List<JsonNode> taken(String table) {
        return taken.stream()
                .filter(one -> one.table().equals(table))
                .map(Taken::row)
                .toList();
    }

    private record Taken(String table, JsonNode row) {}

    /** The codes that it answered to rows, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** For what enterprises were asked, in the order of the questions. */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** The next row is taken, but what comes back is a login page. */
    public void loginPageAfterTheNext() {
        after.add(new Door.Said(200, "text/html", "<html><body>请登录</body></html>"));
    }

    /** How often it got a row of a batch that it had. */
    public int repeats() {
        return repeats.get();
    }

    /** The next row is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** It has another secret, and knows the one before no more. */
    public void changeSecret() {
        signer.changeSecret();
    }

    /** The secret that another platform gives to our application. */
    public String secret(String url) {
        return signer.fetched(door, url);
    }

    /** Reports a row of this table to another platform, signed with this secret, and gives back its answer. */
    public JsonNode report(String url, String table, String row, String secret) {
        return post(url + "/" + table, secret, row);
    }

    /** Asks another platform for an enterprise, and gives back its answer. */
    public JsonNode ask(String url, String question, String secret) {
        return post(url + "/httpproxy", secret, question);
    }

    private JsonNode post(String url, String secret, String body) {
        Map<String, String> headers = signer.headers(secret);
        headers.put("Content-Type", "application/json");
        return JSON.readTree(
                door.post(url, headers, body, StandardCharsets.UTF_8).text());
    }

    private Door.Said take(Door.Came came) {
        Optional<String> given = signer.given(came.path(), came.headers());
        if (given.isPresent()) {
            return json(given.get());
        }
        return switch (came.path()) {
            case "/up_pro_accept",
                    "/up_pro_process",
                    "/up_pro_special_procedure",
                    "/up_pro_material",
                    "/up_pro_result",
                    "/up_lic_data" -> accept(came);
            case "/httpproxy" -> find(came);
            default -> new Door.Said(404, "text/html", "<html>404</html>");
        };
    }

    private Door.Said accept(Door.Came came) {
        if (!signer.holds(came.headers(), came.text())) {
            return answer("E-106", "未授权");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer("E-301", refusal);
        }
        JsonNode row = JSON.readTree(came.text());
        for (String column : ENVELOPE) {
            if (row.path(column).asString("").isEmpty()) {
                return answer("E-201", column + " 不能为空");
            }
        }
        String table = came.path().substring(1);
        if (known.add(table + " "
                + ROW.stream().map(column -> row.path(column).asString()).toList())) {
            taken.add(new Taken(table, row));
        } else {
            repeats.incrementAndGet();
        }
        Door.Said instead = after.poll();
        return instead == null ? answer("0", "成功") : instead;
    }

    private Door.Said find(Door.Came came) {
        if (!signer.holds(came.headers(), came.text())) {
            return answer("E-106", "未授权");
        }
        JsonNode question = JSON.readTree(came.text());
        String reason = question.path("useCause").asString("");
        if (reason.isEmpty()) {
            return answer("E-200", "缺少使用事由");
        }
        reasons.add(reason);
        return switch (question.path("uniscid").asString("")) {
            case "91990100XXXX00027M" ->
                json(
                        """
                        {"code":"0","message":"成功","data":[{"uniscid":"91990100XXXX00027M","entname":"示例商贸有限公司",
                         "regstate":"1","estdate":"2026-01-05","name":"示例法定代表人"}]}
                        """);
            case "11990100XXXX000193" -> answer("E-300", "该主体不在共享范围");
            default -> json("{\"code\":\"0\",\"data\":[]}");
        };
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
