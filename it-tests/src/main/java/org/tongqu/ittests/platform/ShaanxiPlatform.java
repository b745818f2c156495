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
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An approval platform that takes APPROVEDATAINFO in JSON, {@code {txnBodyCom:{sxbm,sblshShort,shouli:{…}}}}, from whoever signs in the headers
 * {@code x-aep-*}, and gives applications out; it answers {@code {code,msg}}, 00 being consent if {@code C-Response-Desc: success} stands in
 * the header too, 03 to a signature that does not hold, and says 当前业务已… of what it has; so it reads what it is answered. Thread-safe.
 */
public final class ShaanxiPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> BLOCKS = Map.of(
            "/sendApplyNO",
            "expresstype",
            "/setApplyProjectInfo",
            "yushen",
            "/receiveAccept",
            "shouli",
            "/receiveCourseInfo",
            "gdbsspcl",
            "/receiveSuspendInfo",
            "suspendtype",
            "/receiveBusinessFinish",
            "spbanjie",
            "/receiveResultFileInfo",
            "spshenpijieguo");

    private final AepSigner signer;
    private final Door door;
    private final Map<String, JsonNode> taken = new ConcurrentHashMap<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger withoutHeader = new AtomicInteger();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Queue<Door.Said> after = new ConcurrentLinkedQueue<>();

    /** A platform that knows one application, on this port. */
    public ShaanxiPlatform(int port, String appKey, String appSecret, Clock clock) {
        this.signer = new AepSigner(appKey, appSecret, clock);
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The messages of a call that it took, by {@code sblshShort}, the last of each. */
    public Map<String, JsonNode> taken(String call) {
        Map<String, JsonNode> ofTheCall = new HashMap<>();
        taken.forEach((name, body) -> {
            if (name.startsWith("/" + call + " ")) {
                ofTheCall.put(body.path("sblshShort").asString(""), body);
            }
        });
        return ofTheCall;
    }

    /** The codes it answered, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The next message is taken, but what comes back is a login page. */
    public void loginPageAfterTheNext() {
        after.add(new Door.Said(200, "text/html", "<html><body>请登录</body></html>"));
    }

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** The next consent goes without its header, as from something that stands before the platform. */
    public void leaveOutTheHeaderNext() {
        withoutHeader.incrementAndGet();
    }

    /** Reports to another platform, signed with this secret at a time so many milliseconds from now. */
    public JsonNode report(String url, String call, String message, String secret, long skew) {
        return post(url, call, message, signer.headers(message, secret, skew));
    }

    /** The headers of a message that is signed now. */
    public Map<String, String> headers(String message) {
        return signer.headers(message);
    }

    /**
     * Reports with these headers.
     *
     * @throws IllegalStateException if header and body of the answer do not say the same
     */
    public JsonNode post(String url, String call, String message, Map<String, String> signed) {
        Map<String, String> headers = new HashMap<>(signed);
        headers.put("Content-Type", "application/json");
        Door.Said said = door.post(url + "/" + call, headers, message, StandardCharsets.UTF_8);
        JsonNode answer = JSON.readTree(said.text());
        boolean isSuccess = "success".equals(said.headers().get("c-response-desc"));
        if (isSuccess != answer.path("code").asString("").equals("00")) {
            throw new IllegalStateException("the header says " + (isSuccess ? "" : "no ") + "success: " + answer);
        }
        return answer;
    }

    private Door.Said take(Door.Came came) {
        if (!signer.isSigned(came.headers(), came.text())) {
            return answer("03", "签名无效");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer("05", refusal);
        }
        JsonNode body = JSON.readTree(came.text()).path("txnBodyCom");
        String number = body.path("sblshShort").asString("");
        if (came.path().equals("/getApplyInfo")) {
            return application(number);
        }
        String block = BLOCKS.get(came.path());
        if (block == null || !body.has(block) || number.isEmpty()) {
            return answer("04", "报文不完整");
        }
        if (!known.add(came.path() + " " + body)) {
            return answer("05", "当前业务已接收，请勿重复提交");
        }
        taken.put(came.path() + " " + number + " " + body.path("suspendtype").asString(""), body);
        Door.Said instead = after.poll();
        return instead == null ? answer("00", "成功") : instead;
    }

    private Door.Said application(String number) {
        said.add("00");
        String data = number.startsWith("N-")
                ? ""
                : """
                ,"data":{"spshenqin":{"sblshShort":"%s","sxbm":"11990100XXXX0001933000199001000","sxmc":"示范经营许可",
                "sbxmmc":"示例申请人申请示范经营许可","sqrlx":"1","sqrmc":"示例申请人","sqrzjlx":"111","sqrzjhm":"990101190001010018",
                "sbsj":"2026-03-02 09:00:00","limitTime":"5",
                "xmlData":"<FORM><COLUMN><NAME>经营面积</NAME><VALUE>120</VALUE></COLUMN></FORM>"}}
                """
                        .formatted(number);
        return consent("{\"code\":\"00\",\"msg\":\"成功\"" + data + "}");
    }

    private Door.Said answer(String code, String words) {
        said.add(code);
        String body = "{\"code\":\"" + code + "\",\"msg\":\"" + words + "\"}";
        return code.equals("00") ? consent(body) : new Door.Said(200, "application/json;charset=UTF-8", body);
    }

    private Door.Said consent(String body) {
        boolean isLeftOut = withoutHeader.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        return new Door.Said(
                200,
                "application/json;charset=UTF-8",
                isLeftOut ? Map.of() : Map.of("C-Response-Desc", "success"),
                body);
    }

    @Override
    public void close() {
        door.close();
    }
}
