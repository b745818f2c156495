package org.tongqu.adapters.dialect;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The description (WSDL 1.1) of a service of SOAP for partners' systems that call us: the one that they know, with our address put in,
 * or one made of what the dialect says. Immutable.
 *
 * @param soap the service
 * @param operations those that may be called
 */
public record SoapDescription(Soap soap, List<Soap.Operation> operations) {
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String XSD = "http://www.w3.org/2001/XMLSchema";
    private static final String HTTP = "http://schemas.xmlsoap.org/soap/http";
    private static final String NAME = "ExchangeService";

    /** Copies the list. */
    public SoapDescription {
        operations = List.copyOf(operations);
    }

    /** The description of the service at this address. */
    public String at(String address) {
        if (!soap.wsdl().isEmpty()) {
            return soap.wsdl().replace("{address}", escaped(address));
        }
        StringWriter text = new StringWriter();
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        try {
            XMLStreamWriter writer = XmlText.writer(text);
            definitions(writer, address);
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    private static String escaped(String address) {
        return address.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    private String binding() {
        return soap.version() == Soap.Version.V1_1
                ? "http://schemas.xmlsoap.org/wsdl/soap/"
                : "http://schemas.xmlsoap.org/wsdl/soap12/";
    }

    private boolean isDocument() {
        return soap.style() == Soap.Style.DOCUMENT;
    }

    private void definitions(XMLStreamWriter writer, String address) throws XMLStreamException {
        writer.writeStartElement("definitions");
        writer.writeDefaultNamespace(WSDL);
        writer.writeNamespace("soap", binding());
        writer.writeNamespace("xsd", XSD);
        writer.writeNamespace("tns", soap.namespace());
        writer.writeAttribute("targetNamespace", soap.namespace());
        writer.writeAttribute("name", NAME);
        writer.writeStartElement("types");
        schema(writer);
        writer.writeEndElement();
        for (Soap.Operation operation : operations) {
            message(writer, operation.name(), parameters(operation));
            message(writer, operation.response(), results(operation));
        }
        if (!soap.header().isEmpty()) {
            writer.writeStartElement("message");
            writer.writeAttribute("name", soap.header());
            part(writer, soap.header(), "element", "tns:" + soap.header());
            writer.writeEndElement();
        }
        portType(writer);
        bound(writer);
        writer.writeStartElement("service");
        writer.writeAttribute("name", NAME);
        writer.writeStartElement("port");
        writer.writeAttribute("name", NAME + "Port");
        writer.writeAttribute("binding", "tns:" + NAME + "Binding");
        empty(writer, "soap:address", "location", address);
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private static List<String> results(Soap.Operation operation) {
        return operation.result().isEmpty() ? List.of() : List.of(operation.result());
    }

    /** Of a message that is the element itself nothing is said: its own description is the partner's document. */
    private static List<String> parameters(Soap.Operation operation) {
        return operation.message().isEmpty() ? List.of() : operation.parameters();
    }

    private void schema(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("xsd:schema");
        writer.writeAttribute("targetNamespace", soap.namespace());
        writer.writeAttribute("elementFormDefault", soap.isQualified() ? "qualified" : "unqualified");
        List<String> written = new ArrayList<>();
        if (isDocument()) {
            for (Soap.Operation operation : operations) {
                element(writer, operation.name(), parameters(operation), written);
                element(writer, operation.response(), results(operation), written);
            }
        }
        if (!soap.header().isEmpty()) {
            element(writer, soap.header(), soap.inHeader(), written);
        }
        writer.writeEndElement();
    }

    private static void element(XMLStreamWriter writer, String name, List<String> texts, List<String> written)
            throws XMLStreamException {
        if (written.contains(name)) {
            return;
        }
        written.add(name);
        writer.writeStartElement("xsd:element");
        writer.writeAttribute("name", name);
        writer.writeStartElement("xsd:complexType");
        writer.writeStartElement("xsd:sequence");
        for (String text : texts) {
            writer.writeEmptyElement("xsd:element");
            writer.writeAttribute("name", text);
            writer.writeAttribute("type", "xsd:string");
            writer.writeAttribute("minOccurs", "0");
        }
        if (texts.isEmpty()) {
            writer.writeEmptyElement("xsd:any");
            writer.writeAttribute("processContents", "skip");
            writer.writeAttribute("minOccurs", "0");
            writer.writeAttribute("maxOccurs", "unbounded");
        }
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private void message(XMLStreamWriter writer, String name, List<String> texts) throws XMLStreamException {
        writer.writeStartElement("message");
        writer.writeAttribute("name", name);
        if (isDocument()) {
            part(writer, "parameters", "element", "tns:" + name);
        } else {
            for (String text : texts) {
                part(writer, text, "type", "xsd:string");
            }
        }
        writer.writeEndElement();
    }

    private static void part(XMLStreamWriter writer, String name, String by, String what) throws XMLStreamException {
        writer.writeEmptyElement("part");
        writer.writeAttribute("name", name);
        writer.writeAttribute(by, what);
    }

    private void portType(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("portType");
        writer.writeAttribute("name", NAME + "PortType");
        for (Soap.Operation operation : operations) {
            writer.writeStartElement("operation");
            writer.writeAttribute("name", operation.name());
            empty(writer, "input", "message", "tns:" + operation.name());
            empty(writer, "output", "message", "tns:" + operation.response());
            writer.writeEndElement();
        }
        writer.writeEndElement();
    }

    private void bound(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("binding");
        writer.writeAttribute("name", NAME + "Binding");
        writer.writeAttribute("type", "tns:" + NAME + "PortType");
        writer.writeEmptyElement("soap:binding");
        writer.writeAttribute("style", isDocument() ? "document" : "rpc");
        writer.writeAttribute("transport", HTTP);
        for (Soap.Operation operation : operations) {
            writer.writeStartElement("operation");
            writer.writeAttribute("name", operation.name());
            empty(writer, "soap:operation", "soapAction", operation.action());
            writer.writeStartElement("input");
            if (!soap.header().isEmpty()) {
                writer.writeEmptyElement("soap:header");
                writer.writeAttribute("message", "tns:" + soap.header());
                writer.writeAttribute("part", soap.header());
                writer.writeAttribute("use", "literal");
            }
            body(writer);
            writer.writeEndElement();
            writer.writeStartElement("output");
            body(writer);
            writer.writeEndElement();
            writer.writeEndElement();
        }
        writer.writeEndElement();
    }

    private void body(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeEmptyElement("soap:body");
        writer.writeAttribute("use", soap.style() == Soap.Style.ENCODED ? "encoded" : "literal");
        if (!isDocument()) {
            writer.writeAttribute("namespace", soap.namespace());
        }
        if (soap.style() == Soap.Style.ENCODED) {
            writer.writeAttribute("encodingStyle", "http://schemas.xmlsoap.org/soap/encoding/");
        }
    }

    private static void empty(XMLStreamWriter writer, String name, String key, String value) throws XMLStreamException {
        writer.writeEmptyElement(name);
        writer.writeAttribute(key, value);
    }
}
