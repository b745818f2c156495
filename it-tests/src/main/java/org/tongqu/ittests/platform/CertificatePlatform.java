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
 * A service that shares electronic certificates: {@code POST /queryCertInfoByHolderCode} of {@code {head:{accessId,accessToken},data}} with
 * {@code holderCode}, {@code holderTypeCode}, {@code certTypeCode} and the reason {@code useCause}, which it insists on, and {@code
 * /queryCertInfo} with {@code certIdentifier}, {@code /queryCertInfoByQrCode} with {@code qrCode}; {@code /verifyCertInfo} and {@code
 * /verifyFile}, {@code /downloadUrl}, {@code /downloadUrlsByHolderCode} and {@code /downloadFile}, {@code /certRemark}. It knows one
 * certificate of one holder and its file. Answers {@code {head:{code,message},data:[…]}}: 10 not found, 11 authentication, 100 no right,
 * 103 another kind of holder. Thread-safe.
 */
public final class CertificatePlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOLDER = "990101190001010018";
    private static final String IDENTIFIER = "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3";
    private static final String TYPE = "11990100XXXX000193001";
    private static final String QR_CODE = "CERT:7f3a9c";
    private static final String ADDRESS = "{\"certificate_identifier\":\"" + IDENTIFIER
            + "\",\"url\":\"https://certificates.example/d/7f3a\",\"expiryTime\":\"20260303093000\"}";
    private static final String FOUND =
            """
            {"head":{"code":"0","message":"成功"},"data":[{
             "certificate_identifier":"1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3",
             "certificate_name":"示范经营许可证","certificate_number":"示许字2026第1号",
             "issuing_authority_name":"示范市行政审批服务局","issue_date":"20260302","validate_end":"20310301",
             "holder_name":"示例申请人","holder_code":"990101190001010018","holder_type":"111",
             "certificate_status":"01"}]}
            """;
    private static final byte[] FILE = "OFD 示例证照文件".getBytes(StandardCharsets.UTF_8);

    private final String accessId;
    private final String accessSecret;
    private final Door door;
    private final AtomicInteger tokens = new AtomicInteger();
    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final Queue<Integer> broken = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> grown = new ConcurrentLinkedQueue<>();

    /** A service that knows one caller, on this port. */
    public CertificatePlatform(int port, String accessId, String accessSecret) {
        this.accessId = accessId;
        this.accessSecret = accessSecret;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What it was asked for, in the order of the questions. */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** The file of the certificate that it knows. */
    public static byte[] file() {
        return FILE.clone();
    }

    /** The next file that it gives has so many octets. */
    public void growNextFile(int octets) {
        grown.add(octets);
    }

    /** No token that was given out is known any more. */
    public void forgetTokens() {
        valid.clear();
    }

    /** The next question is answered by this status alone. */
    public void breakNext(int status) {
        broken.add(status);
    }

    /** The token that another service gives to our application. */
    public String token(String url) {
        String login = "{\"accessId\":\"" + accessId + "\",\"accessSecret\":\"" + accessSecret + "\"}";
        return post(url + "/getAccessToken", login)
                .path("data")
                .path("accessToken")
                .asString("");
    }

    /** Asks another service, and gives back its answer. */
    public JsonNode ask(String url, String call, String token, String data) {
        return post(
                url + "/" + call,
                "{\"head\":{\"accessId\":\"" + accessId + "\",\"accessToken\":\"" + token + "\"},\"data\":" + data
                        + "}");
    }

    private JsonNode post(String url, String body) {
        return JSON.readTree(door.post(url, Map.of("Content-Type", "application/json"), body, StandardCharsets.UTF_8)
                .text());
    }

    private Door.Said take(Door.Came came) {
        JsonNode body = JSON.readTree(came.text());
        if (came.path().equals("/getAccessToken")) {
            boolean known = accessId.equals(body.path("accessId").asString(""))
                    && accessSecret.equals(body.path("accessSecret").asString(""));
            String token = "certificate-token-" + tokens.incrementAndGet();
            valid.add(token);
            return json(
                    known
                            ? "{\"code\":\"0\",\"data\":{\"accessToken\":\"" + token + "\"}}"
                            : "{\"code\":\"11\",\"data\":{}}");
        }
        JsonNode head = body.path("head");
        if (!accessId.equals(head.path("accessId").asString(""))
                || !valid.contains(head.path("accessToken").asString(""))) {
            return json("{\"head\":{\"code\":\"11\",\"message\":\"认证失败\"}}");
        }
        Integer status = broken.poll();
        if (status != null) {
            return new Door.Said(status, "text/html", "<html>维护中</html>");
        }
        JsonNode data = body.path("data");
        String reason = data.path("useCause").asString("");
        if (reason.isEmpty()) {
            return json("{\"head\":{\"code\":\"100\",\"message\":\"缺少使用事由\"}}");
        }
        reasons.add(reason);
        return switch (came.path()) {
            case "/queryCertInfoByHolderCode" -> byHolder(data, FOUND);
            case "/downloadUrlsByHolderCode" ->
                byHolder(data, "{\"head\":{\"code\":\"0\"},\"data\":[" + ADDRESS + "]}");
            case "/queryCertInfo" -> byIdentifier(data, FOUND);
            case "/queryCertInfoByQrCode" ->
                QR_CODE.equals(data.path("qrCode").asString("")) ? json(FOUND) : notFound();
            case "/verifyCertInfo" ->
                byIdentifier(
                        data,
                        "{\"head\":{\"code\":\"0\"},\"data\":{\"certificate_identifier\":\"" + IDENTIFIER
                                + "\",\"valid\":\"0\",\"certificate_status\":\"03\",\"reason\":\"已撤销\"}}");
            case "/downloadUrl" -> byIdentifier(data, "{\"head\":{\"code\":\"0\"},\"data\":" + ADDRESS + "}");
            case "/downloadFile" ->
                byIdentifier(data, download(data.path("fileType").asString("")));
            case "/verifyFile" -> verify(data.path("file").asString(""));
            case "/certRemark" ->
                TYPE.equals(data.path("certTypeCode").asString(""))
                        ? json("{\"head\":{\"code\":\"0\"},\"data\":[{\"certificate_type_code\":\"" + TYPE
                                + "\",\"fieldName\":\"KZ_XKFW\",\"fieldLabel\":\"许可范围\"}]}")
                        : notFound();
            default -> new Door.Said(404, "text/html", "<html>404</html>");
        };
    }

    private static Door.Said byIdentifier(JsonNode data, String found) {
        return IDENTIFIER.equals(data.path("certIdentifier").asString("")) ? json(found) : notFound();
    }

    private static Door.Said byHolder(JsonNode data, String found) {
        if (!HOLDER.equals(data.path("holderCode").asString(""))) {
            return notFound();
        }
        return "111".equals(data.path("holderTypeCode").asString(""))
                ? json(found)
                : json("{\"head\":{\"code\":\"103\",\"message\":\"持证主体类型不符\"}}");
    }

    private String download(String type) {
        Integer octets = grown.poll();
        byte[] file = octets == null ? FILE : new byte[octets];
        return type.equals("ofd")
                ? "{\"head\":{\"code\":\"0\"},\"data\":{\"certificate_identifier\":\"" + IDENTIFIER
                        + "\",\"fileType\":\"ofd\",\"file\":\""
                        + Base64.getEncoder().encodeToString(file) + "\"}}"
                : "{\"head\":{\"code\":\"10\",\"message\":\"没有这种格式的文件\"}}";
    }

    private static Door.Said verify(String file) {
        return json(
                Base64.getEncoder().encodeToString(FILE).equals(file)
                        ? "{\"head\":{\"code\":\"0\"},\"data\":{\"certificate_identifier\":\"" + IDENTIFIER
                                + "\",\"valid\":\"1\",\"certificate_status\":\"01\"}}"
                        : "{\"head\":{\"code\":\"0\"},\"data\":{\"valid\":\"0\",\"reason\":\"文件被改动\"}}");
    }

    private static Door.Said notFound() {
        return json("{\"head\":{\"code\":\"10\",\"message\":\"未找到证照\"}}");
    }

    private static Door.Said json(String text) {
        return new Door.Said(200, "application/json;charset=UTF-8", text);
    }

    @Override
    public void close() {
        door.close();
    }
}
