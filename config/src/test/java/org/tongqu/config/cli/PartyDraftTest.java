package org.tongqu.config.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.frontdb.SeenTable;
import org.tongqu.config.demo.DemoSite;
import org.tongqu.config.dialect.DialectReader;
import org.tongqu.config.dialect.InvalidDialect;
import org.tongqu.config.site.FrontDatabaseAccess;
import org.tongqu.config.site.InvalidSite;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.record.PartyId;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.DatabaseVendor;
import org.tongqu.record.site.FrontDatabase;

/** The file that is drafted for a database. */
class PartyDraftTest {
    private static final PartyId DRAFTED = new PartyId("990101.drafted");
    private static final Path DIALECTS = Path.of("dialects");

    @TempDir
    Path folder;

    @Test
    void aSiteTakesTheDraftAndPicksUpWhatCanBe() throws Exception {
        Dialect pre = dialect("inspur-pre");
        Resemblance seen = new Resemblance(
                pre,
                List.of(
                        table("PRE_APASINFO", List.of(), List.of(), List.of("EXT\n9", "id: 1")),
                        table("PRE_ACCEPT", List.of(), List.of("DOCUMENT_CODE"), List.of()),
                        new SeenTable("PRE_NODE", Optional.empty(), List.of(), List.of("PROJID"), List.of(), List.of()),
                        table("PRE_TRANSACT", List.of("SIGNSTATE"), List.of(), List.of()),
                        table("PRE_ATTR", List.of(), List.of(), List.of())));

        assertThat(inASite(seen).tables()).containsExactly("PRE_APASINFO", "PRE_ACCEPT");
        assertThat(draft(seen))
                .contains(
                        "# 缺，没有则不能交换 · missing, and needed: PRE_TRANSACT: SIGNSTATE",
                        "# 没有表，或无权读 · no such table, or no right to read it: PRE_NODE",
                        "# 多 · new: PRE_APASINFO: EXT?9, id: 1");
    }

    @Test
    void aTableWithoutThoseThatBelongToItIsNotPickedUp() throws Exception {
        Resemblance seen = new Resemblance(
                dialect("inspur-pre"),
                List.of(
                        table("PRE_APASINFO", List.of(), List.of(), List.of()),
                        table("PRE_ACCEPT", List.of(), List.of(), List.of()),
                        new SeenTable(
                                "PRE_ATTR", Optional.empty(), List.of(), List.of("PROJID"), List.of(), List.of())));

        assertThat(inASite(seen).tables()).containsExactly("PRE_ACCEPT");

        Resemblance nothing = new Resemblance(dialect("national-tables"), List.of());
        assertThat(inASite(nothing).tables()).isEmpty();
    }

    private FrontDatabase inASite(Resemblance seen) throws IOException, InvalidSite {
        DemoSite demo = new DemoSite(folder);
        demo.prepare(Clock.systemUTC());
        Files.writeString(demo.directory().resolve("parties/drafted.yml"), draft(seen));
        FrontDatabase database = new SiteLoader(Schemas.shipped(), DIALECTS)
                .load(demo.directory(), folder, 1)
                .site()
                .party(DRAFTED)
                .orElseThrow()
                .frontDatabase();
        assertThat(database).isNotNull();
        assertThat(database.url()).isEqualTo("jdbc:postgresql://10.0.0.5:5432/exchange");
        assertThat(database.user().reveal()).isEqualTo("o\"dd: # user");
        assertThat(database.schema()).isEqualTo("ex");
        return database;
    }

    private static String draft(Resemblance seen) {
        FrontDatabaseAccess access = new FrontDatabaseAccess(
                DatabaseVendor.POSTGRESQL, "jdbc:postgresql://10.0.0.5:5432/exchange", () -> "", () -> "", "ex");
        return new PartyDraft(DRAFTED, access, "o\"dd: # user", "env:P", seen).text();
    }

    private static SeenTable table(String name, List<String> needed, List<String> missing, List<String> further) {
        return new SeenTable(name, Optional.of(name), List.of("PROJID", "DATAVER"), needed, missing, further);
    }

    private static Dialect dialect(String family) throws InvalidDialect {
        return new DialectReader(Schemas.shipped(), CodeTables.shipped()).read(DIALECTS.resolve(family));
    }
}
