package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An agency that answers questions about what it has in hand: {@code POST /caseProgress}, {@code /findCase}, {@code /paymentStatus},
 * {@code /findMaterials} with a user's name and password, and the purpose, which it insists on. Answers {@code {code,message,results}}: 1 nothing, 3 not for you.
 * Thread-safe.
 */
public final class AgencyPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String expected;
    private final Door door;
    private final List<String> purposes = new CopyOnWriteArrayList<>();

    /** An agency that knows one caller, on this port. */
    public AgencyPlatform(int port, String user, String password) {
        this.expected =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What it was asked for, in order. */
    public List<String> purposes() {
        return List.copyOf(purposes);
    }

    private Door.Said take(Door.Came came) {
        JsonNode body = JSON.readTree(came.text());
        String purpose = body.path("purpose").asString("");
        if (!expected.equals(came.headers().get("authorization")) || purpose.isEmpty()) {
            return said("3", "未授权或缺少用途", "");
        }
        purposes.add(purpose);
        String number = body.path("caseNo").asString(body.path("noticeNo").asString(""));
        if (number.startsWith("S-")) {
            return said("3", "涉密", "");
        }
        if (number.startsWith("N-")) {
            return said("1", "没有", "");
        }
        if (came.path().equals("/caseProgress")
                && !body.path("queryPassword").asString("").equals("734219")) {
            return said("4", "密码错误", "");
        }
        return switch (came.path()) {
            case "/caseProgress" ->
                said(
                        "0",
                        "成功",
                        "{\"caseNo\":\"" + number + "\",\"stateText\":\"办理中\",\"acceptedAt\":\"2026-03-03 10:00:00\"}");
            case "/findCase" ->
                said(
                        "0",
                        "成功",
                        """
                        {"caseNo":"%s","item":{"implCode":"11990100XXXX0001933000199001000","name":"示范经营许可"},
                         "title":"示例企业申请示范经营许可","applicant":{"kind":"6","name":"示例申请人","idType":"111",
                         "idNo":"990101190001010018"},"appliedAt":"2026-03-02 09:00:00",
                         "form":[{"name":"经营面积","value":"120"}]}
                        """
                                .formatted(number));
            case "/paymentStatus" ->
                said("0", "成功", "{\"noticeNo\":\"" + number + "\",\"status\":\"1\",\"amount\":\"20\"}");
            case "/findMaterials" -> said("0", "成功", "{\"materialId\":\"M-1\",\"name\":\"申请表\",\"size\":1024}");
            default -> new Door.Said(404, "text/html", "<html>404</html>");
        };
    }

    private static Door.Said said(String code, String message, String result) {
        return new Door.Said(
                200,
                "application/json",
                "{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"results\":[" + result + "]}");
    }

    @Override
    public void close() {
        door.close();
    }
}
