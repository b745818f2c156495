package org.tongqu.config.dialect;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.tongqu.adapters.dialect.Soap;
import org.tongqu.adapters.dialect.Soap.Operation;
import org.tongqu.adapters.dialect.Soap.Style;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The description (WSDL 1.1) that callers know, beside what the dialect says of the same service: who calls as the one says must be
 * understood by the other.
 */
final class KnownService {
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String XSD = "http://www.w3.org/2001/XMLSchema";

    private final Soap soap;
    private final Document document;
    private final List<String> differences = new ArrayList<>();

    private KnownService(Soap soap, Document document) {
        this.soap = soap;
        this.document = document;
    }

    /** In what the two differ, each in Chinese and English; empty if they do not, or nothing is known. */
    static List<String> differences(Soap soap) {
        if (soap.wsdl().isEmpty()) {
            return List.of();
        }
        KnownService known = new KnownService(soap, parsed(soap.wsdl()));
        known.compare();
        return List.copyOf(known.differences);
    }

    private static Document parsed(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        } catch (SAXException | IOException | ParserConfigurationException unreadable) {
            throw new IllegalStateException("a description that was read before cannot be read", unreadable);
        }
    }

    private void compare() {
        same("targetNamespace", document.getDocumentElement().getAttribute("targetNamespace"), soap.namespace());
        if (soap.style() == Style.DOCUMENT) {
            all(XSD, "schema").forEach(this::qualified);
        }
        for (Operation operation : soap.operations()) {
            Optional<Element> bound = bound(operation.name());
            if (bound.isEmpty()) {
                differences.add("没有 SOAP " + number() + " 的操作 " + operation.name() + " / no operation "
                        + operation.name() + " of SOAP " + number());
            } else {
                bound(operation, bound.get());
            }
        }
    }

    private void qualified(Element schema) {
        String form = schema.getAttribute("elementFormDefault");
        same(
                "elementFormDefault",
                form.isEmpty() ? "unqualified" : form,
                soap.isQualified() ? "qualified" : "unqualified");
    }

    private void bound(Operation operation, Element bound) {
        boolean isDocument = soap.style() == Style.DOCUMENT;
        String name = operation.name() + " ";
        String ofAll = first((Element) bound.getParentNode(), binding(), "binding")
                .map(one -> one.getAttribute("style"))
                .orElse("");
        String own = first(bound, binding(), "operation")
                .map(one -> one.getAttribute("style"))
                .orElse("");
        String style = own.isEmpty() ? ofAll : own;
        same(name + "style", style.isEmpty() ? "document" : style, isDocument ? "document" : "rpc");
        Element body = first(bound, WSDL, "input")
                .flatMap(input -> first(input, binding(), "body"))
                .orElse(bound);
        same(name + "use", body.getAttribute("use"), soap.style() == Style.ENCODED ? "encoded" : "literal");
        if (!isDocument) {
            same(name + "namespace", body.getAttribute("namespace"), soap.namespace());
        }
        if (!operation.message().isEmpty()) {
            same(name + "input", names(operation, "input"), String.join(" ", operation.parameters()));
        }
        if (!operation.result().isEmpty()) {
            same(name + "output", names(operation, "output"), operation.result());
        }
        if (!soap.header().isEmpty()) {
            String header = first(bound, WSDL, "input")
                    .flatMap(input -> first(input, binding(), "header"))
                    .map(one -> header(one))
                    .orElse("");
            same(name + "header", header, soap.header() + " " + String.join(" ", soap.inHeader()));
        }
    }

    /** The parameters of a message in their order: the parts of a call, or what stands in the element of a document. */
    private String names(Operation operation, String way) {
        List<Element> parts = all(WSDL, "portType")
                .flatMap(type -> children(type, WSDL, "operation"))
                .filter(one -> one.getAttribute("name").equals(operation.name()))
                .flatMap(one -> first(one, WSDL, way).stream())
                .flatMap(one -> parts(one.getAttribute("message")))
                .toList();
        if (soap.style() != Style.DOCUMENT) {
            return String.join(
                    " ", parts.stream().map(part -> part.getAttribute("name")).toList());
        }
        String element = way.equals("input") ? operation.name() : operation.response();
        return parts.stream()
                .map(part -> local(part.getAttribute("element")))
                .filter(element::equals)
                .findFirst()
                .map(this::inside)
                .orElse("");
    }

    private String header(Element header) {
        return parts(header.getAttribute("message"))
                .filter(part -> part.getAttribute("name").equals(header.getAttribute("part")))
                .map(part -> local(part.getAttribute("element")))
                .map(element -> element + " " + inside(element))
                .findFirst()
                .orElse("");
    }

    /** What stands in an element that is declared at the top of a schema, by its own type or by a named one. */
    private String inside(String element) {
        return declared("element", element)
                .flatMap(one -> one.getAttribute("type").isEmpty()
                        ? Stream.of(one)
                        : declared("complexType", local(one.getAttribute("type"))))
                .map(one -> {
                    NodeList found = one.getElementsByTagNameNS(XSD, "element");
                    return String.join(
                            " ",
                            elements(found)
                                    .map(each -> each.getAttribute("name"))
                                    .toList());
                })
                .findFirst()
                .orElse("");
    }

    private Stream<Element> declared(String kind, String name) {
        return all(XSD, "schema").flatMap(schema -> children(schema, XSD, kind)).filter(one -> one.getAttribute("name")
                .equals(name));
    }

    private Stream<Element> parts(String message) {
        return all(WSDL, "message")
                .filter(one -> one.getAttribute("name").equals(local(message)))
                .flatMap(one -> children(one, WSDL, "part"));
    }

    private Optional<Element> bound(String operation) {
        return all(WSDL, "binding")
                .filter(one -> first(one, binding(), "binding").isPresent())
                .flatMap(one -> children(one, WSDL, "operation"))
                .filter(one -> one.getAttribute("name").equals(operation))
                .findFirst();
    }

    private void same(String what, String known, String said) {
        if (!known.equals(said)) {
            differences.add(what + "：此处为 \"" + known + "\"，dialect.yml 为 \"" + said + "\" / " + what + " is \"" + known
                    + "\" here and \"" + said + "\" in dialect.yml");
        }
    }

    private String binding() {
        return soap.version() == Soap.Version.V1_1
                ? "http://schemas.xmlsoap.org/wsdl/soap/"
                : "http://schemas.xmlsoap.org/wsdl/soap12/";
    }

    private String number() {
        return soap.version() == Soap.Version.V1_1 ? "1.1" : "1.2";
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private Stream<Element> all(String namespace, String name) {
        return elements(document.getElementsByTagNameNS(namespace, name));
    }

    private static Stream<Element> children(Element parent, String namespace, String name) {
        return elements(parent.getElementsByTagNameNS(namespace, name)).filter(one -> one.getParentNode() == parent);
    }

    private static Optional<Element> first(Element parent, String namespace, String name) {
        return children(parent, namespace, name).findFirst();
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(index -> (Element) nodes.item(index));
    }
}
