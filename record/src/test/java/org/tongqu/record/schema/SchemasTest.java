package org.tongqu.record.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class SchemasTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    private static final Schemas SCHEMAS = Schemas.shipped();

    static Stream<RecordSchema> all() {
        return SCHEMAS.types().stream().map(type -> SCHEMAS.find(type).orElseThrow());
    }

    @Test
    void everyTypeOfTheVocabularyHasASchema() {
        assertThat(SCHEMAS.types())
                .containsExactlyInAnyOrder(
                        "case.applied",
                        "case.noticed",
                        "case.pre-reviewed",
                        "case.supplement-requested",
                        "case.supplement-received",
                        "case.accepted",
                        "case.not-accepted",
                        "case.step-done",
                        "case.special-started",
                        "case.special-ended",
                        "case.completed",
                        "case.delivered",
                        "case.evaluated",
                        "case.supervised",
                        "case.evaluation-rectified",
                        "certificate.issued",
                        "certificate.changed",
                        "certificate.status-changed",
                        "material.registered",
                        "ticket.submitted",
                        "ticket.dispatched",
                        "ticket.signed",
                        "ticket.returned",
                        "ticket.return-reviewed",
                        "ticket.replied",
                        "ticket.revisited",
                        "ticket.closed",
                        "ticket.redispatched",
                        "ticket.transferred",
                        "ticket.extension-requested",
                        "ticket.extension-decided",
                        "ticket.no-revisit-requested",
                        "ticket.no-revisit-decided",
                        "ticket.suspension-requested",
                        "ticket.suspension-decided",
                        "ticket.resumed",
                        "ticket.supervised",
                        "ticket.supervision-noted",
                        "ticket.monitor-noted",
                        "ticket.monitor-replied",
                        "ticket.supplemented",
                        "ticket.merged",
                        "item.published",
                        "item.changed",
                        "item.withdrawn",
                        "enterprise.name-approved",
                        "enterprise.name-refused",
                        "enterprise.registered",
                        "enterprise.changed",
                        "enterprise.deregistered",
                        "enterprise.fan-out-reported",
                        "tax.registered",
                        "tax.changed",
                        "tax.deregistered",
                        "social-insurance.registered",
                        "social-insurance.changed",
                        "social-insurance.deregistered",
                        "provident-fund.registered",
                        "provident-fund.changed",
                        "provident-fund.deregistered",
                        "utility.installation-requested",
                        "utility.opening-requested",
                        "utility.transfer-requested",
                        "utility.split-requested",
                        "utility.closing-requested",
                        "utility.handled",
                        "utility.billed",
                        "utility.paid",
                        "payment.noticed",
                        "payment.paid",
                        "payment.rejected",
                        "payment.voided",
                        "payment.invoiced",
                        "payment.refunded",
                        "evaluation.submitted",
                        "evaluation.rectified",
                        "supervision.warned",
                        "supervision.card-issued",
                        "supervision.explained",
                        "supervision.concluded",
                        "notice.published",
                        "notice.corrected",
                        "notice.result-published",
                        "notice.terminated",
                        "sms.requested",
                        "sms.reported",
                        "delivery.refused",
                        "delivery.expired");
        assertThat(SCHEMAS.find("case.unheard-of")).isEmpty();
    }

    @Test
    void everySchemaFileIsInTheIndex() throws IOException {
        List<String> types = new ArrayList<>();
        for (Path file : files(folder("schemas"))) {
            Path relative = folder("schemas").relativize(file);
            if (relative.getNameCount() == 2) {
                types.add(relative.toString().replace('/', '.').replaceFirst("\\.json$", ""));
            }
        }
        assertThat(SCHEMAS.types()).containsExactlyInAnyOrderElementsOf(types);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theExampleIsValidAndComplete(RecordSchema schema) {
        assertThat(schema.validate(schema.example())).isEmpty();
        assertThat(schema.id()).isEqualTo("urn:tongqu:schemas:" + schema.type() + "/1.0");
        assertThat(schema.example().at(schema.subjectPointer()).isString()).isTrue();
        assertThat(schema.document().at("/required").toString())
                .contains("\"" + schema.subjectPointer().substring(1) + "\"");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyFieldHasATitleInBothLanguages(RecordSchema schema) {
        assertTitled(schema.document(), schema.type());
        assertThat(schema.document().toString()).doesNotContain("$ref");
    }

    private static void assertTitled(JsonNode node, String place) {
        JsonNode properties = node.get("properties");
        if (properties != null) {
            properties.forEachEntry((name, field) -> {
                assertThat(field.path("title").asString(""))
                        .as(place + "/" + name)
                        .matches(".*\\p{IsHan}.*");
                assertThat(field.path("x-title-en").asString(""))
                        .as(place + "/" + name)
                        .isNotEmpty();
                assertTitled(field, place + "/" + name);
            });
        }
        if (node.has("items")) {
            assertTitled(node.required("items"), place + "/*");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSamplesAreJudgedAsTheySay(RecordSchema schema) throws IOException {
        int valid = 0;
        int invalid = 0;
        for (Path file : files(folder("samples").resolve(schema.type()))) {
            String name = requireNonNull(file.getFileName()).toString();
            if (name.endsWith(".expect.json")) {
                continue;
            }
            List<Violation> found = schema.validate(json(file), "/data", DAY);
            if (name.startsWith("valid-")) {
                valid++;
                assertThat(found).as(name).isEmpty();
            } else {
                invalid++;
                JsonNode expected = json(file.resolveSibling(name.replace(".json", ".expect.json")));
                assertThat(found).as(name).hasSize(1);
                assertThat(found.get(0).pointer())
                        .as(name)
                        .isEqualTo("/data" + expected.required("pointer").stringValue());
                assertThat(found.get(0).rule())
                        .as(name)
                        .isEqualTo(expected.required("rule").stringValue());
            }
        }
        assertThat(valid).isGreaterThanOrEqualTo(1);
        assertThat(invalid).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void anUnknownFieldIsRefusedAtEveryDepth(RecordSchema schema) {
        for (String place : objectsIn(schema.example(), "")) {
            JsonNode data = schema.example().deepCopy();
            ((ObjectNode) data.at(place)).put("unknownField", 1);
            assertThat(schema.validate(data))
                    .as(place)
                    .extracting(Violation::pointer, Violation::rule)
                    .containsExactly(tuple(place + "/unknownField", "additionalProperties"));
        }
    }

    private static List<String> objectsIn(JsonNode node, String pointer) {
        List<String> found = new ArrayList<>();
        if (node.isObject()) {
            found.add(pointer);
            node.forEachEntry((name, member) -> found.addAll(objectsIn(member, pointer + "/" + name)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                found.addAll(objectsIn(array.get(i), pointer + "/" + i));
            }
        }
        return found;
    }

    @Test
    void everyBrokenRuleIsNamedAndNoValueIsShown() {
        RecordSchema schema = SCHEMAS.find("case.applied").orElseThrow();
        ObjectNode data = (ObjectNode) schema.example().deepCopy();
        ObjectNode applicant = (ObjectNode) data.required("applicant");
        applicant.put("idNo", "990101190001010017");
        applicant.put("phone", "telephone-of-somebody");
        applicant.put("idType", "110");
        applicant.put("110101199003070011", "x");
        applicant.remove("name");
        data.put("caseType", 2);

        List<Violation> found = schema.validate(data, "/data", DAY);

        assertThat(found)
                .extracting(Violation::pointer, Violation::rule)
                .containsExactlyInAnyOrder(
                        tuple("/data/applicant/name", "required"),
                        tuple("/data/applicant/?", "additionalProperties"),
                        tuple("/data/applicant/phone", "pattern"),
                        tuple("/data/applicant/idType", "code:idType"),
                        tuple("/data/caseType", "type"));
        assertThat(found.toString())
                .doesNotContain("990101190001010017")
                .doesNotContain("110101199003070011")
                .doesNotContain("telephone-of-somebody");
    }

    @Test
    void theDocumentTypeSaysWhichNumberIsChecked() {
        RecordSchema schema = SCHEMAS.find("case.applied").orElseThrow();
        ObjectNode data = (ObjectNode) schema.example().deepCopy();
        ObjectNode applicant = (ObjectNode) data.required("applicant");
        applicant.put("idNo", "990101190001010017");
        assertThat(schema.validate(data))
                .extracting(Violation::pointer, Violation::rule)
                .containsExactly(tuple("/applicant/idNo", "identifier:citizen-id"));
        applicant.put("idType", "414");
        assertThat(schema.validate(data)).isEmpty();
    }

    @Test
    void dataThatIsNoObjectIsRefused() {
        RecordSchema schema = SCHEMAS.find("case.accepted").orElseThrow();
        for (String text : List.of("[]", "null", "\"x\"", "1")) {
            assertThat(schema.validate(StrictJson.parse(text)))
                    .as(text)
                    .extracting(Violation::pointer, Violation::rule)
                    .containsExactly(tuple("", "type"));
        }
    }

    @Test
    void theMarksKnowEveryField() {
        RecordSchema schema = SCHEMAS.find("case.applied").orElseThrow();
        FieldMarks marks = schema.marks();
        assertThat(marks.confidentialAt("/applicant/idNo")).contains(Confidential.IDENTITY);
        assertThat(marks.confidentialAt("/applicant/phone")).contains(Confidential.PHONE);
        assertThat(marks.confidentialAt("/applicant/name")).contains(Confidential.NAME);
        assertThat(marks.confidentialAt("/applicant/address")).contains(Confidential.ADDRESS);
        assertThat(marks.confidentialAt("/materials/17/note")).contains(Confidential.OTHER);
        assertThat(marks.confidentialAt("/materials/*/note")).contains(Confidential.OTHER);
        assertThat(marks.confidentialAt("/caseNo")).isEmpty();
        assertThat(marks.indexAt("/caseNo")).contains(Index.PLAIN);
        assertThat(marks.indexAt("/applicant/idNo")).contains(Index.BLIND);
        assertThat(marks.fields()).contains("/materials", "/materials/*/name", "/applicant", "/applicant/name");
        assertThat(marks.leafPatterns())
                .contains("/materials/*/name", "/applicant/name")
                .doesNotContain("/materials", "/applicant", "/materials/*");
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIdentifiesAPersonIsNeverSearchableInClear(RecordSchema schema) {
        schema.marks()
                .confidential()
                .forEach((field, kind) ->
                        assertThat(schema.marks().index()).as(field).doesNotContainEntry(field, Index.PLAIN));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theBusinessKeyIsSearchableAndTellsNothingOfAPerson(RecordSchema schema) {
        assertThat(schema.marks().indexAt(schema.subjectPointer())).contains(Index.PLAIN);
        assertThat(schema.marks().confidentialAt(schema.subjectPointer())).isEmpty();
        assertThat(schema.subjectPointer()).doesNotContainIgnoringCase("idNo").doesNotContainIgnoringCase("phone");
    }

    @ParameterizedTest
    @MethodSource("all")
    void numbersOfPeopleAreConfidentialUnderWhateverObjectTheyStand(RecordSchema schema) {
        for (String leaf : schema.leafPatterns()) {
            Optional<Confidential> kind =
                    switch (leaf.substring(leaf.lastIndexOf('/') + 1)) {
                        case "phone" -> Optional.of(Confidential.PHONE);
                        case "idNo", "accountNo" -> Optional.of(Confidential.IDENTITY);
                        default -> Optional.empty();
                    };
            if (kind.isPresent() && !isUtilityAccount(schema, leaf)) {
                assertThat(schema.marks().confidentialAt(leaf)).as(leaf).isEqualTo(kind);
                assertThat(schema.marks().indexAt(leaf)).as(leaf).contains(Index.BLIND);
            }
        }
    }

    /** A 户号 is a business key, a bank account number is not. */
    private static boolean isUtilityAccount(RecordSchema schema, String leaf) {
        return schema.type().startsWith("utility.")
                && !leaf.startsWith("/refundAccount/")
                && leaf.endsWith("/accountNo");
    }

    @Test
    void everyFolderOfSamplesBelongsToAType() throws IOException {
        try (Stream<Path> folders = Files.list(folder("samples"))) {
            assertThat(folders.map(
                            folder -> requireNonNull(folder.getFileName()).toString()))
                    .containsExactlyInAnyOrderElementsOf(SCHEMAS.types());
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return StrictJson.parse(Files.readAllBytes(file));
    }

    private static Path folder(String name) {
        try {
            return Path.of(requireNonNull(SchemasTest.class.getResource("/org/tongqu/record/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
