package org.tongqu.config.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.DatabaseVendor;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.FrontDatabase;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Repeat;
import org.tongqu.record.site.Site;

/** What a party's file says of its front-end database. */
class FrontDatabasePartyTest {
    private static final PartyId TOWN = new PartyId("990101.town");
    private static final String DATABASE =
            "url: \"jdbc:postgresql://10.0.0.5:5432/exchange\", user: tongqu, password: \"file:secrets/p\"";

    @TempDir
    Path directory;

    private SiteFolder folder;

    @BeforeEach
    void aSiteWithoutMistakes() {
        folder = new SiteFolder(directory)
                .with(
                        "site.yml",
                        """
                        id: "990101"
                        name: {zh: 示范县, en: Demo County}
                        level: county
                        gateway:
                          keys: [{id: k1, algorithm: SM2SM3, certificate: keys/sm2.pem, private-key: "file:g"}]
                        trust: {anchors: [keys/sm2.pem]}
                        """);
    }

    @Test
    void aSystemThatLeavesRowsIsASenderAndAllItsTablesArePickedUp() throws InvalidSite {
        town("{mode: none}", "vendor: postgresql, " + DATABASE + ", dialect: inspur-pre");

        Party town = load().party(TOWN).orElseThrow();

        FrontDatabase database = town.frontDatabase();
        assertThat(database.vendor()).isEqualTo(DatabaseVendor.POSTGRESQL);
        assertThat(database.tables()).containsExactly("PRE_APASINFO", "PRE_ACCEPT", "PRE_NODE", "PRE_TRANSACT");
        assertThat(database.batch()).isEqualTo(500);
        assertThat(database.longestPause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(database.schema()).isNull();
        assertThat(town.endpoint()).isEqualTo(new Endpoint.None());
        assertThat(database.toString()).doesNotContain("tongqu");
    }

    @Test
    void whereRowsOfOursGoOnlyWhatIsSaidAgainstThemIsPickedUp() throws InvalidSite {
        town(
                "{mode: tables, repeat: by-query, receipt: channel}",
                "vendor: mariadb, url: \"jdbc:mariadb://db.example/x?sslMode=verify-full\", user: \"env:U\", password:"
                        + " \"env:P\", schema: ex, dialect: national-tables, batch: 50, longest-pause: 1s");

        Party town = load().party(TOWN).orElseThrow();

        assertThat(town.frontDatabase().tables()).containsExactly("dn_audit_abnormal");
        assertThat(town.frontDatabase().batch()).isEqualTo(50);
        Endpoint.Push push = (Endpoint.Push) town.endpoint();
        assertThat(push.repeat()).isEqualTo(Repeat.BY_QUERY);
        assertThat(push.consumers()).isEqualTo(4);
        assertThat(push.conversation().translator().tells(RecordType.parse("case.accepted")))
                .isTrue();
    }

    @Test
    void everyMistakeIsNamedWithItsLine() {
        town(
                "{mode: tables, repeat: by-query, receipt: sealed, consumers: 9}",
                "vendor: postgres, url: \"jdbc:mysql://x/y\", user: u, password: plain, schema: \"a b\", dialect:"
                        + " guizhou-rest, batch: 0, longest-pause: 1ms, table: x");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "parties/town.yml:6 vendor cannot be \"postgres\"",
                        "parties/town.yml:6 only where the secret is may stand here",
                        "parties/town.yml:6 value \"a b\" cannot be used",
                        "parties/town.yml:6 the dialect guizhou-rest is none of tables",
                        "parties/town.yml:6 value \"0\" cannot be used",
                        "parties/town.yml:6 value \"1ms\" cannot be used",
                        "parties/town.yml:6 unknown key \"table\"",
                        "parties/town.yml:5 a database seals no receipts",
                        "parties/town.yml:5 a front-end database has four connections at most");
    }

    @Test
    void anAddressSaysWhereAndNothingThatADriverWouldDoForIt() {
        for (String url : List.of(
                "jdbc:oracle:thin:@//db/x",
                "jdbc:postgresql:x",
                "jdbc:postgresql://u:p@db/x",
                "jdbc:postgresql://db/x?a=${b}")) {
            town(
                    "{mode: none}",
                    "vendor: postgresql, url: \"" + url + "\", user: u, password: \"env:P\", dialect: inspur-pre");
            assertThat(problems())
                    .as(url)
                    .containsExactly("parties/town.yml:6 it is no JDBC address of such a database");
        }
        town(
                "{mode: none}",
                "vendor: postgresql, url: \"jdbc:postgresql://db/x?ssl=true&socketFactory=a.B&user=u\", user: u, password:"
                        + " \"env:P\", dialect: inspur-pre");
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "parties/town.yml:6 the address cannot have the parameter socketFactory",
                        "parties/town.yml:6 the address cannot have the parameter user");
    }

    @Test
    void rowsThatTheGatewayWritesAreNotPickedUpAndTablesCannotBeCalled() {
        town(
                "{mode: tables, repeat: safe, receipt: channel}",
                "vendor: postgresql, " + DATABASE + ", dialect: inspur-pre, tables: [PRE_NODE, PRE_ATTR]");
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "parties/town.yml:6 rows of PRE_NODE are written by the gateway, which would pick up its own",
                        "parties/town.yml:6 the table PRE_ATTR cannot be picked up");

        folder.with(
                "parties/town.yml",
                """
                id: 990101.town
                name: {zh: 镇, en: Town}
                level: town
                kind: platform
                endpoint: {mode: push, url: "https://t.example", repeat: safe, receipt: channel, dialect: inspur-pre}
                """);
        assertThat(problems())
                .containsExactly("parties/town.yml:5 the dialect inspur-pre is of tables and calls nobody");

        folder.with(
                "parties/town.yml",
                """
                id: 990101.town
                name: {zh: 镇, en: Town}
                level: town
                kind: platform
                endpoint: {mode: tables, repeat: safe, receipt: channel}
                """);
        assertThat(problems()).containsExactly("parties/town.yml:5 mode: tables without frontdb");
    }

    private void town(String endpoint, String database) {
        folder.with(
                "parties/town.yml",
                """
                id: 990101.town
                name: {zh: 镇, en: Town}
                level: town
                kind: platform
                endpoint: %s
                frontdb: {%s}
                """
                        .formatted(endpoint, database));
    }

    private Site load() throws InvalidSite {
        return new SiteLoader(Schemas.shipped(), Path.of("dialects"))
                .load(directory, directory.resolve("data"), 1)
                .site();
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidSite.class, this::load).problems().stream()
                .map(problem -> problem.file() + ":" + problem.line() + " "
                        + problem.what().substring(problem.what().indexOf(" / ") + 3))
                .toList();
    }
}
