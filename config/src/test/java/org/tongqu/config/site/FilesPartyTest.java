package org.tongqu.config.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.record.PartyId;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Folder;
import org.tongqu.record.site.OneWay;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Repeat;
import org.tongqu.record.site.Site;

/** Parties that exchange files. */
class FilesPartyTest {
    private static final String KEY = "SHA256:" + "a".repeat(43);
    private static final String CREDENTIALS =
            "credentials: {user: u, host-key: \"" + KEY + "\", password: \"file:secrets/p\"}";

    @TempDir
    private Path directory;

    private SiteFolder site;

    @BeforeEach
    void aSite() {
        site = new SiteFolder(directory.resolve("site"))
                .with(
                        "site.yml",
                        """
                        id: 990101
                        name: {zh: 示范县, en: Demo County}
                        level: county
                        gateway: {keys: [{id: k1, algorithm: SM2SM3, certificate: keys/sm2.pem, private-key: "file:g.pem"}]}
                        trust: {anchors: [keys/sm2.pem]}
                        """);
    }

    @Test
    void aFolderIsOnThisMachineOrAtAServer() throws InvalidSite {
        party(
                "{mode: files, at: \"sftp://10.0.0.5:2022/in\", dialect: case-csv, repeat: by-query, receipt: channel, "
                        + CREDENTIALS + "}",
                "{at: /data/exchange/left, dialect: case-csv, longest-pause: 5s}");

        Party party = load().party(new PartyId("990101.town")).orElseThrow();

        Folder folder = party.folder();
        assertThat(folder).isNotNull();
        assertThat(folder.at()).isEqualTo(URI.create("file:///data/exchange/left"));
        assertThat(folder.keep()).isEqualTo(Duration.ofDays(30));
        assertThat(folder.longestPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(folder.conversation().credentials()).isEmpty();
        Endpoint.Push endpoint = (Endpoint.Push) party.endpoint();
        assertThat(endpoint.isFolder()).isTrue();
        assertThat(endpoint.url()).isEqualTo(URI.create("sftp://10.0.0.5:2022/in"));
        assertThat(endpoint.repeat()).isEqualTo(Repeat.BY_QUERY);
        assertThat(endpoint.conversation().credentials().keySet())
                .containsExactlyInAnyOrder("user", "host-key", "password");
    }

    @Test
    void aOneWayRoadSaysWhereRepliesComeBack() throws InvalidSite {
        party(
                "{mode: files, at: /data/gap/out, dialect: case-csv, repeat: by-query, receipt: channel,"
                        + " replies: /data/gap/back, daily: true}",
                "{at: /data/gap/in, dialect: case-csv, replies: /data/gap/replies}");

        Party party = load().party(new PartyId("990101.town")).orElseThrow();

        assertThat(((Endpoint.Push) party.endpoint()).oneWay())
                .isEqualTo(new OneWay(URI.create("file:///data/gap/back"), true));
        assertThat(party.folder().replies()).isEqualTo(URI.create("file:///data/gap/replies"));

        party("{mode: none}", "{at: /data/gap/in, dialect: case-csv, replies: /data/gap/in}");
        assertThat(problems())
                .containsExactly("parties/town.yml:6 replies have another folder, here or at the same server");
    }

    @Test
    void everyMistakeIsNamedWithItsLine() {
        party(
                "{mode: files, at: \"sftp://u@10.0.0.5/in\", dialect: guizhou-rest, repeat: safe, receipt: sealed}",
                "{at: \"sftp://10.0.0.5/out\", dialect: case-csv, keep: 1h, credentials: {user: u, password: plain}}");

        assertThat(problems())
                .contains(
                        "parties/town.yml:5 files have no sealed receipts",
                        "parties/town.yml:5 the dialect guizhou-rest is in no files",
                        "parties/town.yml:6 credential \"host-key\" is missing",
                        "parties/town.yml:6 only where the secret is may stand here")
                .anyMatch(problem -> problem.startsWith("parties/town.yml:5") && problem.contains("sftp://u@"))
                .anyMatch(problem -> problem.startsWith("parties/town.yml:6") && problem.contains("1h"));
    }

    @Test
    void aFolderThatIsNoWholePathIsRefused() {
        for (String at : List.of("left", "/data/../etc", "/", "ftp://x/y", "sftp://x", "sftp://x/a/../b")) {
            party("{mode: none}", "{at: \"" + at + "\", dialect: case-csv}");
            assertThat(problems()).as(at).hasSize(1);
        }
    }

    @Test
    void aDialectOfFilesIsNotCalled() {
        party("{mode: push, url: \"https://x.example/\", repeat: safe, receipt: channel, dialect: case-csv}", null);
        assertThat(problems()).containsExactly("parties/town.yml:5 the dialect case-csv is of files and calls nobody");
    }

    @Test
    void whatADialectOfFilesDoesNotSayRightIsNamed() {
        site.with(
                        "dialects/mine/dialect.yml",
                        """
                        name: {zh: 例, en: example}
                        charset: gbk
                        format: xml
                        times: yyyy-MM-dd HH:mm:ss
                        """)
                .with(
                        "dialects/mine/case.applied.yml",
                        """
                        message: apply
                        type: case.applied
                        fields:
                          - {partner: NO, canonical: /caseNo, required: true}
                        """)
                .with(
                        "dialects/mine/files.yml",
                        """
                        form: csv
                        mark: yes
                        separator: ab
                        files:
                          - call: apply
                            names: ../apply-*.csv
                            told-as: apply-{date}-{sequence}-{delivery}.csv
                            subject: X
                            columns: [NUMBER, NUMBER]
                        """);
        party("{mode: none}", "{at: /data/left, dialect: mine}");
        assertThat(problems())
                .contains(
                        "dialects/mine/dialect.yml:3 a line of a file is an object of json",
                        "dialects/mine/files.yml:2 mark is for utf-8 only",
                        "dialects/mine/files.yml:9 a column stands twice",
                        "dialects/mine/files.yml:8 there is no column X")
                .anyMatch(problem -> problem.startsWith("dialects/mine/files.yml:3"))
                .anyMatch(problem -> problem.startsWith("dialects/mine/files.yml:6"))
                .anyMatch(problem -> problem.startsWith("dialects/mine/files.yml:7"));
    }

    private void party(String endpoint, @org.jspecify.annotations.Nullable String folder) {
        site.with(
                "parties/town.yml",
                """
                id: 990101.town
                name: {zh: 镇, en: Town}
                level: town
                kind: department
                endpoint: %s
                """
                                .formatted(endpoint)
                        + (folder == null ? "" : "folder: " + folder + "\n"));
    }

    private Site load() throws InvalidSite {
        return new SiteLoader(Schemas.shipped(), Path.of("dialects"))
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
