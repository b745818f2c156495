package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.platform.CertificatePlatform;
import org.tongqu.ittests.platform.NationalPlatform;
import tools.jackson.databind.JsonNode;

/** Platforms that ask the gateway in their own language, and are answered in it. */
@ExtendWith(SharedGateway.Extension.class)
class AskedInDialectIT {
    private static final String HOLDER = "990101190001010018";

    private final SharedGateway gateway;
    private final CertificatePlatform certificates;
    private final NationalPlatform national;

    AskedInDialectIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.certificates = gateway.platforms().certificates();
        this.national = gateway.platforms().national();
    }

    @Test
    void certificatesAreGivenInTheFormOfTheServiceAndOnlyWhatARuleGrants() throws IOException {
        String id = gateway.freshId();

        JsonNode answer = byHolder(HOLDER, "办理 " + id);

        assertThat(answer.at("/head/code").asString()).as(answer.toString()).isEqualTo("0");
        JsonNode found = answer.at("/data/0");
        assertThat(found.path("certificate_name").asString()).isEqualTo("示范经营许可证");
        assertThat(found.path("certificate_status").asString()).isEqualTo("01");
        assertThat(found.has("certificate_number")).isFalse();
        assertThat(found.has("issuing_authority_name")).isFalse();
        assertThat(certificates.reasons()).contains("办理 " + id);
        assertThat(Files.readString(gateway.log())).doesNotContain(HOLDER);
    }

    @Test
    void nothingFoundARefusalAndAMissingPurposeAreSaidInItsForm() {
        assertThat(byHolder("990103200002290030", "办理").at("/head/code").asString())
                .isEqualTo("10");
        JsonNode withoutPurpose = asked("queryCertInfoByHolderCode", "{\"holderCode\":\"" + HOLDER + "\"}");
        assertThat(withoutPurpose.at("/head/code").asString()).isEqualTo("100");
        assertThat(withoutPurpose.at("/head/message").asString())
                .contains("/data/useCause", "/data/holderTypeCode")
                .doesNotContain(HOLDER);
        JsonNode large = asked("queryCertInfo", "{\"useCause\":\"" + "x".repeat(70_000) + "\"}");
        assertThat(large.at("/head/message").asString()).contains("65536");
        certificates.breakNext(503);
        assertThat(byHolder(HOLDER, "办理").path("message").asString()).contains("PROVIDER_AWAY");
    }

    @Test
    void whatIsOneAloneIsAnsweredAsOne() {
        JsonNode answer = asked(
                "verifyCertInfo",
                "{\"certIdentifier\":\"1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3\","
                        + "\"useCause\":\"办理\"}");

        assertThat(answer.at("/data/valid").asString()).isEqualTo("0");
        assertThat(answer.at("/data/reason").asString()).isEqualTo("已撤销");
    }

    @Test
    void aFileIsGivenAndTakenInBase64() {
        String file = Base64.getEncoder().encodeToString(CertificatePlatform.file());

        JsonNode given = asked(
                "downloadFile",
                "{\"certIdentifier\":\"1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3\","
                        + "\"fileType\":\"ofd\",\"useCause\":\"办理\"}");
        JsonNode genuine = asked("verifyFile", "{\"file\":\"" + file + "\",\"useCause\":\"办理\"}");
        JsonNode altered = asked("verifyFile", "{\"file\":\"" + "AAAA".repeat(30_000) + "\",\"useCause\":\"办理\"}");
        JsonNode withoutPurpose = asked("verifyFile", "{\"file\":\"" + file + "\"}");

        assertThat(given.at("/data/file").asString()).as(given.toString()).isEqualTo(file);
        assertThat(genuine.at("/data/valid").asString()).as(genuine.toString()).isEqualTo("1");
        assertThat(altered.at("/data/valid").asString()).as(altered.toString()).isEqualTo("0");
        assertThat(withoutPurpose.at("/head/message").asString()).contains("/data/useCause");
    }

    @Test
    void allOtherCallsAreAnsweredToo() {
        String identifier = "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3";

        assertThat(asked("queryCertInfo", "{\"certIdentifier\":\"" + identifier + "\",\"useCause\":\"办理\"}")
                        .at("/data/holder_name")
                        .asString())
                .isEqualTo("示例申请人");
        assertThat(asked("queryCertInfoByQrCode", "{\"qrCode\":\"CERT:7f3a9c\",\"useCause\":\"办理\"}")
                        .at("/data/certificate_name")
                        .asString())
                .isEqualTo("示范经营许可证");
        assertThat(asked("downloadUrl", "{\"certIdentifier\":\"" + identifier + "\",\"useCause\":\"办理\"}")
                        .at("/data/url")
                        .asString())
                .isEqualTo("https://certificates.example/d/7f3a");
        assertThat(asked(
                                "downloadUrlsByHolderCode",
                                "{\"holderCode\":\"" + HOLDER + "\",\"holderTypeCode\":\"111\",\"useCause\":\"办理\"}")
                        .at("/data/0/certificate_identifier")
                        .asString())
                .isEqualTo(identifier);
        assertThat(asked("certRemark", "{\"certTypeCode\":\"11990100XXXX000193001\",\"useCause\":\"办理\"}")
                        .at("/data/0/fieldLabel")
                        .asString())
                .isEqualTo("许可范围");
        assertThat(asked(
                                "queryCertInfoByHolderCode",
                                "{\"holderCode\":\"" + HOLDER + "\",\"holderTypeCode\":\"114\",\"useCause\":\"办理\"}")
                        .at("/head/message")
                        .asString())
                .contains("/data/holderTypeCode")
                .doesNotContain(HOLDER);
    }

    @Test
    void aTokenThatIsNoneIsSaidSo() {
        JsonNode answer =
                certificates.ask(gateway.addressFor(SharedGateway.LIBRARY), "queryCertInfoByHolderCode", "c-1", "{}");

        assertThat(answer.at("/head/code").asString()).isEqualTo("11");
    }

    @Test
    void theNationalPlatformAsksWithOurSecret() {
        String address = gateway.addressFor(SharedGateway.CITY);
        String question = "{\"uniscid\":\"91990100XXXX00027M\",\"useCause\":\"办理\"}";

        JsonNode answer = national.ask(address, question, national.secret(address));
        JsonNode guessed = national.ask(address, question, "guess");

        assertThat(answer.at("/data/0/entname").asString())
                .as(answer.toString())
                .isEqualTo("示例商贸有限公司");
        assertThat(answer.at("/data/0").has("uniscid")).isFalse();
        assertThat(answer.at("/data/0").has("name")).isFalse();
        assertThat(guessed.path("code").asString()).isEqualTo("E-106");
    }

    @Test
    void aQuestionMayComeByGet() {
        String purpose = "核对 " + gateway.freshId();
        String address = gateway.platforms().secureAddressFor(SharedGateway.WATER);

        String answer = gateway.platforms()
                .water()
                .ask(address, gateway.platforms().tls().context("water"), "99010126000000000001", purpose);
        String stranger = gateway.platforms()
                .water()
                .ask(address, gateway.platforms().tls().context("neighbour"), "99010126000000000001", purpose);

        assertThat(answer).contains("\"ret\":\"0\"", "\"data\":[{\"zdh\":\"99010126000000000001\",\"zt\":\"1\"}]");
        assertThat(stranger).contains("\"ret\":\"1\"", "CHANNEL_NOT_AUTHENTIC");
        assertThat(gateway.platforms().agency().purposes()).containsOnlyOnce(purpose);
    }

    private JsonNode byHolder(String holder, String purpose) {
        return asked(
                "queryCertInfoByHolderCode",
                "{\"holderCode\":\"" + holder + "\",\"holderTypeCode\":\"111\",\"useCause\":\"" + purpose + "\"}");
    }

    private JsonNode asked(String call, String data) {
        String address = gateway.addressFor(SharedGateway.LIBRARY);
        return certificates.ask(address, call, certificates.token(address), data);
    }
}
