package org.tongqu.ittests.platform;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.crypto.InvalidCipherTextException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A platform that collects evaluations (好差评): {@code POST /evaluation} of one JSON object that is encrypted by SM2 under its key;
 * {@code satisfaction} runs from 1 to 5, which is best, and below 3 it insists on words. {@code projectNo} and {@code assessNumber} tell
 * one evaluation from every other. It does not ask for a sign. Thread-safe.
 */
public final class EvaluationPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Sm2Keys keys;
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();

    /** A platform with this pair of keys, on this port. */
    public EvaluationPlatform(int port, Sm2Keys keys) {
        this.keys = keys;
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

    private Door.Said take(Door.Came came) {
        if (!came.path().equals("/evaluation")) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        try {
            return evaluation(JSON.readTree(keys.decrypt(came.text())));
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
        String number = evaluation.path("projectNo").asString("") + " "
                + evaluation.path("assessNumber").asString("");
        if (!known.add(number)) {
            return answer("200", "该评价已存在");
        }
        taken.add(evaluation);
        return answer("200", "上报成功");
    }

    private static Door.Said answer(String code, String message) {
        return new Door.Said(
                200, "application/json;charset=UTF-8", "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }

    @Override
    public void close() {
        door.close();
    }
}
