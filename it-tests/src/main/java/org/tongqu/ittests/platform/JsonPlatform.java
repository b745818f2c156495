package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A platform that takes and tells messages in JSON, each call at a path of its own: which calls, by which fields it knows a message again,
 * who may call, and what it answers are said when it is made. Thread-safe.
 */
public final class JsonPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Words words;
    private final Map<String, List<String>> calls;
    private final Proof proof;
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> instead = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean losesNextAnswer = new AtomicBoolean();

    /**
     * Which answer it gives.
     *
     * @param code the field that has the code
     * @param words the field that has the words
     * @param ok the code of what was taken
     * @param had the code of what it had
     * @param busy the code of what may come later
     * @param refused the code of what it does not take
     * @param stranger the code of a caller that it does not know
     */
    record Words(String code, String words, String ok, String had, String busy, String refused, String stranger) {}

    private record Taken(String call, JsonNode message) {}

    /** What another platform said: the status of HTTP, its code and its words. */
    public record Answer(int http, String code, String words) {}

    /** A platform on this port that takes these calls, each with the fields by which it knows a message again. */
    JsonPlatform(int port, Words words, Map<String, List<String>> calls, Proof proof) {
        this.words = words;
        this.calls = calls;
        this.proof = proof;
        this.door = new Door(port, this::take);
    }

    /** A department that follows an enterprise's registration: told what is registered, it tells how far it is. */
    public static JsonPlatform follower(int port, String key, String secret, Clock clock) {
        List<String> number = List.of("messageNo");
        return new JsonPlatform(
                port,
                new Words("code", "message", "0", "1", "2", "301", "401"),
                Map.of("enterpriseRegistered", number, "enterpriseChanged", number, "enterpriseDeregistered", number),
                Proofs.hmac(key, secret, clock));
    }

    /** A gateway for text messages: it sends a number once. */
    public static JsonPlatform texting(int port, String key, String secret, Clock clock) {
        return new JsonPlatform(
                port,
                new Words("result", "desc", "0", "1", "99", "2", "2"),
                Map.of("send", List.of("msgId")),
                Proofs.md5(key, secret, clock));
    }

    /** The hotline centre of a city in the later form, whose tickets have the city's number and the district's. */
    public static JsonPlatform hotline(int port, String user, String password) {
        return new JsonPlatform(
                port,
                new Words("code", "msg", "0", "2", "3", "1", "1"),
                Map.of(
                        "replyTask",
                        List.of("cityTaskNum", "replyTime"),
                        "backTask",
                        List.of("cityTaskNum", "backTime")),
                Proofs.basic(user, password));
    }

    /** A water company: it takes requests, and tells states and bills. */
    public static JsonPlatform water(int port, String user, String password) {
        return new JsonPlatform(
                port,
                new Words("CODE", "MSG", "200", "208", "503", "500", "401"),
                Map.of("business", List.of("APPLY_NO")),
                Proofs.basic(user, password));
    }

    /** A registrar of enterprises in the names of SAMR's data, who asks for a fresh secret by {@code E-106}. */
    public static JsonPlatform registrar(int port, ExchangeSigner signer) {
        List<String> number = List.of("recid");
        return new JsonPlatform(
                port,
                new Words("code", "message", "0", "1", "503", "301", "E-106"),
                Map.of("entRegister", number, "entAlter", number, "entCancel", number),
                signer);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The messages of this call that it took with this value in this field, in order, without those that it had. */
    public List<JsonNode> taken(String call, String field, String value) {
        return taken.stream()
                .filter(one -> one.call().equals(call)
                        && one.message().path(field).asString("").equals(value))
                .map(Taken::message)
                .toList();
    }

    /** The codes that it answered, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The next message is refused with these words. */
    public void refuseNext(String reason) {
        refusals.add(reason);
    }

    /** The next message is asked to come later. */
    public void busyNext() {
        instead.add(new Answer(200, words.busy(), "系统繁忙"));
    }

    /** The next message is taken, and a page of a proxy is answered. */
    public void loseNextAnswer() {
        losesNextAnswer.set(true);
    }

    /** What another platform answers to this message, shown as its own platform's. */
    public Answer report(String url, String call, String message) {
        return report(url, call, message, proof);
    }

    /** The same, shown in another way. */
    public Answer report(String url, String call, String message, Proof shown) {
        Map<String, String> headers = new TreeMap<>(shown.show(message));
        headers.put("Content-Type", "application/json");
        Door.Said answer = door.post(url + "/" + call, headers, message, StandardCharsets.UTF_8);
        JsonNode body = JSON.readTree(answer.text());
        return new Answer(
                answer.status(),
                body.path(words.code()).asString(""),
                body.path(words.words()).asString(""));
    }

    /** The proof by the secret that another platform gives to an application. */
    public Proof fetched(String url, ExchangeSigner signer) {
        return signer.by(signer.fetched(door, url));
    }

    private Door.Said take(Door.Came came) {
        Optional<String> given = proof.given(came.path(), came.headers());
        if (given.isPresent()) {
            return new Door.Said(200, "application/json", given.get());
        }
        String call = came.path().substring(1);
        List<String> identity = calls.get(call);
        if (identity == null) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        if (!proof.holds(came.headers(), came.text())) {
            return answer(words.stranger(), "未授权");
        }
        Answer other = instead.poll();
        if (other != null) {
            return answer(other.code(), other.words());
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer(words.refused(), refusal);
        }
        JsonNode message = JSON.readTree(came.text());
        String key = call
                + identity.stream()
                        .map(field -> message.path(field).asString(""))
                        .collect(Collectors.joining("|", ":", ""));
        boolean isNew = known.add(key);
        if (isNew) {
            taken.add(new Taken(call, message));
        }
        if (losesNextAnswer.getAndSet(false)) {
            return new Door.Said(200, "text/html", "<html>登录</html>");
        }
        return isNew ? answer(words.ok(), "成功") : answer(words.had(), "重复");
    }

    private Door.Said answer(String code, String reason) {
        said.add(code);
        return new Door.Said(
                200,
                "application/json",
                JSON.createObjectNode()
                        .put(words.code(), code)
                        .put(words.words(), reason)
                        .toString());
    }

    @Override
    public void close() {
        door.close();
    }
}
