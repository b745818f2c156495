package org.tongqu.config.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.tongqu.config.demo.DemoSite;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.LimitUnit;
import org.tongqu.record.calendar.Reckoned;
import org.tongqu.record.port.SiteControl.Change;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.Endpoint;

class SiteVersionsTest {
    @TempDir
    Path data;

    private Path site = Path.of("");

    @BeforeEach
    void makeTheDemoSite() throws Exception {
        DemoSite demo = new DemoSite(data);
        demo.prepare(Clock.systemUTC());
        site = demo.directory();
    }

    @Test
    void theDemoSiteHoldsNoMistakeAndBecomesVersionOne() throws Exception {
        SiteVersions versions = open();

        assertThat(versions.current().version()).isEqualTo(1);
        assertThat(versions.current().parties()).hasSize(16);
        assertThat(versions.current().rules().all()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(Files.readString(data.resolve("site-versions/log"))).contains("version=1");
    }

    @Test
    void aChangeIsANewVersionThatARestartKeepsAndARollbackTakesBack() throws Exception {
        SiteVersions versions = open();
        Files.delete(site.resolve("sharing/tickets.yml"));

        Change change = versions.apply(site, "Zhang San");

        assertThat(change.errors()).isEmpty();
        assertThat(change.version()).isEqualTo(2);
        assertThat(change.differences())
                .containsExactly(
                        "- rule answers-to-hotline",
                        "- rule complaints-to-hotline",
                        "- rule decisions-to-water",
                        "- rule tickets-to-city",
                        "- rule tickets-to-water");
        assertThat(open().current().version()).isEqualTo(2);
        assertThat(Files.readString(data.resolve("site-versions/log")))
                .contains("version=2 how=apply who=\"Zhang San\"");

        Change back = versions.rollback("Li Si");

        assertThat(back.version()).isEqualTo(3);
        assertThat(back.differences()).contains("+ rule tickets-to-water");
        assertThat(open().current().rules().all())
                .hasSameSizeAs(versions.current().rules().all());
    }

    @Test
    void anotherProgramTranslatesAsBeforeUntilItsDialectsAreApplied() throws Exception {
        assertChangesWhenApplied("other-rest");
    }

    @Test
    void soDoesADialectOfTheSiteThatIsLikeAShippedOne() throws Exception {
        Files.createDirectories(site.resolve("dialects/ours"));
        Files.writeString(site.resolve("dialects/ours/dialect.yml"), "like: other-rest\n");

        assertChangesWhenApplied("ours");
    }

    private void assertChangesWhenApplied(String dialect) throws Exception {
        Path shipped = data.resolve("shipped");
        FileSystemUtils.copyRecursively(Path.of("dialects/guizhou-rest"), shipped.resolve("other-rest"));
        Files.writeString(
                site.resolve("parties/other.yml"),
                """
                id: 990000.other
                name: {zh: 办件汇聚, en: Cases}
                level: province
                kind: platform
                endpoint:
                  mode: push
                  url: "http://127.0.0.1:1/"
                  repeat: safe
                  receipt: channel
                  dialect: %s
                  credentials: {app-id: a, app-secret: "file:s", api-key: "file:k", api-code: c}
                """
                        .formatted(dialect));
        SiteLoader loader = new SiteLoader(Schemas.shipped(), shipped);
        String before = version(SiteVersions.open(data, site, loader, Clock.systemUTC()));
        Path table = shipped.resolve("other-rest/case.applied.yml");
        Files.writeString(table, Files.readString(table).replace("taskName", "taskNames"));

        SiteVersions after = SiteVersions.open(data, site, loader, Clock.systemUTC());

        assertThat(version(after)).isEqualTo(before);
        assertThat(after.apply(site, "Zhang San").differences()).containsExactly("~ party 990000.other");
        assertThat(version(after)).isNotEqualTo(before);
        assertThat(version(SiteVersions.open(data, site, loader, Clock.systemUTC())))
                .isEqualTo(version(after));
    }

    private static String version(SiteVersions versions) {
        Endpoint.Push push = (Endpoint.Push) versions.current()
                .party(new PartyId("990000.other"))
                .orElseThrow()
                .endpoint();
        return push.conversation().translator().version();
    }

    @Test
    void theNoticeOfTheNextYearMakesAProvisionalDeadlineFinal() throws Exception {
        SiteVersions versions = open();
        LocalDate accepted = LocalDate.of(2026, 12, 28);
        Reckoned<LocalDate> before = versions.current().calendar().deadline(accepted, 5, LimitUnit.WORKDAYS);
        Files.createDirectories(site.resolve("calendar"));
        Files.writeString(
                site.resolve("calendar/2027.yml"),
                """
                notice: invented
                source: "-"
                days-off: [{from: 2027-01-01, to: 2027-01-03, name: {zh: 元旦, en: New Year}}]
                """);

        Change change = versions.apply(site, "Zhang San");

        Reckoned<LocalDate> after = versions.current().calendar().deadline(accepted, 5, LimitUnit.WORKDAYS);
        assertThat(change.differences()).containsExactly("+ calendar 2027");
        assertThat(before.value()).isEqualTo("2027-01-04");
        assertThat(before.provisional()).isTrue();
        assertThat(after.value()).isEqualTo("2027-01-05");
        assertThat(after.provisional()).isFalse();
        assertThat(open().current().calendar().deadline(accepted, 5, LimitUnit.WORKDAYS))
                .isEqualTo(after);
    }

    @Test
    void aSiteWithMistakesChangesNothing() throws Exception {
        SiteVersions versions = open();
        Files.writeString(site.resolve("sharing/tickets.yml"), "rules:\n  - name: x\n");

        Change change = versions.apply(site, "Zhang San");

        assertThat(change.version()).isEqualTo(1);
        assertThat(change.errors()).anyMatch(error -> error.startsWith("sharing/tickets.yml:2"));
        assertThat(versions.current().version()).isEqualTo(1);
        assertThat(open().current().version()).isEqualTo(1);
    }

    @Test
    void aSiteThatTheGatewayCannotServeIsRefused() throws Exception {
        SiteVersions versions = open();
        versions.require(refused -> Optional.of("no such key"));

        assertThat(versions.apply(site, "Zhang San").errors()).containsExactly("no such key");
        assertThat(versions.current().version()).isEqualTo(1);
    }

    @Test
    void theFirstVersionCannotBeTakenBack() throws Exception {
        assertThat(open().rollback("Zhang San").errors()).hasSize(1);
    }

    private SiteVersions open() throws Exception {
        return SiteVersions.open(data, site, new SiteLoader(Schemas.shipped()), Clock.systemUTC());
    }
}
