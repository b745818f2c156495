package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A heating company that is asked about arrears, {@code POST /checkArrears}, and told of transfers, {@code POST /transfer}, with a user's
 * name and password. It answers {@code code} 0000. Thread-safe.
 */
public final class HeatPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String expected;
    private final Door door;
    private final Map<String, String> arrears = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();

    /** A company that knows one caller, on this port. */
    public HeatPlatform(int port, String user, String password) {
        this.expected =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** There is this account, which owes so much; {@code 0} if nothing. */
    public void owes(String account, String yuan) {
        arrears.put(account, yuan);
    }

    /** The transfers that it took with this number. */
    public List<JsonNode> taken(String number) {
        return taken.stream()
                .filter(one -> one.path("slbh").asString().equals(number))
                .toList();
    }

    private Door.Said take(Door.Came came) {
        if (!expected.equals(came.headers().get("authorization"))) {
            return answer("{\"code\":\"0401\",\"msg\":\"未授权\"}");
        }
        JsonNode body = JSON.readTree(came.text());
        if (came.path().equals("/transfer")) {
            if (!known.add(body.path("slbh").asString())) {
                return answer("{\"code\":\"0001\",\"msg\":\"已受理过\"}");
            }
            taken.add(body);
            return answer("{\"code\":\"0000\",\"msg\":\"成功\"}");
        }
        String account = body.path("consno").asString("");
        String owed = arrears.get(account);
        if (owed == null || !body.path("sfcxqf").asString("").equals("1")) {
            return answer("{\"code\":\"0404\",\"msg\":\"无此户号\"}");
        }
        return answer("{\"code\":\"0000\",\"data\":{\"consno\":\"" + account + "\",\"limitFlag\":\""
                + (owed.equals("0") ? "0" : "1") + "\",\"qfje\":\"" + owed + "\"}}");
    }

    private static Door.Said answer(String text) {
        return new Door.Said(200, "application/json", text);
    }

    @Override
    public void close() {
        door.close();
    }
}
