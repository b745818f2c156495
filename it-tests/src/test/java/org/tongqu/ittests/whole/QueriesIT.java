package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.platform.CertificatePlatform;
import org.tongqu.record.Digest;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.digest.Sm3;

/** Questions through the packaged gateway to a service that shares certificates and speaks its own language only. */
@ExtendWith(SharedGateway.Extension.class)
class QueriesIT {
    private static final String TYPE = "certificate.find";
    private static final String HOLDER = "990101190001010018";

    private static final String SINCE = "2026-03-01T00:00:00Z";

    private static final String CERTIFICATE =
            "{\"identifier\":\"1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3\"}";

    private static final String FILE = CERTIFICATE.replace("}", ",\"mediaType\":\"application/ofd\"}");

    private final SharedGateway gateway;
    private final MaterialClient materials;

    QueriesIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.materials = new MaterialClient(gateway);
    }

    @Test
    void theAskerGetsTheGrantedFieldsAndTheProviderHearsWhatFor() throws IOException {
        String id = gateway.freshId();

        HttpMessage answer = gateway.ask(SharedGateway.DESK, TYPE, question(id, HOLDER));
        HttpMessage again = gateway.ask(SharedGateway.DESK, TYPE, question(id, HOLDER));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        SealedText sealed = SealedText.fromJson(StrictJson.parse(answer.body()));
        SealHeader header = gateway.site()
                .gatewaySeals()
                .verify(sealed.seal(), sealed.octets(), SealType.ANSWER, SharedGateway.DESK);
        assertThat(header.aud()).isEqualTo(SharedGateway.DESK);
        assertThat(sealed.payload())
                .startsWith("{\"results\":[{\"identifier\":\"1.2.156.3005.2.")
                .contains("\"name\":\"示范经营许可证\"", "\"status\":\"01\"", "\"holders\":[{\"name\":\"示例申请人\"}]")
                .doesNotContain("示许字", "issuer", "issueDate");
        assertThat(gateway.platforms().certificates().reasons()).contains("办理 CASE-" + id);
        assertThat(again.text()).isEqualTo(answer.text());
        assertThat(gateway.platforms().certificates().reasons()).containsOnlyOnce("办理 CASE-" + id);
    }

    @Test
    void nothingFoundIsAnAnswerWithoutResults() throws IOException {
        HttpMessage answer = gateway.ask(SharedGateway.DESK, TYPE, question(gateway.freshId(), "990103200002290030"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(SealedText.fromJson(StrictJson.parse(answer.body())).payload())
                .isEqualTo("{\"results\":[]}");
    }

    @Test
    void aTokenThatTheProviderForgotIsFetchedAnew() throws IOException {
        gateway.ask(SharedGateway.DESK, TYPE, question(gateway.freshId(), HOLDER));
        gateway.platforms().certificates().forgetTokens();

        assertThat(gateway.ask(SharedGateway.DESK, TYPE, question(gateway.freshId(), HOLDER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aProviderThatIsAwayIsSaidSoAndMayBeAskedAgainUnderTheSameId() throws IOException, InterruptedException {
        String id = gateway.freshId();
        gateway.ask(SharedGateway.DESK, TYPE, question(gateway.freshId(), HOLDER));
        gateway.platforms().certificates().breakNext(503);

        HttpMessage away = gateway.ask(SharedGateway.DESK, TYPE, question(id, HOLDER));

        assertThat(away.status()).as(away.text()).isEqualTo(504);
        assertThat(gateway.ask(SharedGateway.DESK, TYPE, question(id, HOLDER)).status())
                .isEqualTo(200);
        assertThat(gateway.command("queries", SharedGateway.DESK + "/" + id))
                .contains("办理 CASE-" + id, "签名 sealed by " + SharedGateway.DESK + "#")
                .containsPattern("1[.] .* → [0-9.a-z-]+  未答 failed PROVIDER_AWAY ")
                .containsPattern("2[.] .* → [0-9.a-z-]+  已答 answered 1 个结果 results ")
                .doesNotContain(HOLDER);
        assertThat(gateway.command("queries", "--party", SharedGateway.DESK, "--type", TYPE, "--since", SINCE))
                .containsPattern(SharedGateway.DESK + "/" + id + "  certificate.find → .*  已答 answered .* attempts 2")
                .doesNotContain(HOLDER);
    }

    @Test
    void whoMayNotAskIsRefusedAndNothingPersonalIsLogged() throws IOException {
        String question = question(gateway.freshId(), HOLDER).replace("990101.desk", "990101.window");

        assertThat(gateway.ask(SharedGateway.WINDOW, TYPE, question).status()).isEqualTo(403);
        assertThat(gateway.ask(SharedGateway.DESK, "certificate.gossip", question(gateway.freshId(), HOLDER))
                        .status())
                .isEqualTo(404);
        assertThat(gateway.ask(
                                SharedGateway.DESK,
                                TYPE,
                                question(gateway.freshId(), HOLDER).replace("\"purpose\"", "\"purpos\""))
                        .status())
                .isEqualTo(422);
        assertThat(Files.readString(gateway.log())).doesNotContain(HOLDER, "示许字");
    }

    @Test
    void aCertificateIsVerifiedAndItsFileFoundWithThePurpose() throws IOException {
        String id = gateway.freshId();

        assertThat(results("certificate.verify", id, CERTIFICATE))
                .contains("\"valid\":false", "\"status\":\"03\"", "\"reason\":\"已撤销\"");
        assertThat(results("certificate.download", id + "-d", CERTIFICATE))
                .contains(
                        "\"address\":\"https://certificates.example/d/7f3a\"",
                        "\"expiresAt\":\"2026-03-03T01:30:00.000Z\"");
        assertThat(gateway.platforms().certificates().reasons()).contains("办理 " + id, "办理 " + id + "-d");
        assertThat(Files.readString(gateway.log())).doesNotContain("certificates.example/d");
    }

    @Test
    void theFileOfACertificateBecomesAMaterialOfWhoAsked() throws Exception {
        String id = gateway.freshId();
        Digest file = digest(CertificatePlatform.file());

        String found = results("certificate.download", id, FILE);

        assertThat(found)
                .contains(
                        "\"digest\":\"" + file.value() + "\"",
                        "\"mediaType\":\"application/ofd\"",
                        "\"size\":" + CertificatePlatform.file().length)
                .doesNotContain(Base64.getEncoder().encodeToString(CertificatePlatform.file()));
        assertThat(materials
                        .get(SharedGateway.DESK, file, BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(CertificatePlatform.file());
        assertThat(materials
                        .get(SharedGateway.WINDOW, file, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
        assertThat(results("certificate.download", id + "-p", FILE.replace("application/ofd", "image/png")))
                .isEqualTo("{\"results\":[]}");
        gateway.platforms().certificates().growNextFile(3 << 20);
        HttpMessage large =
                gateway.ask(SharedGateway.DESK, "certificate.download", event("certificate.download", id + "-l", FILE));
        assertThat(large.status()).as(large.text()).isEqualTo(502);
        assertThat(large.text()).contains("PROVIDER_ANSWER_TOO_LARGE");
    }

    @Test
    void aFileIsVerifiedByWhoHasIt() throws Exception {
        String id = gateway.freshId();
        byte[] altered = ("altered " + id).getBytes(StandardCharsets.UTF_8);
        String question = "{\"digest\":\"" + digest(altered).value() + "\"}";

        HttpMessage unknown =
                gateway.ask(SharedGateway.DESK, "certificate.verify", event("certificate.verify", id + "-u", question));
        materials.put(SharedGateway.DESK, digest(altered), new ByteArrayInputStream(altered), altered.length);
        results("certificate.download", id, FILE);

        assertThat(unknown.status()).as(unknown.text()).isEqualTo(422);
        assertThat(unknown.text()).contains("MATERIAL_UNKNOWN", "/data/digest");
        assertThat(results("certificate.verify", id + "-a", question))
                .contains("\"valid\":false", "\"reason\":\"文件被改动\"");
        assertThat(results(
                        "certificate.verify",
                        id + "-g",
                        "{\"digest\":\"" + digest(CertificatePlatform.file()).value() + "\"}"))
                .contains("\"valid\":true", "\"status\":\"01\"");
    }

    @Test
    void addressesOfAHolderAndTheDictionaryOfFieldsAreAskedFor() throws IOException {
        String id = gateway.freshId();

        assertThat(results(
                        "certificate.download", id, "{\"holderCode\":\"" + HOLDER + "\",\"holderCodeType\":\"111\"}"))
                .contains("\"address\":\"https://certificates.example/d/7f3a\"");
        assertThat(results("certificate.fields", id + "-f", "{\"typeCode\":\"11990100XXXX000193001\"}"))
                .isEqualTo("{\"results\":[{\"name\":\"KZ_XKFW\",\"label\":\"许可范围\"}]}");
        HttpMessage both = gateway.ask(
                SharedGateway.DESK,
                "certificate.download",
                event(
                        "certificate.download",
                        id + "-b",
                        "{\"holderCode\":\"" + HOLDER
                                + "\",\"holderCodeType\":\"111\",\"mediaType\":\"application/ofd\"}"));
        assertThat(both.status()).as(both.text()).isEqualTo(422);
    }

    @Test
    void aCertificateIsFoundByItsIdentifierAndByItsQrCode() throws IOException {
        String id = gateway.freshId();

        assertThat(results(TYPE, id, CERTIFICATE)).contains("\"name\":\"示范经营许可证\"");
        assertThat(results(TYPE, id + "-q", "{\"qrCode\":\"CERT:7f3a9c\"}")).contains("\"status\":\"01\"");
        HttpMessage refused = gateway.ask(SharedGateway.DESK, TYPE, event(TYPE, id + "-n", "{\"caseNo\":\"C-1\"}"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.text())
                .contains("\"pointer\":\"/data\",\"rule\":\"oneOf\"")
                .doesNotContain("required");
        assertThat(gateway.ask(
                                SharedGateway.DESK,
                                TYPE,
                                event(TYPE, id + "-t", CERTIFICATE.replace("}", ",\"qrCode\":\"CERT:7f3a9c\"}")))
                        .text())
                .contains("\"pointer\":\"/data\",\"rule\":\"oneOf\"");
        assertThat(Files.readString(gateway.log())).doesNotContain("CERT:7f3a9c");
    }

    @Test
    void theNationalPlatformIsAskedWithItsSecretOfNow() throws IOException {
        String id = gateway.freshId();
        String enterprise = "{\"creditCode\":\"91990100XXXX00027M\"}";

        assertThat(results("enterprise.find", id, enterprise))
                .contains("\"name\":\"示例商贸有限公司\"", "\"state\":\"1\"")
                .doesNotContain("示例法定代表人");
        assertThat(gateway.platforms().national().reasons()).contains("办理 " + id);
        gateway.platforms().national().changeSecret();
        assertThat(results("enterprise.find", id + "-b", enterprise)).contains("示例商贸有限公司");
        assertThat(results("enterprise.find", id + "-c", "{\"name\":\"无此企业\"}")).isEqualTo("{\"results\":[]}");
        HttpMessage refused = gateway.ask(
                SharedGateway.DESK,
                "enterprise.find",
                event("enterprise.find", id + "-d", "{\"creditCode\":\"11990100XXXX000193\"}"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(502);
        assertThat(refused.text()).contains("PROVIDER_REFUSED", "该主体不在共享范围");
    }

    @Test
    void whatTheProviderRefusesIsSaidWithItsWords() throws IOException {
        String id = gateway.freshId();

        HttpMessage refused = gateway.ask(
                SharedGateway.DESK,
                TYPE,
                question(id, HOLDER).replace("\"holderCodeType\":\"111\"", "\"holderCodeType\":\"990\""));

        assertThat(refused.status()).as(refused.text()).isEqualTo(502);
        assertThat(refused.text()).contains("PROVIDER_REFUSED", "持证主体类型不符").doesNotContain(HOLDER);
    }

    @Test
    void anAgencyAnswersWhatItHasInHand() throws IOException {
        String id = gateway.freshId();

        assertThat(results("case.progress", id + "-c", "{\"caseNo\":\"C-1\",\"queryPassword\":\"734219\"}"))
                .contains("\"stateText\":\"办理中\"", "\"acceptedAt\":\"2026-03-03T02:00:00.000Z\"");
        assertThat(results("payment.status", id + "-p", "{\"noticeNo\":\"99010126000000000001\"}"))
                .contains("\"status\":\"1\"", "\"amount\":\"20.00\"");
        assertThat(results("material.find", id + "-m", "{\"caseNo\":\"C-1\"}")).contains("\"size\":1024");
        assertThat(results("case.progress", id + "-n", "{\"caseNo\":\"N-1\",\"queryPassword\":\"000000\"}"))
                .isEqualTo("{\"results\":[]}");
        assertThat(results("case.progress", id + "-w", "{\"caseNo\":\"C-1\",\"queryPassword\":\"734218\"}"))
                .isEqualTo("{\"results\":[]}");
        HttpMessage refused = gateway.ask(
                SharedGateway.DESK, "material.find", event("material.find", id + "-s", "{\"caseNo\":\"S-1\"}"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(502);
        assertThat(refused.text()).contains("PROVIDER_REFUSED", "涉密");
        assertThat(gateway.platforms().agency().purposes()).contains("办理 " + id + "-c", "办理 " + id + "-m");
        assertThat(Files.readString(gateway.log())).doesNotContain("734219", "734218");
    }

    @Test
    void thePasswordOfACaseIsNotFoundByTrying() throws IOException {
        String id = gateway.freshId();
        String caseNo = "G-" + id;
        int answered = 0;
        HttpMessage answer;
        do {
            String guess = "{\"caseNo\":\"" + caseNo + "\",\"queryPassword\":\"73421" + answered + "\"}";
            answer = gateway.ask(
                    SharedGateway.DESK, "case.progress", event("case.progress", id + "-" + answered, guess));
            answered += answer.status() == 200 ? 1 : 0;
        } while (answer.status() == 200 && answered < 9);

        assertThat(answered).isEqualTo(5);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text()).contains("TOO_FAST").doesNotContain(caseNo, "73421");
    }

    @Test
    void aQuestionMayBeAskedByGet() throws IOException {
        String id = gateway.freshId();
        String question =
                event("payment.status", id, "{\"noticeNo\":\"W-1\"}").replace(SharedGateway.DESK, SharedGateway.PORTAL);

        HttpMessage answer = gateway.ask(SharedGateway.PORTAL, "payment.status", question);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(SealedText.fromJson(StrictJson.parse(answer.body())).payload())
                .isEqualTo("{\"results\":[{\"noticeNo\":\"W-1\",\"status\":\"1\"}]}");
    }

    private static Digest digest(byte[] octets) {
        return new Sm3().sm3(octets);
    }

    private String results(String type, String id, String data) throws IOException {
        HttpMessage answer = gateway.ask(SharedGateway.DESK, type, event(type, id, data));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return SealedText.fromJson(StrictJson.parse(answer.body())).payload();
    }

    private static String event(String type, String id, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.desk","type":"%s","subject":"CASE-%s",
                 "time":"2026-03-02T01:00:00.000Z","purpose":"办理 %s","data":%s}
                """
                .formatted(id, type, id, id, data);
    }

    private static String question(String id, String holder) {
        return """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.desk","type":"certificate.find","subject":"CASE-%s",
                 "time":"2026-03-02T01:00:00.000Z","purpose":"办理 CASE-%s",
                 "data":{"holderCode":"%s","holderCodeType":"111"}}
                """
                .formatted(id, id, id, holder);
    }
}
