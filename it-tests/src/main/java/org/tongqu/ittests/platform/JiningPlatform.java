package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.w3c.dom.Document;

/**
 * A middle platform that takes APPROVEDATAINFO in its other form: the message in {@code xmlStr} enciphered by SM4 in CBC, in base64, and
 * signed in the headers {@code x-aep-*}; special procedures come by {@code /getSuspendInfo}, completions by {@code /receiveFinishInfo}, and
 * applications are fetched by {@code /getOnlineApply}. Thread-safe.
 */
public final class JiningPlatform implements AutoCloseable {
    private static final Set<String> CALLS = Set.of(
            "/sendApplyNO",
            "/setApplyProjectInfo",
            "/receiveAccept",
            "/receiveCourseInfo",
            "/getSuspendInfo",
            "/receiveFinishInfo",
            "/receiveResultFileInfo");

    private final AepSigner signer;
    private final Sm4Key cipher;
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<Document> taken = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    /** A platform that knows one application, on this port. */
    public JiningPlatform(int port, String appKey, String appSecret, Sm4Key cipher, Clock clock) {
        this.signer = new AepSigner(appKey, appSecret, clock);
        this.cipher = cipher;
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

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** What another platform answers to a message of ours. */
    public Document tell(String url, String call, String xml) {
        return tell(url, call, xml, cipher);
    }

    /** The same, enciphered under this key. */
    public Document tell(String url, String call, String xml, Sm4Key key) {
        String sealed = key.encryptBase64(xml);
        return post(url, call, sealed, signer.headers(sealed));
    }

    /** The same, signed with another secret. */
    public Document tellSignedBy(String secret, String url, String call, String xml) {
        String sealed = cipher.encryptBase64(xml);
        return post(url, call, sealed, signer.headers(sealed, secret, 0));
    }

    private Document post(String url, String call, String sealed, Map<String, String> signed) {
        Map<String, String> headers = new HashMap<>(signed);
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return ApprovalXml.parse(
                door.post(url + "/" + call, headers, Door.encoded(Map.of("xmlStr", sealed)), StandardCharsets.UTF_8)
                        .text());
    }

    private Door.Said take(Door.Came came) {
        String sealed = came.fields().getOrDefault("xmlStr", "");
        if (!signer.isSigned(came.headers(), sealed)) {
            return ApprovalXml.result("300", "签名无效", "");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return ApprovalXml.result("300", refusal, "");
        }
        Document message = ApprovalXml.parse(cipher.decryptBase64(sealed));
        if (came.path().equals("/getOnlineApply")) {
            return ApprovalXml.result("200", "请求成功", ApprovalXml.application(ApprovalXml.text(message, "SBLSH_SHORT")));
        }
        if (!CALLS.contains(came.path())) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        if (!known.add(ApprovalXml.number(came.path(), message))) {
            return ApprovalXml.result("300", "当前业务已受理，请勿重复提交", "");
        }
        taken.add(message);
        return ApprovalXml.result("200", "请求成功", "");
    }

    @Override
    public void close() {
        door.close();
    }
}
