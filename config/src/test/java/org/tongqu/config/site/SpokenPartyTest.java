package org.tongqu.config.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

/** Parties whose systems talk in a dialect, as their files say it. */
class SpokenPartyTest {
    private static final Path SHIPPED = Path.of("dialects").toAbsolutePath();
    private static final PartyId TOWN = new PartyId("990101.town");
    private static final String GUIZHOU =
            "dialect: guizhou-rest, credentials: {app-id: a, app-secret: \"file:secrets/s\", api-key: \"env:API_KEY\","
                    + " api-code: c, api-code.baseInfo: b}";

    @TempDir
    private Path directory;

    private SiteFolder folder;

    @BeforeEach
    void aSiteWithAWindow() {
        folder = new SiteFolder(directory.resolve("site"))
                .with(
                        "site.yml",
                        """
                        id: 990101
                        name: {zh: 示范县, en: Demo County}
                        level: county
                        gateway: {keys: [{id: k1, algorithm: SM2SM3, certificate: keys/sm2.pem, private-key: "file:g.pem"}]}
                        trust: {anchors: [keys/sm2.pem]}
                        """)
                .with(
                        "parties/window.yml",
                        """
                        id: 990101.window
                        name: {zh: 窗口, en: Window}
                        level: county
                        kind: window
                        keys: [{id: k1, algorithm: ES256, certificate: keys/p256.pem}]
                        endpoint: {mode: none}
                        """);
    }

    @Test
    void bothWaysAreReadAndSecretsOnlyWhenTheyAreUsed() throws InvalidSite, IOException {
        town("{mode: push, url: \"https://t.example/api\", repeat: safe, receipt: channel, " + GUIZHOU + "}", GUIZHOU);
        rule("case.applied", "990101.window", "990101.town");

        Party town = load().party(TOWN).orElseThrow();

        Conversation out = ((Endpoint.Push) town.endpoint()).conversation();
        assertThat(out).isNotNull().isEqualTo(town.calls());
        assertThat(out.translator().tells(RecordType.parse("case.applied"))).isTrue();
        assertThat(out.credentials().keySet())
                .containsExactlyInAnyOrder("app-id", "app-secret", "api-key", "api-code", "api-code.baseInfo");
        assertThat(catchThrowableOfType(
                        IllegalStateException.class,
                        () -> out.credentials().get("app-secret").reveal()))
                .hasMessageContaining("cannot be read: s");
        Path secret = directory.resolve("data/secrets/s");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, "the secret\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertThat(out.credentials().get("app-secret").reveal()).isEqualTo("the secret");
        assertThat(out.toString() + town).doesNotContain("the secret");
    }

    @Test
    void aSenderThatCallsNeedsNoKeysOfItsOwn() throws InvalidSite {
        town("{mode: none}", GUIZHOU);

        assertThat(load().party(TOWN).orElseThrow().keys()).isEmpty();
    }

    @Test
    void everyMistakeOfAConversationIsNamedWithItsLine() {
        town(
                "{mode: push, url: \"https://t.example/api\", repeat: safe, dialect: guizhou-rest,"
                        + " credentials: {app-id: a, app-secret: plain, token: x}}",
                "dialect: haochapin, credentials: {}");
        rule("case.accepted", "990101.window", "990101.town");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "parties/town.yml:5 credential \"api-code\" is missing",
                        "parties/town.yml:5 credential \"api-key\" is missing",
                        "parties/town.yml:5 only where the secret is may stand here",
                        "parties/town.yml:5 the scheme has no use for \"token\"",
                        "parties/town.yml:5 a dialect has no sealed receipts",
                        "parties/town.yml:1 this party has to seal receipts but has no keys",
                        "parties/town.yml:6 there is no dialect \"haochapin\"",
                        "sharing/rules.yml:2 the dialect guizhou-rest of 990101.town has no message for case.accepted");
    }

    @Test
    void eachSideOfMutualTlsNeedsItsOwnCredential() throws IOException, InvalidSite {
        own("mutual", "{outcome: ok, field: code, is: [\"0\"]}", "auth: {scheme: mutual-tls}\n");
        String url = "{mode: push, url: \"http://t.example/api\", repeat: safe, receipt: channel, dialect: mutual";
        String fingerprint = "AB:".repeat(31) + "AB";

        town(url + ", credentials: {caller-certificate: \"AB:CD\"}}", null);
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "parties/town.yml:5 credential \"client-certificate\" is missing",
                        "parties/town.yml:5 mutual TLS needs an https:// address",
                        "parties/town.yml:5 \"caller-certificate\" is not written so");

        town(
                url.replace("http:", "https:") + ", credentials: {client-certificate: \"file:tls.pem\","
                        + " caller-certificate: \"" + fingerprint + " " + fingerprint.replace(":", "") + "\"}}",
                null);
        assertThat(load().party(TOWN)).isPresent();
    }

    @Test
    void whoIsToldWhereFilesLieNeedsOneAddressOfOurs() throws IOException, InvalidSite {
        own("links", "{outcome: ok, field: code, is: [\"0\"]}", "");
        folder.with(
                "dialects/links/material.registered.yml",
                """
                message: notice
                type: material.registered
                direction: out
                fields:
                  - {partner: no, canonical: /materialId}
                  - {partner: url, canonical: /digest, attachment: url}
                """);
        String push = "{mode: push, url: \"https://t.example/\", repeat: safe, receipt: channel, dialect: links";

        town(push + "}", null);
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("one address is needed at which the party reaches this gateway");
        town(push + ", files: [\"https://a.example/\", \"https://b.example/\"]}", null);
        assertThat(problems()).singleElement().asString().contains("one address is needed");
        town(push + ", files: [\"https://a.example/\"]}", null);
        assertThat(load().party(TOWN)).isPresent();
    }

    @Test
    void whoIsKnownByACertificateNeedsAPortToShowItAt() throws IOException {
        own(
                "mutual",
                "{outcome: ok, field: code, is: [\"0\"]}\n    - {outcome: refused, field: code}",
                "  says: {ok: {body: {code: \"0\"}}, refused: {body: {code: \"1\"}}, away: {status: 503, body: {code: \"1\"}}}\n"
                        + "auth: {scheme: mutual-tls}\n");
        town("{mode: none}", "dialect: mutual, credentials: {caller-certificate: \"" + "ab".repeat(32) + "\"}");

        assertThat(problems())
                .anyMatch(problem -> problem.startsWith("site.yml:0 990101.town calls with a certificate"));
    }

    @Test
    void aRuleThatGivesLessThanTheDialectMustSayIsRefused() throws InvalidSite {
        town("{mode: push, url: \"https://t.example/api\", repeat: safe, receipt: channel, " + GUIZHOU + "}", null);
        String fields = "fields: [/caseNo, /item, /applicant/name, /applicant/idNo, /applicant/idType";
        rule("case.applied", "990101.window", "990101.town", fields + "]");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(
                        "sharing/rules.yml:2 the dialect guizhou-rest of 990101.town cannot tell case.applied without ")
                .contains("/appliedAt")
                .doesNotContain("/item", "/caseNo", "/applicant/name");
        rule("case.applied", "990101.window", "990101.town", "grant: whole");
        assertThat(load().party(TOWN)).isPresent();
    }

    @Test
    void nobodyCallsInADialectThatCannotTellWhoCalls() throws IOException {
        own("quiet", "{outcome: ok, field: code, is: [\"0\"]}", "");
        town("{mode: none}", "dialect: quiet");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "parties/town.yml:6 the dialect quiet cannot tell who calls",
                        "parties/town.yml:6 the dialect quiet has no call that comes in");
    }

    /** A signature alone could be shown again by whoever saw it. */
    @Test
    void nobodyCallsByASignatureOfTheMessageAlone() throws IOException {
        own("signed", "{outcome: ok, field: code, is: [\"0\"]}", "auth: {scheme: none, signed: {parameter: sign}}\n");
        town("{mode: none}", "dialect: signed");
        assertThat(problems()).anyMatch(problem -> problem.contains("the dialect signed cannot tell who calls"));

        own("signed", "{outcome: ok, field: code, is: [\"0\"]}", "auth: {scheme: basic, signed: {parameter: sign}}\n");
        assertThat(problems()).noneMatch(problem -> problem.contains("cannot tell who calls"));

        own(
                "signed",
                "{outcome: ok, field: code, is: [\"0\"]}",
                "auth: {scheme: mutual-tls, signed: {parameter: sign}}\n");
        assertThat(problems()).noneMatch(problem -> problem.contains("cannot tell who calls"));
    }

    @Test
    void aMistakeInADialectOfTheSiteIsAMistakeOfTheSite() throws IOException {
        own("odd", "{outcome: okay, field: code, is: [\"0\"]}", "");
        town("{mode: none}", "dialect: odd");

        assertThat(problems()).anyMatch(problem -> problem.startsWith("dialects/odd/dialect.yml:"));
    }

    @Test
    void anAnswerOfOursThatWouldBeReadOtherwiseIsRefused() throws IOException {
        own(
                "liar",
                "{outcome: ok, field: code, is: [\"0\"]}",
                "  says: {ok: {body: {code: \"1\"}}, refused: {body: {code: \"0\"}}}\n");
        town("{mode: none}", "dialect: liar");

        assertThat(problems())
                .contains(
                        "dialects/liar/dialect.yml:9 this answer would be read as AWAY",
                        "dialects/liar/dialect.yml:9 this answer would be read as OK");
    }

    @Test
    void aChangedDialectIsAChangedParty() throws InvalidSite, IOException {
        own("plain", "{outcome: ok, field: code, is: [\"0\"]}", "");
        town("{mode: push, url: \"https://t.example/\", repeat: safe, receipt: channel, dialect: plain}", null);
        Site before = load();
        Site same = load();
        folder.with("dialects/plain/case.applied.yml", table("number"));
        Site after = load();

        assertThat(SiteDifference.between(before, same)).isEmpty();
        assertThat(SiteDifference.between(before, after)).containsExactly("~ party 990101.town");
    }

    private void own(String family, String rule, String says) throws IOException {
        folder.with(
                        "dialects/" + family + "/dialect.yml",
                        """
                        name: {zh: 例, en: example}
                        charset: utf-8
                        format: json
                        times: yyyy-MM-dd HH:mm:ss
                        answers:
                          format: json
                          rules:
                            - %s
                        %s"""
                                .formatted(rule, says))
                .with("dialects/" + family + "/case.applied.yml", table("no"));
    }

    private static String table(String field) {
        return """
                message: apply
                type: case.applied
                fields:
                  - {partner: %s, canonical: /caseNo, required: true}
                """
                .formatted(field);
    }

    private void town(String endpoint, String calls) {
        folder.with(
                "parties/town.yml",
                """
                id: 990101.town
                name: {zh: 镇, en: Town}
                level: town
                kind: platform
                endpoint: %s
                """
                                .formatted(endpoint)
                        + (calls == null ? "" : "calls: {" + calls + "}\n"));
    }

    private void rule(String type, String from, String to) {
        rule(type, from, to, "grant: whole");
    }

    private void rule(String type, String from, String to, String grant) {
        folder.with(
                "sharing/rules.yml",
                """
                rules:
                  - {name: a, types: [%s], from: [%s], to: [%s], %s, purpose: p, legal-basis: l}
                """
                        .formatted(type, from, to, grant));
    }

    private Site load() throws InvalidSite {
        return new SiteLoader(Schemas.shipped(), SHIPPED)
                .load(directory.resolve("site"), directory.resolve("data"), 1)
                .site();
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidSite.class, this::load).problems().stream()
                .map(one -> one.file() + ":" + one.line() + " "
                        + one.what().substring(one.what().indexOf(" / ") + 3))
                .toList();
    }
}
