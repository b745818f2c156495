package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * A treasury's system for non-tax revenue: {@code Head}, {@code Msg} and {@code Voucher} in XML, header {@code token} from {@code POST
 * /login}. It answers {@code Result} 00000, or 99999 with one of the codes 110xx and 120xx. A confirmation of a notice that is confirmed is
 * answered by 12001 and what was confirmed. Thread-safe.
 */
public final class TreasuryPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String appId;
    private final String appSecret;
    private final Door door;
    private final Map<String, Map<String, String>> confirmed = new ConcurrentHashMap<>();
    private final Queue<String[]> refusals = new ConcurrentLinkedQueue<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger(1);
    private final Queue<Door.Said> instead = new ConcurrentLinkedQueue<>();

    /** A system that knows one application, on this port. */
    public TreasuryPlatform(int port, String appId, String appSecret) {
        this.appId = appId;
        this.appSecret = appSecret;
        this.door = new Door(port, this::take);
    }

    /**
     * What is answered.
     *
     * @param status of HTTP
     * @param result 00000 or 99999
     * @param code of the error; empty if there is none
     */
    public record Answer(int status, String result, String code) {}

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What was confirmed of a notice, by the names of the fields; empty if nothing was. */
    public Map<String, String> confirmed(String payCode) {
        return confirmed.getOrDefault(payCode, Map.of());
    }

    /** In which words it refused so far. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The next message is refused with this code and these words. */
    public void refuseNext(String code, String words) {
        refusals.add(new String[] {code, words});
    }

    /** Tokens that it gave out hold no longer. */
    public void forgetTokens() {
        tokens.incrementAndGet();
    }

    /** The next message is taken, but answered by a page of its proxy. */
    public void proxyPageAfterTheNext() {
        instead.add(new Door.Said(502, "text/html", "<html><body>502</body></html>"));
    }

    /** A payment at a counter that nobody told us of. */
    public void paidElsewhere(String payCode, String serial, String amount) {
        confirmed.put(payCode, Map.of("PayCode", payCode, "BankSerialNo", serial, "PayAmt", amount));
    }

    /** Fetches a token from another system. */
    public String token(String url) {
        Door.Said answer = door.post(
                url + "/login",
                Map.of("Content-Type", "application/json"),
                "{\"appId\":\"" + appId + "\",\"appSecret\":\"" + appSecret + "\"}",
                StandardCharsets.UTF_8);
        return JSON.readTree(answer.text()).path("token").asString("");
    }

    /** Tells another system of a payment. */
    public Answer confirm(String url, String token, String messageNo, String payCode, String serial) {
        return tell(
                url + "/confirm",
                token,
                messageNo,
                """
                <PayCode>%s</PayCode><PayAmt>20.00</PayAmt><PayChannel>03</PayChannel><BankSerialNo>%s</BankSerialNo>
                <PayTime>20260304100000</PayTime>
                """
                        .formatted(payCode, serial));
    }

    /** Tells another system of a payment that failed, with one of its codes. */
    public Answer reject(String url, String token, String payCode, String code) {
        return tell(
                url + "/reject",
                token,
                "R-1",
                "<PayCode>%s</PayCode><ErrCode>%s</ErrCode><RejectTime>20260304100000</RejectTime>"
                        .formatted(payCode, code));
    }

    private Answer tell(String url, String token, String messageNo, String voucher) {
        String message = "<Message><Head><MsgNo>" + messageNo + "</MsgNo></Head><Msg><Voucher>" + voucher
                + "</Voucher></Msg></Message>";
        Door.Said answer = door.post(
                url,
                Map.of("Content-Type", "text/xml; charset=utf-8", "token", token),
                message,
                StandardCharsets.UTF_8);
        Map<String, String> words = XmlWords.of(answer.text());
        return new Answer(answer.status(), words.getOrDefault("Result", ""), words.getOrDefault("ErrCode", ""));
    }

    private Door.Said take(Door.Came came) {
        if (came.path().equals("/login")) {
            return new Door.Said(200, "application/json", "{\"result\":\"00000\",\"token\":\"T" + tokens.get() + "\"}");
        }
        if (!("T" + tokens.get()).equals(came.headers().get("token"))) {
            said.add("令牌已失效");
            return new Door.Said(
                    401, "text/xml", "<Message><Head><Result>99999</Result><ErrMsg>令牌已失效</ErrMsg></Head></Message>");
        }
        String[] refusal = refusals.poll();
        if (refusal != null) {
            return refused(refusal[0], refusal[1], "");
        }
        Map<String, String> words = XmlWords.of(came.text());
        String payCode = words.getOrDefault("PayCode", "");
        if (came.path().equals("/query")) {
            return queried(payCode);
        }
        Map<String, String> first = came.path().equals("/confirm") ? confirmed.putIfAbsent(payCode, words) : null;
        if (first != null) {
            return refused(
                    "12001",
                    "重复缴款确认",
                    "<PayCode>%s</PayCode><BankSerialNo>%s</BankSerialNo><PayAmt>%s</PayAmt>"
                            .formatted(payCode, first.get("BankSerialNo"), first.get("PayAmt")));
        }
        Door.Said other = instead.poll();
        return other == null ? answer("<Result>00000</Result>", "") : other;
    }

    private Door.Said queried(String payCode) {
        Map<String, String> paid = confirmed.get(payCode);
        return paid == null
                ? refused("11001", "缴款单不存在", "")
                : answer(
                        "<Result>00000</Result>",
                        "<PayCode>%s</PayCode><PayStatus>1</PayStatus><PayAmt>%s</PayAmt>"
                                .formatted(payCode, paid.get("PayAmt")));
    }

    private Door.Said refused(String code, String words, String voucher) {
        said.add(words);
        return answer("<Result>99999</Result><ErrCode>" + code + "</ErrCode><ErrMsg>" + words + "</ErrMsg>", voucher);
    }

    private static Door.Said answer(String head, String voucher) {
        return new Door.Said(
                200,
                "text/xml;charset=UTF-8",
                "<Message><Head>" + head + "</Head><Msg><Voucher>" + voucher + "</Voucher></Msg></Message>");
    }

    @Override
    public void close() {
        door.close();
    }
}
