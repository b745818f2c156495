package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.failure.UnmappedCode;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Provider;
import org.tongqu.record.query.Answered;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.sharing.Grant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Files that questions and answers have, and questions that come in a dialect. */
class QueriesOfSystemsTest {
    private static final String DOWNLOAD = "certificate.download";
    private static final String VERIFY = "certificate.verify";
    private static final PartyId LIBRARY = new PartyId("990100.library");
    private static final String IDENTIFIER = "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3";
    private static final byte[] FILE = "文件".getBytes(StandardCharsets.UTF_8);

    private final TestSite site = new TestSite().answering(LIBRARY);
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.withoutLanes(site);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileOfAnAnswerIsKeptForWhoIsGivenItsDigest(boolean isGiven) {
        site.mayAsk(DOWNLOAD, TestSite.WINDOW, LIBRARY, fields("/identifier", isGiven ? "/digest" : "/size"));
        answersWithTheFile();

        String answer = ask(DOWNLOAD, "{\"identifier\":\"" + IDENTIFIER + "\",\"mediaType\":\"application/ofd\"}");

        assertThat(answer.contains(new TestSeals().sm3(FILE).value())).isEqualTo(isGiven);
        assertThat(gateway.materials.kept).hasSize(isGiven ? 1 : 0).allMatch("990101.window 文件"::equals);
    }

    @Test
    void aFileIsNotKeptWhileTheDiskIsNearlyFull() {
        site.mayAsk(DOWNLOAD, TestSite.WINDOW, LIBRARY, new Grant.Whole());
        gateway.providerAnswers((query, files) -> {
            gateway.closed = new Rejection(ProblemCode.UNAVAILABLE, "The disk is nearly full.");
            return withTheFile(files);
        });

        Rejection refused = catchThrowableOfType(
                Rejection.class,
                () -> ask(DOWNLOAD, "{\"identifier\":\"" + IDENTIFIER + "\",\"mediaType\":\"application/ofd\"}"));

        assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(gateway.materials.kept).isEmpty();
    }

    @Test
    void aQuestionRefersToFilesOfWhoAsksOnly() {
        site.mayAsk(VERIFY, TestSite.WINDOW, LIBRARY, new Grant.Whole());
        gateway.providerAnswers((query, files) -> CompletableFuture.completedFuture(
                new Answered.Results(List.of(StrictJson.object().put("valid", true)))));
        Digest file = new TestSeals().sm3(FILE);
        String question = "{\"digest\":\"" + file.value() + "\"}";

        Rejection unknown = catchThrowableOfType(Rejection.class, () -> ask(VERIFY, question));
        gateway.materials.add(file);

        assertThat(unknown.code()).isEqualTo(ProblemCode.MATERIAL_UNKNOWN);
        assertThat(unknown.errors()).extracting(FieldError::pointer).containsExactly("/data/digest");
        assertThat(ask(VERIFY, question)).isEqualTo("{\"results\":[{\"valid\":true}]}");
    }

    @Test
    void whoAsksInADialectIsAnsweredInItAndItsFilesAreItsOwn() {
        site.mayAsk(DOWNLOAD, TestSite.WINDOW, LIBRARY, fields("/identifier", "/digest"));
        answersWithTheFile();

        Optional<JsonNode> told = askInDialect(new DigestTeller());

        assertThat(told).hasValueSatisfying(results -> assertThat(results.toString())
                .isEqualTo("[\"" + new TestSeals().sm3(FILE).value() + "\"]"));
        assertThat(gateway.materials.kept).containsExactly("990101.window 文件");
        assertThat(gateway.unmapped).isEmpty();
    }

    @Test
    void aFileOfAnAnswerIsReadOnlyIfThereIsRoomForIt() {
        site.mayAsk(DOWNLOAD, TestSite.WINDOW, LIBRARY, fields("/identifier", "/digest"));
        answersWithTheFile();
        gateway.materials.add(new TestSeals().sm3(FILE));
        DigestTeller attaching = new DigestTeller() {
            @Override
            public JsonNode results(String call, List<? extends JsonNode> results, SentFiles files) {
                files.read(new Digest(results.get(0).path("digest").asString()));
                throw new AssertionError("it was read");
            }
        };
        Rejection full = Rejection.later(ProblemCode.TOO_FAST, "No room.", Duration.ofSeconds(1));

        assertThatThrownBy(() -> askInDialect(attaching, octets -> {
                    throw full;
                }))
                .isSameAs(full);
    }

    @Test
    void noResultsAreNothingToTell() {
        site.mayAsk(DOWNLOAD, TestSite.WINDOW, LIBRARY, new Grant.Whole());
        gateway.providerAnswers((query, files) -> CompletableFuture.completedFuture(new Answered.Results(List.of())));

        assertThat(askInDialect(new DigestTeller())).isEmpty();
        assertThat(gateway.queries.kept.values()).singleElement().satisfies(kept -> assertThat(kept.query.said())
                .as("what it said is kept beside the question")
                .hasToString("family downloadFile"));
    }

    @Test
    void codesThatAQuestionOrItsAnswerLacksAreListed() {
        site.mayAsk(DOWNLOAD, TestSite.WINDOW, LIBRARY, new Grant.Whole());
        answersWithTheFile();
        FieldError missing = new FieldError("/a", "code:kind", "补充", "add it", new UnmappedCode("kind", "9"));

        Rejection notUnderstood = catchThrowableOfType(
                Rejection.class,
                () -> askInDialect(new DigestTeller() {
                    @Override
                    public PartnerQuestion question(String call, byte[] message, ReceivedFiles files) {
                        throw untranslatable(missing);
                    }
                }));
        Rejection notTold = catchThrowableOfType(
                Rejection.class,
                () -> askInDialect(new DigestTeller() {
                    @Override
                    public JsonNode results(String call, List<? extends JsonNode> results, SentFiles files) {
                        throw untranslatable(missing);
                    }
                }));

        assertThat(notUnderstood.errors()).containsExactly(missing);
        assertThat(notTold.errors()).containsExactly(missing);
        assertThat(gateway.unmapped)
                .containsExactly(
                        "from 990101.window family " + missing.unmapped(),
                        "for 990101.window family " + missing.unmapped());
    }

    private static Rejection untranslatable(FieldError error) {
        return new Rejection(ProblemCode.UNTRANSLATABLE, "It cannot be translated; see errors.", List.of(error));
    }

    private void answersWithTheFile() {
        gateway.providerAnswers((query, files) -> withTheFile(files));
    }

    private static CompletableFuture<Answered> withTheFile(Provider.Files files) {
        ReceivedFiles.Received file = files.received().keep(FILE);
        ObjectNode result = StrictJson.object()
                .put("identifier", IDENTIFIER)
                .put("digest", file.digest().value())
                .put("size", file.size())
                .put("mediaType", "application/ofd");
        return CompletableFuture.completedFuture(new Answered.Results(List.of(result)));
    }

    private static Grant fields(String... pointers) {
        return new Grant.Fields(List.of(pointers).stream()
                .map(pointer -> new Grant.Field(pointer, Optional.empty()))
                .toList());
    }

    private String ask(String type, String data) {
        String question = "{\"specversion\":\"1.0\",\"id\":\"q-1\",\"source\":\"/parties/990101.window\",\"type\":\""
                + type
                + "\",\"subject\":\"A-1\",\"time\":\"2026-03-02T01:00:00.000Z\",\"purpose\":\"办理\",\"data\":" + data
                + "}";
        byte[] octets = question.getBytes(StandardCharsets.UTF_8);
        return gateway.routes
                .queries()
                .ask(type, octets, TestSeals.by(TestSite.WINDOW, SealType.QUERY, octets))
                .payload();
    }

    private Optional<JsonNode> askInDialect(Translator translator) {
        return askInDialect(translator, octets -> {});
    }

    private Optional<JsonNode> askInDialect(Translator translator, LongConsumer room) {
        return gateway.routes.queries().askInDialect(TestSite.WINDOW, translator, "downloadFile", new byte[0], room);
    }

    /** Hears one question in everything, and tells the digests of results. */
    private static class DigestTeller implements Translator {
        @Override
        public String family() {
            return "family";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public boolean tells(RecordType type) {
            return false;
        }

        @Override
        public byte[] toTheirs(RecordType type, JsonNode data, Telling telling, SentFiles files) {
            throw new UnsupportedOperationException("no record is told");
        }

        @Override
        public boolean stillTells(RecordType type, byte[] made) {
            return false;
        }

        @Override
        public boolean asks(RecordType type) {
            return true;
        }

        @Override
        public byte[] toOurs(PartyId source, String call, byte[] message, Instant cameAt, ReceivedFiles files) {
            throw new UnsupportedOperationException("no record comes");
        }

        @Override
        public PartnerQuestion question(String call, byte[] message, ReceivedFiles files) {
            return new PartnerQuestion(
                    RecordType.parse(DOWNLOAD),
                    "办理",
                    StrictJson.object().put("identifier", IDENTIFIER).put("mediaType", "application/ofd"));
        }

        @Override
        public JsonNode results(String call, List<? extends JsonNode> results, SentFiles files) {
            return StrictJson.parse("[\"" + results.get(0).path("digest").asString() + "\"]");
        }
    }
}
