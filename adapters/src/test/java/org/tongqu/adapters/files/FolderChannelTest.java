package org.tongqu.adapters.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.adapters.dialect.Converters;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.FileShape.Form;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.PickUp.Confirmation;
import org.tongqu.record.port.PickUp.Found;
import org.tongqu.record.port.PickUp.Objection;
import org.tongqu.record.port.PickUp.Stray;
import org.tongqu.record.port.PickUp.Verdict;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.OneWay;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;

class FolderChannelTest {
    private static final String DELIVERY = "3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65";
    private static final String NAME = "case-0000000001-" + DELIVERY;
    private static final RecordType TYPE = RecordType.parse("case.accepted");

    private final Places places = new Places();
    private final LeftInMemory left = new LeftInMemory(LocalDate.of(2026, 3, 2));
    private final FolderChannel push = new FolderChannel(places, TestFiles.DIGESTS, left, new NoOther(), Runnable::run);
    private final Dialect dialect = dialect();

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createDirectory(temporary.resolve("folder"));
    }

    @AfterEach
    void close() {
        places.close();
    }

    @Test
    void aDeliveryIsAFileWithWhatSaysThatItIsWhole() throws Exception {
        SealedBody body = body("甲");
        assertThat(push.ask(delivery(body), party()).join()).isEmpty();
        assertThat(push.send(delivery(null), body, party()).join()).isEqualTo(new Answer.Accepted(NAME));

        byte[] octets = Files.readAllBytes(folder.resolve(NAME));
        assertThat(new String(octets, StandardCharsets.UTF_8)).isEqualTo("\"NO\",\"NAME\"\r\n\"C-1\",\"甲\"\r\n");
        assertThat(OkFile.read(Files.readAllBytes(folder.resolve(NAME + ".ok"))))
                .contains(new OkFile(TestFiles.DIGESTS.sm3(octets), octets.length, NAME));
        assertThat(push.ask(delivery(body), party()).join()).isPresent();
        assertThat(names()).containsExactlyInAnyOrder(NAME, NAME + ".ok");
    }

    @Test
    void aRepeatOfItIsHarmlessAndMakesWholeWhatIsNot() throws Exception {
        SealedBody body = body("甲");
        push.send(delivery(null), body, party()).join();
        Files.delete(folder.resolve(NAME + ".ok"));
        Files.writeString(folder.resolve(NAME + ".part"), "left by a crash");
        assertThat(push.ask(delivery(body), party()).join()).isEmpty();
        assertThat(push.send(delivery(body), body, party()).join()).isInstanceOf(Answer.Accepted.class);
        assertThat(names()).contains(NAME, NAME + ".ok");
    }

    @Test
    void whatLiesThereWithOtherContentIsNotOverwritten() throws Exception {
        Files.writeString(folder.resolve(NAME), "theirs");
        assertThat(push.send(delivery(null), body("甲"), party()).join())
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo("FILE_NAME_TAKEN"));
        assertThat(folder.resolve(NAME)).hasContent("theirs");
        assertThat(folder.resolve(NAME + ".ok")).doesNotExist();
    }

    /** The folder is carried over by a one-way gateway, and replies are carried back by another. */
    @Test
    void whatWentAOneWayRoadIsConfirmedOrObjectedToByAnother() throws Exception {
        Path replies = Files.createDirectory(temporary.resolve("replies"));
        Party there = oneWay(new OneWay(replies.toUri(), false));
        push.send(delivery(null), body("甲"), there).join();
        FolderReplies heard = replies(Instant.parse("2026-03-02T05:00:00Z"));
        assertThat(heard.look(there).isMore()).isFalse();

        FolderPickUp otherSide = otherSide();
        Found lines = otherSide.look(otherParty(replies));
        lines.answer(List.of(new Verdict.Taken()));

        assertThat(names(replies)).containsExactly(NAME + ".ack");
        Found found = heard.look(there);
        assertThat(found.confirmations()).containsExactly(new Confirmation(new DeliveryId(DELIVERY), NAME + ".ack"));
        assertThat(found.objections()).isEmpty();
        found.answer(List.of());
        assertThat(names(replies)).isEmpty();

        push.send(delivery(null), body("甲"), there).join();
        Found again = otherSide.look(otherParty(replies));
        again.answer(List.of(new Verdict.Refused(new Rejection(
                ProblemCode.SCHEMA_VIOLATION,
                "broken",
                List.of(new FieldError("/NAME", "required", "必填", "Required."))))));
        otherSide.close();

        assertThat(heard.look(there).objections())
                .containsExactly(new Objection(
                        Optional.of(new DeliveryId(DELIVERY)),
                        NAME + ".err",
                        "PARTNER_OBJECTED",
                        "2 SCHEMA_VIOLATION /NAME required 必填 / Required."));
    }

    @Test
    void aConfirmationOfOtherContentIsNone() throws Exception {
        Path replies = Files.createDirectory(temporary.resolve("replies"));
        Party there = oneWay(new OneWay(replies.toUri(), false));
        push.send(delivery(null), body("甲"), there).join();
        Files.write(replies.resolve(NAME + ".ack"), new OkFile(TestFiles.DIGESTS.sm3(new byte[1]), 1, NAME).octets());

        Found found = replies(Instant.parse("2026-03-02T05:00:00Z")).look(there);

        assertThat(found.confirmations()).isEmpty();
        assertThat(found.objections()).extracting(Objection::code).containsExactly("CONFIRMATION_DIFFERS");
    }

    @Test
    void everyDayTheOtherSideIsToldWhichFilesThereWereAndSaysWhatIsMissing() throws Exception {
        Party there = oneWay(new OneWay(null, true));
        push.send(delivery(null), body("甲"), there).join();
        assertThat(replies(Instant.parse("2026-03-02T15:59:59Z")).look(there).messages())
                .isEmpty();
        assertThat(names(folder)).as("the day is not over").hasSize(2);

        FolderReplies replies = replies(Instant.parse("2026-03-02T16:00:00Z"));
        Found nothing = replies.look(there);
        replies.look(there);

        assertThat(nothing.messages()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("daily-20260302.txt")))
                .containsExactly(
                        "2026-03-02 1",
                        Files.readString(folder.resolve(NAME + ".ok")).strip());
        byte[] carried = Files.readAllBytes(folder.resolve(NAME));
        Files.delete(folder.resolve(NAME));
        Files.delete(folder.resolve(NAME + ".ok"));
        FolderPickUp otherSide = otherSide();
        Found missing = otherSide.look(otherParty(null));
        assertThat(missing.strays())
                .extracting(Stray::where, Stray::code)
                .containsExactly(tuple(NAME, "FILE_NOT_ARRIVED"));
        missing.answer(List.of());
        assertThat(Files.readString(folder.resolve("daily-20260302.txt.err"))).contains("/" + NAME);

        TestFiles.leave(folder, NAME, carried);
        Found late = otherSide.look(otherParty(null));
        assertThat(late.settled()).as("then it is missing no longer").containsExactly(NAME);
        late.answer(List.of(new Verdict.Taken()));
        otherSide.close();
    }

    @Test
    void aDaysFileWhoseFilesHaveAllComeIsTakenAndOneThatIsWrittenOtherwiseRefused() throws Exception {
        Party there = oneWay(new OneWay(null, true));
        push.send(delivery(null), body("甲"), there).join();
        replies(Instant.parse("2026-03-02T16:00:00Z")).look(there);
        TestFiles.leave(folder, "daily-20260303.txt", TestFiles.utf8("2026-03-03 2\n"));
        FolderPickUp otherSide = otherSide();

        Found lines = otherSide.look(otherParty(null));

        assertThat(lines.messages()).as("before the day's file").hasSize(1);
        lines.answer(List.of(new Verdict.Taken()));
        Found after = otherSide.look(otherParty(null));
        assertThat(after.strays())
                .as("of the other one")
                .extracting(Stray::where, Stray::code)
                .containsExactly(tuple("daily-20260303.txt", "FILE_REFUSED"));
        after.answer(List.of());
        assertThat(names(folder)).containsExactlyInAnyOrder("archive", "quarantine", "daily-20260303.txt.err");
        otherSide.close();
    }

    private Party oneWay(OneWay road) {
        Endpoint.Push there = (Endpoint.Push) party().endpoint();
        return party(new Endpoint.Push(
                there.url(),
                there.timeout(),
                there.repeat(),
                there.receipt(),
                there.consumers(),
                null,
                there.conversation(),
                road));
    }

    private FolderReplies replies(Instant now) {
        return new FolderReplies(places, left, TestFiles.DIGESTS, Clock.fixed(now, ZoneOffset.UTC));
    }

    private FolderPickUp otherSide() {
        return new FolderPickUp(
                places,
                new Spool(temporary.resolve("spool"), TestFiles.DIGESTS, new SecureRandom()),
                TestFiles.DIGESTS,
                new Names(),
                Clock.fixed(Instant.parse("2026-03-02T16:00:00Z"), ZoneOffset.UTC));
    }

    private Party otherParty(@Nullable Path replies) {
        return TestFiles.party(
                folder.toUri(),
                TestFiles.shape(Form.CSV, false),
                StandardCharsets.UTF_8,
                Map.of(),
                replies == null ? null : replies.toUri());
    }

    @Test
    void whatIsForNoFolderGoesAnotherWay() {
        Party other = party(new Endpoint.Push(
                URI.create("https://partner.invalid/"), Duration.ofSeconds(1), Repeat.SAFE, ReceiptKind.CHANNEL, 1));
        assertThat(push.send(delivery(null), body("甲"), other).join()).isEqualTo(new Answer.Accepted("another way"));
        assertThat(push.ask(delivery(body("甲")), other).join()).contains(new Answer.Accepted("another way"));
    }

    private static final class NoOther implements Channel {
        @Override
        public CompletableFuture<Answer> send(ClaimedDelivery delivery, SealedBody body, Party party) {
            return CompletableFuture.completedFuture(new Answer.Accepted("another way"));
        }

        @Override
        public CompletableFuture<Optional<Answer>> ask(ClaimedDelivery delivery, Party party) {
            return CompletableFuture.completedFuture(Optional.of(new Answer.Accepted("another way")));
        }
    }

    @Test
    void aFolderThatIsGoneIsAway() throws Exception {
        Files.delete(folder);
        assertThat(push.send(delivery(null), body("甲"), party()).join()).isInstanceOf(Answer.Away.class);
        assertThat(push.ask(delivery(body("甲")), party()).join()).get().isInstanceOf(Answer.Away.class);
    }

    private List<String> names() throws Exception {
        return names(folder);
    }

    private static List<String> names(Path in) throws Exception {
        try (Stream<Path> entries = Files.list(in)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private Party party() {
        return party(new Endpoint.Push(
                folder.toUri(),
                Duration.ofSeconds(10),
                Repeat.BY_QUERY,
                ReceiptKind.CHANNEL,
                1,
                null,
                new Conversation(dialect, Map.of(), List.of())));
    }

    private static Party party(Endpoint endpoint) {
        return new Party(
                TestFiles.PARTY,
                "测试",
                "test",
                "county",
                "department",
                List.of(),
                endpoint,
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE);
    }

    private SealedBody body(String name) {
        byte[] made = dialect.toTheirs(
                TYPE, StrictJson.object().put("no", "C-1").put("name", name), Telling.SAMPLE, SentFiles.NONE);
        return new SealedBody(made, new Seal("h", "s"), null);
    }

    private static ClaimedDelivery delivery(@Nullable SealedBody sentBefore) {
        return new ClaimedDelivery(
                new DeliveryId(DELIVERY),
                TestFiles.PARTY,
                new RecordId(new PartyId("990101.window"), "r-1"),
                TYPE,
                "C-1",
                1,
                1,
                1,
                new UUID(1, 2),
                Instant.parse("2026-03-02T04:01:00Z"),
                Instant.parse("2026-03-02T04:00:00Z"),
                new Digest("sm3:" + "7c".repeat(32)),
                new byte[0],
                null,
                new byte[32],
                List.of(),
                sentBefore,
                0);
    }

    private static Dialect dialect() {
        Dialect files = TestFiles.dialect(TestFiles.shape(Form.CSV, false), StandardCharsets.UTF_8);
        FieldTable table = new FieldTable(
                "case",
                TYPE,
                FieldPath.ROOT,
                false,
                List.of(field("NO", "/no"), field("NAME", "/name")),
                "/case",
                Direction.OUT,
                null);
        return new Dialect(
                files.family(),
                files.nameZh(),
                files.nameEn(),
                files.charset(),
                files.format(),
                List.of(table),
                List.of(),
                Map.of(),
                files.answers(),
                files.wire(),
                "1");
    }

    private static Row.Field field(String partner, String canonical) {
        return new Row.Field(
                "t:1",
                FieldPath.of(partner),
                FieldPath.of(canonical),
                Converters.text(),
                Direction.BOTH,
                true,
                null,
                null);
    }
}
