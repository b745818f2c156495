package org.tongqu.ittests.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;

class GeneratedSiteTest {
    @Test
    void everyPartyHasAFileACertificateAndAKeyOutsideOfTheSite(@TempDir Path folder) {
        GeneratedSite site = GeneratedSite.write(
                folder,
                List.of(
                        GeneratedParty.sender("990101.window"),
                        GeneratedParty.pushed("990101.tax", "http://127.0.0.1:1/x")),
                List.of(GeneratedRule.wholeCases("cases", List.of("990101.window"), List.of("990101.tax"))),
                Clock.systemUTC());

        assertThat(site.directory().resolve("parties/990101.tax.yml"))
                .content()
                .contains("mode: push")
                .contains("repeat: safe");
        assertThat(site.directory().resolve("keys/990101.tax.pem")).content().contains("BEGIN CERTIFICATE");
        assertThat(site.directory().resolve("sharing/rules.yml")).content().contains("grant: whole");
        assertThat(site.privateKeys().resolve("990101.window.pem")).isNotEmptyFile();
        assertThat(Files.exists(site.directory().resolve("private"))).isFalse();
        assertThat(site.port()).isNotEqualTo(site.adminPort());
    }

    @Test
    void theGatewaysSealsVerifyWithTheGeneratedCertificate(@TempDir Path folder) {
        GeneratedSite site = GeneratedSite.write(folder, List.of(), List.of(), Clock.systemUTC());
        PartyId gateway = PartyId.gatewayOf(GeneratedSite.ID);

        SealedText sealed = site.sealer(gateway, Clock.systemUTC()).sealed("{}", SealType.RECEIPT);

        assertThat(site.gatewaySeals()
                        .verify(
                                sealed.seal(),
                                "{}".getBytes(StandardCharsets.UTF_8),
                                SealType.RECEIPT,
                                GeneratedSite.ID)
                        .kid()
                        .party())
                .isEqualTo(gateway);
    }
}
