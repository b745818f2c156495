package org.tongqu.ittests.platform;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An approval platform that takes APPROVEDATAINFO: forms with {@code xmlStr}, {@code access_token} and {@code accessToken}; it answers
 * {@code <RESULT><STATUS>…</STATUS><DESC>…</DESC><TIME/></RESULT>}, says 当前业务已… of what it has, and 接口令牌不存在 of a token that it does not
 * know. Thread-safe.
 */
public final class ApprovalPlatform implements AutoCloseable {
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
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("access_token", token);
        fields.put("accessToken", token);
        fields.put("xmlStr", xml);
        Door.Said answer = door.postForm(url + "/" + call, fields);
        Document result = parse(answer.text());
        return new Answer(answer.status(), text(result, "STATUS"), text(result, "DESC"));
    }

    /** The token that another platform gives to our application. */
    public String token(String url) {
        Door.Said answer = door.postForm(url + "/getAccessToken", Map.of("appKey", appKey, "appSecret", appSecret));
        return new JsonMapper().readTree(answer.text()).at("/data/accessToken").asString("");
    }

    /** What another platform said. */
    public record Answer(int http, String status, String words) {}

    private Door.Said take(Door.Came came) {
        Map<String, String> fields = came.fields();
        if (came.path().equals("/getAccessToken")) {
            if (!appKey.equals(fields.get("appKey")) || !appSecret.equals(fields.get("appSecret"))) {
                return new Door.Said(200, "application/json", "{\"code\":\"500\",\"data\":null}");
            }
            String token = "t-" + tokens.incrementAndGet();
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
        Document message = parse(fields.getOrDefault("xmlStr", ""));
        String number = came.path() + " " + text(message, "SBLSH") + " " + text(message, "SPHJDM");
        if (!known.add(number)) {
            return result("300", "当前业务已受理，请勿重复提交");
        }
        taken.add(message);
        Door.Said instead = after.poll();
        return instead == null ? result("200", "请求成功") : instead;
    }

    private Door.Said result(String status, String words) {
        said.add(words);
        return new Door.Said(
                200,
                "text/xml;charset=UTF-8",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><RESULT><STATUS>" + status + "</STATUS><DESC>" + words
                        + "</DESC><TIME>2026-11-26 08:00:00</TIME><data/></RESULT>");
    }

    /** The text of the first element of this name; empty if there is none. */
    public static String text(Document message, String name) {
        var found = message.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("no XML that this platform can read", e);
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
