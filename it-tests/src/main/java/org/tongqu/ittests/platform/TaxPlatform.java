package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
 * A tax bureau that speaks in the envelope of Golden Tax: {@code POST /taxService} of {@code interface/globalInfo, returnStateInfo, Data},
 * the content in Base64, header {@code token} from {@code POST /getToken}. It answers {@code returnCode} 0000, or 9999 with words.
 * Thread-safe.
 */
public final class TaxPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String appId;
    private final String appSecret;
    private final Door door;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger(1);
    private final Queue<Door.Said> instead = new ConcurrentLinkedQueue<>();

    /** A bureau that knows one application, on this port. */
    public TaxPlatform(int port, String appId, String appSecret) {
        this.appId = appId;
        this.appSecret = appSecret;
        this.door = new Door(port, this::take);
    }

    /**
     * A message that was taken.
     *
     * @param interfaceCode what it is about
     * @param exchangeId its number
     * @param content the elements of its content, by name
     */
    public record Taken(String interfaceCode, String exchangeId, Map<String, String> content) {}

    /** What is answered.
     *
     * @param returnCode 0000 or 9999
     * @param returnMessage in words
     */
    public record Answer(String returnCode, String returnMessage) {}

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What it took about this taxpayer, in order. */
    public List<Taken> taken(String taxpayer) {
        return taken.stream()
                .filter(one -> taxpayer.equals(one.content().get("NSRSBH")))
                .toList();
    }

    /** In which words it answered so far. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** Tokens that it gave out hold no longer. */
    public void forgetTokens() {
        tokens.incrementAndGet();
    }

    /** The next message is taken, but answered by a page of its proxy. */
    public void proxyPageAfterTheNext() {
        instead.add(new Door.Said(502, "text/html", "<html><body>502</body></html>"));
    }

    /** Fetches a token from another system. */
    public String token(String url) {
        Door.Said answer = door.post(
                url + "/getToken",
                Map.of("Content-Type", "application/json"),
                "{\"appId\":\"" + appId + "\",\"appSecret\":\"" + appSecret + "\"}",
                StandardCharsets.UTF_8);
        JsonNode json = JSON.readTree(answer.text());
        return json.path("data").path("token").asString("");
    }

    /** Tells another system something, and gives back what it answers. */
    public Answer report(String url, String token, String interfaceCode, String exchangeId, String taxMl) {
        String content = Base64.getEncoder().encodeToString(taxMl.getBytes(StandardCharsets.UTF_8));
        String message =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <interface>
                  <globalInfo>
                    <appId>SWJ</appId>
                    <interfaceCode>%s</interfaceCode>
                    <requestCode>SWJ</requestCode>
                    <requestTime>2026-03-05 10:00:01</requestTime>
                    <responseCode>990101</responseCode>
                    <dataExchangeId>%s</dataExchangeId>
                  </globalInfo>
                  <Data>
                    <dataDescription><zipCode>0</zipCode><encryptCode>0</encryptCode><codeType>0</codeType></dataDescription>
                    <content>%s</content>
                  </Data>
                </interface>
                """
                        .formatted(interfaceCode, exchangeId, content);
        Door.Said answer = door.post(
                url + "/taxService",
                Map.of("Content-Type", "text/xml; charset=utf-8", "token", token),
                message,
                StandardCharsets.UTF_8);
        Map<String, String> words = XmlWords.of(answer.text());
        return new Answer(words.getOrDefault("returnCode", ""), words.getOrDefault("returnMessage", ""));
    }

    private Door.Said take(Door.Came came) {
        if (came.path().equals("/getToken")) {
            JsonNode login = JSON.readTree(came.text());
            boolean isKnown = appId.equals(login.path("appId").asString(""))
                    && appSecret.equals(login.path("appSecret").asString(""));
            return new Door.Said(
                    200,
                    "application/json",
                    isKnown
                            ? "{\"returnCode\":\"0000\",\"data\":{\"token\":\"T" + tokens.get() + "\"}}"
                            : "{\"returnCode\":\"9999\"}");
        }
        if (!came.path().equals("/taxService")) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        if (!("T" + tokens.get()).equals(came.headers().get("token"))) {
            return answer("9999", "令牌已失效，请重新获取");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer("9999", refusal);
        }
        Map<String, String> words = XmlWords.of(came.text());
        if (!known.add(words.getOrDefault("dataExchangeId", ""))) {
            return answer("9999", "重复报文，此前已接收");
        }
        String content =
                new String(Base64.getDecoder().decode(words.getOrDefault("content", "")), StandardCharsets.UTF_8);
        taken.add(new Taken(
                words.getOrDefault("interfaceCode", ""),
                words.getOrDefault("dataExchangeId", ""),
                XmlWords.of(content)));
        Door.Said other = instead.poll();
        return other == null ? answer("0000", "成功") : other;
    }

    private Door.Said answer(String code, String words) {
        said.add(words);
        return new Door.Said(
                200,
                "text/xml;charset=UTF-8",
                "<interface><returnStateInfo><returnCode>" + code + "</returnCode><returnMessage>" + words
                        + "</returnMessage></returnStateInfo></interface>");
    }

    @Override
    public void close() {
        door.close();
    }
}
