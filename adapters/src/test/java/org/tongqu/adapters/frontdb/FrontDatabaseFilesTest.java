package org.tongqu.adapters.frontdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.NoAuth;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.adapters.dialect.Wire;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.DatabaseVendor;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.FrontDatabase;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

/** What a party's messages may point to in its front-end database. */
class FrontDatabaseFilesTest {
    private static final PartyId BUREAU = new PartyId("990101.bureau");
    private static final PartyId WINDOW = new PartyId("990101.window");
    private static final InputStream ELSEWHERE = new ByteArrayInputStream(new byte[] {1});

    @TempDir
    Path folder;

    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        keeper.shutdownNow();
    }

    @Test
    void whatLiesInNoDatabaseIsOpenedByAnother() {
        assertThat(files().open(BUREAU, URI.create("https://files.invalid/a.pdf")))
                .isSameAs(ELSEWHERE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frontdb:/USERS/FILE_BODY?ID=1#7",
                "frontdb:/SCANS/PASSWORD?ID=1#7",
                "frontdb:/SCANS/FILE_BODY?NAME=1#7",
                "frontdb:/SCANS/FILE_BODY?ID=1&NAME=2#7",
                "frontdb:/SCANS/FILE_BODY#7",
                "frontdb:SCANS"
            })
    void nothingButAFileOfTheDialectByItsKeyIsRead(String where) {
        assertThatThrownBy(() -> files().open(BUREAU, URI.create(where)))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UNTRANSLATABLE));
    }

    @Test
    void aPartyWithoutADatabaseHasNoFileInOne() {
        assertThatThrownBy(() -> files().open(WINDOW, URI.create("frontdb:/SCANS/FILE_BODY?ID=1#7")))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UNTRANSLATABLE));
    }

    private FrontDatabaseFiles files() {
        Site site = new Site(
                "990101",
                1,
                "示范县",
                "Demo County",
                "county",
                PartyId.gatewayOf("990101"),
                List.of(),
                Map.of(BUREAU, party(BUREAU, database()), WINDOW, party(WINDOW, null)),
                new SharingRules(List.of()),
                Limits.DEFAULTS,
                List.of(),
                List.of(),
                WorkdayCalendar.shipped());
        return new FrontDatabaseFiles(
                new FrontDatabases(new Drivers(folder), keeper), () -> site, (party, where) -> ELSEWHERE);
    }

    private static Party party(PartyId id, FrontDatabase database) {
        return new Party(
                id,
                "单位",
                "party",
                "county",
                "platform",
                List.of(),
                new Endpoint.None(),
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE,
                null,
                null,
                null,
                database);
    }

    private static FrontDatabase database() {
        return new FrontDatabase(
                DatabaseVendor.POSTGRESQL,
                "jdbc:none://127.0.0.1/x",
                () -> "user",
                () -> "password",
                null,
                dialect(),
                List.of(),
                1,
                Duration.ofSeconds(1));
    }

    private static Dialect dialect() {
        FieldTable table = new FieldTable(
                "SCANS",
                RecordType.parse("material.registered"),
                FieldPath.ROOT,
                false,
                List.of(new Row.Attachment(
                        "t:1",
                        FieldPath.of("FILE_BODY"),
                        FieldPath.of("/digest"),
                        null,
                        Row.Carrier.URL,
                        Direction.BOTH,
                        true)),
                "/SCANS",
                Direction.BOTH,
                null);
        StagingTable staged = new StagingTable(
                "SCANS", List.of("ID"), null, null, List.of(), null, List.of(), List.of(), null, null, null);
        return new Dialect(
                "example",
                "例",
                "example",
                StandardCharsets.UTF_8,
                MessageFormat.JSON,
                List.of(table),
                List.of(),
                Map.of(),
                new AnswerClassifier(MessageFormat.JSON, List.of(), List.of()),
                new Wire(
                                new Transport(
                                        Transport.Carrier.BODY, "", Map.of(), "application/json", Map.of(), Map.of()),
                                new NoAuth(),
                                new BodyProtection.Plain(),
                                Map.of(),
                                new TimeForms(ZoneOffset.UTC, "yyyy-MM-dd HH:mm:ss"))
                        .of(Map.of("SCANS", staged)),
                "1");
    }
}
