package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * A platform that collects evaluations (好差评): {@code POST /evaluation} of a JSON list of one that is encrypted by SM2 under its key;
 * {@code satisfaction} runs from 1 to 5, which is best, and below 3 it insists on words. {@code projectNo} and {@code assessNumber} tell
 * one evaluation from every other. It asks for {@code time}, {@code appMark} and {@code sign} in the query, the sign being the two and a
 * word that both know, encrypted under its key. Thread-safe.
 */
public final class EvaluationPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Duration MOST_SKEW = Duration.ofMinutes(10);

    private final String appMark;
    private final String appWord;
    private final Sm2Keys keys;
    private final String partnersKey;
    private final Clock clock;
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger expiries = new AtomicInteger();

    /**
     * A platform that knows one application, on this port.
     *
     * @param keys its own pair
     * @param partnersKey the public key of the application's side, in hexadecimal digits
     */
    public EvaluationPlatform(int port, String appMark, String appWord, Sm2Keys keys, String partnersKey, Clock clock) {
        this.appMark = appMark;
        this.appWord = appWord;
        this.keys = keys;
        this.partnersKey = partnersKey;
        this.clock = clock;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The evaluations that it took, decrypted, in order, without those that it had. */
    public List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    /** What it said, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The next call is told that what shows who calls has expired. */
    public void expireNext() {
        expiries.incrementAndGet();
    }

    /** The next evaluation is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** Reports an evaluation to another platform, and gives back its answer. */
    public JsonNode report(String url, String evaluation) {
        return report(url, evaluation, query());
    }

    /** The same, shown by another query string: one that was used before, say. */
    public JsonNode report(String url, String evaluation, String query) {
        return JSON.readTree(door.post(
                        url + "/evaluation?" + query,
                        Map.of("Content-Type", "application/json"),
                        Sm2Keys.encrypt("[" + evaluation + "]", partnersKey),
                        StandardCharsets.UTF_8)
                .text());
    }

    /** What shows that somebody who knows this word calls at this time. */
    public String query(String word, Instant at) {
        String time = Long.toString(at.toEpochMilli());
        return "time=" + time + "&appMark=" + appMark + "&sign=" + Sm2Keys.encrypt(time + appMark + word, partnersKey);
    }

    /** What shows that it is this platform that calls now. */
    public String query() {
        return query(appWord, clock.instant());
    }

    private boolean isOurs(Map<String, String> fields) throws InvalidCipherTextException {
        String time = fields.getOrDefault("time", "");
        Duration apart = Duration.between(Instant.ofEpochMilli(Long.parseLong(time)), clock.instant());
        return apart.abs().compareTo(MOST_SKEW) < 0
                && keys.decrypt(fields.getOrDefault("sign", "")).equals(time + appMark + appWord);
    }

    private Door.Said take(Door.Came came) {
        if (!came.path().equals("/evaluation")) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        try {
            if (!isOurs(came.fields())) {
                return answer("500", "签名错误");
            }
            if (expiries.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return answer("401", "令牌已失效");
            }
            JsonNode list = JSON.readTree(keys.decrypt(came.text()));
            return list.isArray() && list.size() == 1 ? evaluation(list.get(0)) : answer("500", "报文应为列表");
        } catch (InvalidCipherTextException otherKey) {
            return answer("500", "解密失败");
        }
    }

    private Door.Said evaluation(JsonNode evaluation) {
        int satisfaction = Integer.parseInt(evaluation.path("satisfaction").asString("0"));
        String words = evaluation.path("evalDetail").asString("")
                + evaluation.path("writingEvaluation").asString("");
        if (satisfaction < 1 || satisfaction > 5 || (satisfaction < 3 && words.isBlank())) {
            return answer("500", "差评原因不能为空");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer("500", refusal);
        }
        String number = evaluation.path("projectNo").asString("") + " "
                + evaluation.path("assessNumber").asString("");
        if (!known.add(number)) {
            return answer("200", "该评价已存在");
        }
        taken.add(evaluation);
        return answer("200", "上报成功");
    }

    private Door.Said answer(String code, String message) {
        said.add(message);
        return new Door.Said(
                200, "application/json;charset=UTF-8", "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }

    @Override
    public void close() {
        door.close();
    }
}
