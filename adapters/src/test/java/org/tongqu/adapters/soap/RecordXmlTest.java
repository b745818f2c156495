package org.tongqu.adapters.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.w3c.dom.Element;
import tools.jackson.databind.node.ObjectNode;

class RecordXmlTest {
    private static final DataSchemas SCHEMAS = DataSchemas.ofRecords(Schemas.shipped());

    static Stream<String> types() {
        return Schemas.shipped().types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theXmlFormOfEveryTypeIsTheSameRecord(String type) {
        ObjectNode json = Messages.json(
                SoapWorld.WINDOW,
                "r-1",
                type,
                Schemas.shipped().find(type).orElseThrow().example());

        ObjectNode read = (ObjectNode) StrictJson.parse(read(Messages.record(json)));

        assertThat(read).isEqualTo(json);
        assertThat(Schemas.shipped().find(type).orElseThrow().validate(read.path("data")))
                .isEmpty();
    }

    @Test
    void theOctetsAreTheSameInWhateverOrderTheElementsCame() {
        String xml = Messages.record(Messages.json(SoapWorld.WINDOW, "r-1").put("priority", 3));
        Element shuffled = Trees.read(xml).getDocumentElement();
        reverse(shuffled);

        byte[] octets = RecordXml.envelope(shuffled, SCHEMAS);

        assertThat(octets).isEqualTo(read(xml));
        assertThat(new String(octets, StandardCharsets.UTF_8))
                .startsWith("{\"specversion\":\"1.0\",\"id\":\"r-1\",\"source\":\"/parties/990101.window\",\"type\":")
                .contains("\"priority\":3,\"data\":{");
    }

    @Test
    void whatIsNoNumberIsForTheSchemaToRefuseByItsPlace() {
        String xml = Messages.record(Messages.json(SoapWorld.WINDOW, "r-1"))
                .replace("</record>", "<priority>high</priority></record>");

        assertThat(StrictJson.parse(read(xml)).path("priority").stringValue()).isEqualTo("high");
    }

    @Test
    void anExtensionOfAnotherNamespaceIsKept() {
        String xml = Messages.record(Messages.json(SoapWorld.WINDOW, "r-1"))
                .replace("<data>", "<x:traceid xmlns:x=\"urn:example\">t-1</x:traceid><data>");

        assertThat(StrictJson.parse(read(xml)).path("traceid").stringValue()).isEqualTo("t-1");
    }

    @Test
    void whatIsNilIsNotThereAndCommentsSayNothing() {
        String xml = Messages.record(Messages.json(SoapWorld.WINDOW, "r-1"))
                .replace(
                        "<" + Messages.TYPE + ">",
                        "<" + Messages.TYPE + "><documentNo xmlns:i=\"" + Namespaces.INSTANCE + "\" i:nil=\"true\"/>")
                .replace("990101.window", "990101.<!-- not -->window");

        ObjectNode read = (ObjectNode) StrictJson.parse(read(xml));
        assertThat(read.path("source").stringValue()).isEqualTo("/parties/990101.window");
        assertThat(read.at("/data/documentNo").isMissingNode()
                        || !read.at("/data/documentNo").isString()
                        || !read.at("/data/documentNo").stringValue().isEmpty())
                .isTrue();
    }

    @Test
    void afterFiftyErrorsNobodyNeedsMore() {
        String xml = Messages.record(Messages.json(SoapWorld.WINDOW, "r-1"))
                .replace("</case.accepted>", "<x xmlns='urn:other'/>".repeat(10_000) + "</case.accepted>");

        Rejection refused = catchThrowableOfType(Rejection.class, () -> read(xml));
        assertThat(refused.errors()).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "</record>|<id>again</id></record>|/id|twice",
                "<data>|text<data>||elements",
                "<data>|<data note='1'>|/data|attribute",
                "</case.accepted>|<caseNo>again</caseNo></case.accepted>|/data/caseNo|twice",
                "</case.accepted>|<x xmlns='urn:other'>1</x></case.accepted>|/data/x|namespace",
                "</case.accepted>|</case.accepted><case.applied/>|/data|type",
                "<type>case.accepted|<type>case.applied|/data|type",
                "</case.accepted>|<x xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='1'>1</x></case.accepted>|/data/x|nil",
                "<specversion>|<specversion lang='zh'>|/specversion|attribute",
                "<subject>|<subject><b/>|/subject|text",
                "</record>|<colour>red</colour></record>|/colour|unknown",
            })
    void whatHasNoPlaceInJsonIsNamed(String place, String instead, String pointer, String rule) {
        String xml = Messages.record(Messages.json(SoapWorld.WINDOW, "r-1")).replace(place, instead);

        Rejection refused = catchThrowableOfType(Rejection.class, () -> read(xml));
        assertThat(refused.code()).isEqualTo(ProblemCode.MALFORMED);
        assertThat(refused.errors())
                .extracting(FieldError::pointer, FieldError::rule)
                .contains(Tuple.tuple(pointer == null ? "" : pointer, rule));
    }

    @Test
    void whatTheSchemaDoesNotKnowIsTakenAlongForItToRefuse() {
        String xml = Messages.record(Messages.json(SoapWorld.WINDOW, "r-1"))
                .replace("</case.accepted>", "<colour><shade>red</shade></colour></case.accepted>");

        ObjectNode read = (ObjectNode) StrictJson.parse(read(xml));

        assertThat(read.at("/data/colour/shade").stringValue()).isEqualTo("red");
        assertThat(Schemas.shipped()
                        .find(Messages.TYPE)
                        .orElseThrow()
                        .validate(read.path("data"), "/data", LocalDate.MAX))
                .extracting(violation -> violation.error().pointer())
                .containsExactly("/data/colour");
    }

    private static byte[] read(String xml) {
        return RecordXml.envelope(Trees.read(xml).getDocumentElement(), SCHEMAS);
    }

    private static void reverse(Element element) {
        if (element.getLocalName().equals("item")) {
            return;
        }
        List<Element> children = new ArrayList<>(Trees.children(element));
        boolean isList =
                children.stream().anyMatch(child -> child.getLocalName().equals("item"));
        children.forEach(RecordXmlTest::reverse);
        if (!isList) {
            Collections.reverse(children);
            children.forEach(element::appendChild);
        }
    }
}
