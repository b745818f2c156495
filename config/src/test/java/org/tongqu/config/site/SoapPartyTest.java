package org.tongqu.config.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.config.files.FileProblem;
import org.tongqu.record.PartyId;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.SoapAccess;

/** Parties whose systems call the gateway's SOAP service, as their files say it. */
class SoapPartyTest {
    private static final String GATEWAY_KEY =
            "{id: k1, algorithm: SM2SM3, certificate: keys/sm2.pem, private-key: \"file:g.pem\"}";
    private static final String CHANNEL_KEY =
            ", {id: k2, algorithm: ES256, certificate: keys/p256.pem, private-key: \"file:h.pem\"}";
    private static final String RSA = "keys: [{id: k1, algorithm: PS256, certificate: keys/rsa.pem}]";

    @TempDir
    private Path directory;

    @Test
    void whoSignsIsKnownByItsKeysAndTheGatewayAnswersWithOne() throws InvalidSite {
        SoapAccess access =
                load(CHANNEL_KEY, RSA, "signature: required, addresses: [\"https://g.example/soap/exchange\"]");

        assertThat(access.signs()).isTrue();
        assertThat(access.addresses()).containsExactly("https://g.example/soap/exchange");
        assertThat(access.password()).isNull();
    }

    @Test
    void whoHasAPasswordNeedsNoKeyEvenToFetchAndItIsReadWhenItIsUsed() throws InvalidSite, IOException {
        SoapAccess access = load("", "", "password: \"file:secrets/soap\"");
        Path secret = directory.resolve("data/secrets/soap");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, "the secret\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));

        assertThat(access.signs()).isFalse();
        assertThat(access.password().reveal()).isEqualTo("the secret");
        assertThat(access.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "soap: {}|soap: needs either signature: required, or password: and caller-certificate:",
                "soap: {signature: required, password: \"env:P\"}|soap: needs either signature: required, or password: and caller-certificate:",
                "soap: {signature: perhaps, password: \"env:P\"}|write required",
                "soap: {password: open}|only where the secret is may stand here",
                "soap: {caller-certificate: abc}|SHA-256 of the certificate, 64 hex digits",
                "soap: {password: \"env:P\", addresses: [\"https://g.example/\"]}|addresses: is for signed calls only",
                "soap: {signature: required, addresses: [ftp]}|an http:// or https:// address",
                "soap: {signature: required}|SOAP calls are signed with RSA or P-256, and there is no such key",
                "soap: {password: \"env:P\", user: x}|user",
            })
    void everyMistakeIsNamedWithItsLine(String soap, String problem) {
        assertThat(problems(CHANNEL_KEY, "", soap))
                .anyMatch(one -> one.startsWith("parties/town.yml:6  ") && one.contains(problem));
    }

    @Test
    void whatTheGatewayCannotDoIsSaidOfTheSite() {
        assertThat(problems("", RSA, "soap: {signature: required}"))
                .singleElement()
                .asString()
                .startsWith("site.yml:0  ")
                .contains("990101.town signs SOAP calls, and the gateway has no RSA or P-256 key to answer with");
        assertThat(problems("", "", "soap: {caller-certificate: \"" + "ab".repeat(32) + "\"}"))
                .anyMatch(one -> one.contains("990101.town calls with a certificate"));
    }

    private SoapAccess load(String gatewayKey, String keys, String soap) throws InvalidSite {
        write(gatewayKey, keys, "soap: {" + soap + "}");
        LoadedSite loaded =
                new SiteLoader(Schemas.shipped()).load(directory.resolve("site"), directory.resolve("data"), 1);
        assertThat(loaded.site().party(new PartyId("990101.town")).orElseThrow().endpoint())
                .isInstanceOf(Endpoint.Pull.class);
        return loaded.site().party(new PartyId("990101.town")).orElseThrow().soap();
    }

    private List<String> problems(String gatewayKey, String keys, String soap) {
        write(gatewayKey, keys, soap);
        return catchThrowableOfType(InvalidSite.class, () -> new SiteLoader(Schemas.shipped())
                        .load(directory.resolve("site"), directory.resolve("data"), 1))
                .problems()
                .stream()
                .map(FileProblem::toString)
                .toList();
    }

    private void write(String gatewayKey, String keys, String soap) {
        new SiteFolder(directory.resolve("site"))
                .with(
                        "site.yml",
                        """
                        id: 990101
                        name: {zh: 示范县, en: Demo County}
                        level: county
                        gateway: {keys: [%s]}
                        trust: {anchors: [keys/sm2.pem]}
                        """
                                .formatted(GATEWAY_KEY + gatewayKey))
                .with(
                        "parties/town.yml",
                        """
                        id: 990101.town
                        name: {zh: 乡镇, en: Town}
                        level: town
                        kind: department
                        endpoint: {mode: pull}
                        %s
                        %s
                        """
                                .formatted(soap, keys));
    }
}
