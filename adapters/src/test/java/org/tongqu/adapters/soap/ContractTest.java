package org.tongqu.adapters.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import javax.wsdl.Definition;
import javax.wsdl.Port;
import javax.wsdl.extensions.soap.SOAPAddress;
import javax.wsdl.factory.WSDLFactory;
import javax.xml.namespace.QName;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.rest.Problem;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.schema.Schemas;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.node.ObjectNode;

class ContractTest {
    private static final String XSD = "http://www.w3.org/2001/XMLSchema";
    private static Document wsdl;
    private static Schema schema;

    @BeforeAll
    static void read() throws Exception {
        wsdl = Signing.parse(new Contract(Schemas.shipped()).at("https://gateway.example/soap/exchange?a&b"));
        Element types = (Element) wsdl.getElementsByTagNameNS(XSD, "schema").item(0);
        schema = SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema").newSchema(new DOMSource(types));
    }

    static Stream<String> types() {
        return Schemas.shipped().types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theSchemaAllowsTheExampleOfEveryType(String type) throws Exception {
        validate(Messages.submit(Messages.json(
                SoapWorld.WINDOW,
                "r-1",
                type,
                Schemas.shipped().find(type).orElseThrow().example())));
    }

    @Test
    void theSchemaAllowsTheExampleOfEveryQuestion() throws Exception {
        for (String type : Schemas.shipped().queries()) {
            ObjectNode question = Messages.json(
                    SoapWorld.WINDOW,
                    "q-1",
                    type,
                    Schemas.shipped().query(type).orElseThrow().question().example());
            validate(Messages.operation("query", question));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<colour>red</colour>", "<acceptedAt>2026-03-02</acceptedAt>", "<caseNo/>"})
    void theSchemaRefusesWhatTheJsonSchemaRefuses(String more) {
        String record = Messages.submit(Messages.json(SoapWorld.WINDOW, "r-1"));
        String name = more.substring(1, more.indexOf(more.contains("/>") ? '/' : '>'));
        String without = record.replaceFirst("<" + name + ">[^<]*</" + name + ">", "");

        assertThatThrownBy(() -> validate(without.replace("</case.accepted>", more + "</case.accepted>")))
                .isInstanceOf(SAXException.class);
        assertThatThrownBy(() -> validate(record.replaceFirst("<caseNo>[^<]*</caseNo>", "")))
                .isInstanceOf(SAXException.class);
    }

    @Test
    void anAnswerAndAProblemAreAsTheSchemaHasThem() throws Exception {
        Problem problem = Problem.of(new Rejection(
                ProblemCode.SCHEMA_VIOLATION,
                "The data breaks it.",
                List.of(new FieldError("/data/x", "type", "错", "wrong"))));
        validate(XmlAnswer.element("problem", answer -> answer.members(problem.toJson())));
        validate(XmlAnswer.element(
                "submitResponse", answer -> answer.text("status", "202").sealed("receipt", SoapWorld.RECEIPT)));
    }

    @Test
    void theWsdlIsReadByAnotherLibraryAndHasTheFiveOperations() throws Exception {
        Definition definition = WSDLFactory.newInstance()
                .newWSDLReader()
                .readWSDL(null, new InputSource(new StringReader(Signing.text(wsdl))));

        Port port = definition
                .getService(new QName(Namespaces.EXCHANGE, "ExchangeService"))
                .getPort("ExchangePort");
        assertThat(((SOAPAddress) port.getExtensibilityElements().get(0)).getLocationURI())
                .isEqualTo("https://gateway.example/soap/exchange?a&b");
        List<?> operations = port.getBinding().getPortType().getOperations();
        assertThat(operations.stream().map(one -> ((javax.wsdl.Operation) one).getName()))
                .containsExactly("submit", "submitBatch", "receive", "acknowledge", "query");
    }

    private static void validate(String element) throws Exception {
        schema.newValidator().validate(new StreamSource(new StringReader(element)));
    }
}
