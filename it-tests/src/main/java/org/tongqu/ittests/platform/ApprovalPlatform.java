package org.tongqu.ittests.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.w3c.dom.Document;
import tools.jackson.databind.json.JsonMapper;

/**
 * An approval platform that takes APPROVEDATAINFO: forms with {@code xmlStr}, {@code access_token} and {@code accessToken}; it answers
 * {@code <RESULT><STATUS>…</STATUS><DESC>…</DESC><TIME/></RESULT>}, says 当前业务已… of what it has, and 接口令牌不存在 of a token that it does not
 * know; applications are fetched by {@code /getApplyInfo}. Thread-safe.
 */
public final class ApprovalPlatform implements AutoCloseable {
    private static final Set<String> CALLS = Set.of(
            "/sendApplyNO",
            "/setApplyProjectInfo",
            "/receiveAccept",
            "/receiveCourseInfo",
            "/receiveSuspendInfo",
            "/receiveBusinessFinish",
            "/receiveResultFileInfo");

    private final String appKey;
    private final String appSecret;
    private final Door door;
    private final AtomicInteger tokens = new AtomicInteger();
    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<Document> taken = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final Queue<Door.Said> after = new ConcurrentLinkedQueue<>();
    private final Queue<Door.Said> next = new ConcurrentLinkedQueue<>();

    /** A platform that knows one application, on this port. */
    public ApprovalPlatform(int port, String appKey, String appSecret) {
        this.appKey = appKey;
        this.appSecret = appSecret;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The messages it took, in order, without those that it had. */
    public List<Document> taken() {
        return List.copyOf(taken);
    }

    /** What it said in {@code DESC}, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** A file that lies below {@code /files/} from now on. */
    public void host(String name, String content) {
        files.put("/files/" + name, content);
    }

    /** No token that was given out is known any more. */
    public void forgetTokens() {
        valid.clear();
    }

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        next.add(result("300", words));
    }

    /** The next message is taken, but answered by a login page with status 200. */
    public void loginPageAfterTheNext() {
        after.add(new Door.Said(200, "text/html", "<html><body>请登录</body></html>"));
    }

    /** What another platform answers to a message of ours: its {@code STATUS} and {@code DESC}. */
    public Answer report(String url, String call, String xml, String token) {
        Document result = tell(url, call, xml, token);
        return new Answer(ApprovalXml.text(result, "STATUS"), ApprovalXml.text(result, "DESC"));
    }

    /** The whole of what another platform answers. */
    public Document tell(String url, String call, String xml, String token) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("access_token", token);
        fields.put("accessToken", token);
        fields.put("xmlStr", xml);
        return ApprovalXml.parse(door.postForm(url + "/" + call, fields).text());
    }

    /** The token that another platform gives to our application. */
    public String token(String url) {
        Door.Said answer = door.postForm(url + "/getAccessToken", Map.of("appKey", appKey, "appSecret", appSecret));
        return new JsonMapper().readTree(answer.text()).at("/data/accessToken").asString("");
    }

    /** What another platform said. */
    public record Answer(String status, String words) {}

    private Door.Said take(Door.Came came) {
        Map<String, String> fields = came.fields();
        if (came.path().equals("/getAccessToken")) {
            if (!appKey.equals(fields.get("appKey")) || !appSecret.equals(fields.get("appSecret"))) {
                return new Door.Said(200, "application/json", "{\"code\":\"500\",\"data\":null}");
            }
            String token = "approval-token-" + tokens.incrementAndGet();
            valid.add(token);
            return new Door.Said(
                    200, "application/json", "{\"code\":\"200\",\"data\":{\"accessToken\":\"" + token + "\"}}");
        }
        if (came.path().startsWith("/files/")) {
            String content = files.get(came.path());
            return content == null
                    ? new Door.Said(404, "text/plain", "no such file")
                    : new Door.Said(200, "application/pdf", content);
        }
        String token = fields.getOrDefault("access_token", "");
        if (!valid.contains(token) || !token.equals(fields.get("accessToken"))) {
            return result("300", "接口令牌不存在");
        }
        Door.Said told = next.poll();
        if (told != null) {
            return told;
        }
        Document message = ApprovalXml.parse(fields.getOrDefault("xmlStr", ""));
        if (came.path().equals("/getApplyInfo")) {
            return result("200", "请求成功", ApprovalXml.application(ApprovalXml.text(message, "SBLSH_SHORT")));
        }
        if (!CALLS.contains(came.path())) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        if (!known.add(ApprovalXml.number(came.path(), message))) {
            return result("300", "当前业务已受理，请勿重复提交");
        }
        taken.add(message);
        Door.Said instead = after.poll();
        return instead == null ? result("200", "请求成功") : instead;
    }

    private Door.Said result(String status, String words) {
        return result(status, words, "");
    }

    private Door.Said result(String status, String words, String data) {
        said.add(words);
        return ApprovalXml.result(status, words, data);
    }

    @Override
    public void close() {
        door.close();
    }
}
