package org.tongqu.adapters.dialect;

import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages in SOAP envelopes, without generated code: a message is the one element in the body (PAYLOAD), or a whole document in a string
 * parameter of an operation. What is called is what stands in the body; {@code SOAPAction}, {@code ReplyTo} and every other header
 * decide nothing. Immutable and thread-safe.
 *
 * @param version of SOAP
 * @param path of the service below the address of whoever is called, with a slash in front
 * @param namespace of the operations
 * @param style how parameters are written
 * @param isQualified whether parameters are elements of the namespace too
 * @param isCdata whether the message stands in a CDATA section; else its characters are escaped
 * @param declaration what stands in front of a document in a parameter; empty if nothing does
 * @param charset of the envelopes
 * @param header the element of the SOAP header that has parameters; empty if none does
 * @param inHeader which parameters stand in it, in their order
 * @param operations at least one
 * @param wsdl the description that callers know, with {@code {address}} for where it is; empty if one is to be made
 */
public record Soap(
        Version version,
        String path,
        String namespace,
        Style style,
        boolean isQualified,
        boolean isCdata,
        String declaration,
        Charset charset,
        String header,
        List<String> inHeader,
        List<Operation> operations,
        String wsdl) {
    /** The element under which a fault is given to the rules, and said by {@code says}, with {@link #FAULT_CODE} and {@link #FAULT_WORDS}. */
    static final String FAULT = "Fault";
    /** {@code Client} and {@code Server} in both versions, with what the partner adds behind a dot. */
    static final String FAULT_CODE = "faultcode";

    static final String FAULT_WORDS = "faultstring";

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String ENCODING = "http://schemas.xmlsoap.org/soap/encoding/";
    private static final String PREFIX = "soap";
    private static final String OWN = "ns";

    /** Copies the lists. */
    public Soap {
        inHeader = List.copyOf(inHeader);
        operations = List.copyOf(operations);
    }

    /** Versions of SOAP. */
    public enum Version {
        /** SOAP 1.1. */
        V1_1("http://schemas.xmlsoap.org/soap/envelope/"),
        /** SOAP 1.2. */
        V1_2("http://www.w3.org/2003/05/soap-envelope");

        private final String namespace;

        Version(String namespace) {
            this.namespace = namespace;
        }
    }

    /** How the parameters of an operation are written. */
    public enum Style {
        /** Elements as a schema has them: document/literal. */
        DOCUMENT,
        /** Parts of a call: rpc/literal. */
        RPC,
        /** Parts of a call that say their types: rpc/encoded. */
        ENCODED
    }

    /**
     * One operation of the service.
     *
     * @param name its name
     * @param message the parameter that has the message; empty if the message is the element itself
     * @param parameters all its parameters in their order, that of the message among them
     * @param callParameter the parameter that has the name of the call; empty if none does
     * @param calls the calls that are made by it, of several the one after which the root of the document is named; empty for the one of its
     *     own name, or, if a parameter has the name of the call, for all
     * @param constants parameters that are always the same
     * @param action the value of {@code SOAPAction}, which we send and never read
     * @param response the element of an answer
     * @param result the element in it that has the answer; empty if the answer is the element itself
     */
    public record Operation(
            String name,
            String message,
            List<String> parameters,
            String callParameter,
            Set<String> calls,
            Map<String, String> constants,
            String action,
            String response,
            String result) {
        /** Copies the collections. */
        public Operation {
            parameters = List.copyOf(parameters);
            calls = Set.copyOf(calls);
            constants = Map.copyOf(constants);
        }

        private boolean makes(String call) {
            return calls.isEmpty() ? !callParameter.isEmpty() || name.equals(call) : calls.contains(call);
        }
    }

    /** The same service with this description; empty if one is to be made. */
    public Soap describedBy(String description) {
        return new Soap(
                version,
                path,
                namespace,
                style,
                isQualified,
                isCdata,
                declaration,
                charset,
                header,
                inHeader,
                operations,
                description);
    }

    /** The operation by which a call is made; of several, that which names it. */
    public Optional<Operation> operation(String call) {
        return operations.stream()
                .filter(one -> one.calls().contains(call))
                .findFirst()
                .or(() -> operations.stream().filter(one -> one.makes(call)).findFirst());
    }

    /** The type of the media, for a call by this name. */
    String contentType(String call) {
        String name = charset.name().toLowerCase(Locale.ROOT);
        return version == Version.V1_1
                ? "text/xml; charset=" + name
                : "application/soap+xml; charset=" + name + "; action=\""
                        + required(call).action() + "\"";
    }

    /** The headers of a request besides its type. */
    Map<String, String> headers(String call) {
        return version == Version.V1_1
                ? Map.of("SOAPAction", "\"" + required(call).action() + "\"")
                : Map.of();
    }

    /** The type of the media of an answer. */
    public String answerType() {
        String type = version == Version.V1_1 ? "text/xml" : "application/soap+xml";
        return type + "; charset=" + charset.name().toLowerCase(Locale.ROOT);
    }

    private Operation required(String call) {
        return operation(call).orElseThrow(() -> new IllegalStateException("no operation makes the call " + call));
    }

    /**
     * A request with this message.
     *
     * @throws IllegalStateException if no operation makes the call, or a parameter has no value or none that XML can hold
     */
    String request(Requests.Content content) {
        Operation operation = required(content.call());
        return envelope(
                writer -> {
                    if (!header.isEmpty()) {
                        writer.writeStartElement(PREFIX, "Header", version.namespace);
                        writer.writeStartElement(OWN, header, namespace);
                        writer.writeNamespace(OWN, namespace);
                        for (String name : inHeader) {
                            writer.writeStartElement(OWN, name, namespace);
                            XmlText.text(writer, value(content, operation, name), name);
                            writer.writeEndElement();
                        }
                        writer.writeEndElement();
                        writer.writeEndElement();
                    }
                },
                writer -> {
                    if (operation.message().isEmpty()) {
                        payload(writer, content.message());
                        return;
                    }
                    open(writer, operation.name());
                    for (String name : operation.parameters()) {
                        if (name.equals(operation.message())) {
                            parameter(writer, name, declaration + content.message(), isCdata);
                        } else {
                            parameter(writer, name, value(content, operation, name), false);
                        }
                    }
                    writer.writeEndElement();
                });
    }

    private static String value(Requests.Content content, Operation operation, String name) {
        if (name.equals(operation.callParameter())) {
            return content.call();
        }
        String constant = operation.constants().get(name);
        String value = constant == null ? content.parameters().get(name) : constant;
        if (value == null) {
            throw new IllegalStateException("the parameter " + name + " of " + operation.name() + " has no value");
        }
        return value;
    }

    /**
     * An answer to this call.
     *
     * @param text as the classifier's format has it
     * @throws IllegalStateException if no operation makes the call
     */
    public String answer(String call, String text) {
        Operation operation = required(call);
        return envelope(writer -> {}, writer -> {
            if (operation.result().isEmpty()) {
                payload(writer, text);
                return;
            }
            open(writer, operation.response());
            parameter(writer, operation.result(), declaration + text, isCdata);
            writer.writeEndElement();
        });
    }

    /** A fault, by {@code Client} or {@code Server}. */
    public String fault(String code, String words) {
        boolean isOld = version == Version.V1_1;
        return envelope(writer -> {}, writer -> {
            writer.writeStartElement(PREFIX, FAULT, version.namespace);
            if (isOld) {
                element(writer, FAULT_CODE, PREFIX + ":" + code);
                element(writer, FAULT_WORDS, words);
            } else {
                writer.writeStartElement(PREFIX, "Code", version.namespace);
                writer.writeStartElement(PREFIX, "Value", version.namespace);
                writer.writeCharacters(
                        PREFIX + ":" + code.replaceFirst("^Client", "Sender").replaceFirst("^Server", "Receiver"));
                writer.writeEndElement();
                writer.writeEndElement();
                writer.writeStartElement(PREFIX, "Reason", version.namespace);
                writer.writeStartElement(PREFIX, "Text", version.namespace);
                writer.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "lang", "zh");
                XmlText.text(writer, words, "");
                writer.writeEndElement();
                writer.writeEndElement();
            }
            writer.writeEndElement();
        });
    }

    /** Whether an answer of ours is to be told as a fault. */
    public static Optional<JsonNode> faultIn(JsonNode said) {
        return Optional.ofNullable(said.get(FAULT)).filter(fault -> fault.has(FAULT_CODE));
    }

    /** Tells an answer, or, where it is a fault, that. */
    public String told(String call, JsonNode said, String text) {
        return faultIn(said)
                .map(fault -> fault(
                        fault.path(FAULT_CODE).asString("Server"),
                        fault.path(FAULT_WORDS).asString("")))
                .orElseGet(() -> answer(call, text));
    }

    private static void element(XMLStreamWriter writer, String name, String text)
            throws XMLStreamException, Untranslatable {
        writer.writeStartElement(name);
        XmlText.text(writer, text, name);
        writer.writeEndElement();
    }

    private interface Part {
        void to(XMLStreamWriter writer) throws XMLStreamException, Untranslatable;
    }

    private String envelope(Part header, Part body) {
        StringWriter text = new StringWriter();
        text.append("<?xml version=\"1.0\" encoding=\"").append(charset.name()).append("\"?>");
        try {
            XMLStreamWriter writer = XmlText.writer(text);
            writer.writeStartElement(PREFIX, "Envelope", version.namespace);
            writer.writeNamespace(PREFIX, version.namespace);
            if (style == Style.ENCODED) {
                writer.writeNamespace("xsi", XSI);
                writer.writeNamespace("xsd", "http://www.w3.org/2001/XMLSchema");
            }
            header.to(writer);
            writer.writeStartElement(PREFIX, "Body", version.namespace);
            body.to(writer);
            writer.writeEndElement();
            writer.writeEndElement();
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        } catch (Untranslatable noXml) {
            throw new IllegalStateException("what cannot stand in XML cannot be put into SOAP: " + noXml.getMessage());
        }
        return text.toString();
    }

    private void open(XMLStreamWriter writer, String name) throws XMLStreamException {
        writer.writeStartElement(OWN, name, namespace);
        writer.writeNamespace(OWN, namespace);
        if (style == Style.ENCODED) {
            writer.writeAttribute(PREFIX, version.namespace, "encodingStyle", ENCODING);
        }
    }

    private void parameter(XMLStreamWriter writer, String name, String value, boolean asCdata)
            throws XMLStreamException, Untranslatable {
        if (isQualified) {
            writer.writeStartElement(OWN, name, namespace);
        } else {
            writer.writeStartElement(name);
        }
        if (style == Style.ENCODED) {
            writer.writeAttribute("xsi", XSI, "type", "xsd:string");
        }
        if (asCdata) {
            cdata(writer, value);
        } else {
            XmlText.text(writer, value, name);
        }
        writer.writeEndElement();
    }

    /** The end of a section cannot stand in one, nor can a carriage return stay what it is: it stands between two. */
    private static void cdata(XMLStreamWriter writer, String value) throws XMLStreamException {
        String[] lines = value.split("\r", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                writer.writeEntityRef("#13");
            }
            String[] parts = lines[i].split("]]>", -1);
            for (int part = 0; part < parts.length; part++) {
                writer.writeCData((part > 0 ? ">" : "") + parts[part] + (part < parts.length - 1 ? "]]" : ""));
            }
        }
    }

    private void payload(XMLStreamWriter writer, String document) throws XMLStreamException, Untranslatable {
        for (var root : XmlText.read(document).properties()) {
            open(writer, root.getKey());
            if (root.getValue().isObject()) {
                members(writer, root.getValue());
            } else {
                XmlText.text(writer, root.getValue().asString(), root.getKey());
            }
            writer.writeEndElement();
        }
    }

    private void members(XMLStreamWriter writer, JsonNode node) throws XMLStreamException, Untranslatable {
        if (!isQualified) {
            XmlText.members(writer, node, "");
            return;
        }
        for (var member : node.properties()) {
            Iterable<JsonNode> values = member.getValue().isArray() ? member.getValue() : List.of(member.getValue());
            for (JsonNode value : values) {
                writer.writeStartElement(OWN, member.getKey(), namespace);
                if (value.isObject()) {
                    members(writer, value);
                } else {
                    XmlText.text(writer, value.asString(), member.getKey());
                }
                writer.writeEndElement();
            }
        }
    }

    /**
     * What a request's envelope holds.
     *
     * @throws Untranslatable if it is no envelope of this version, calls no operation of this service, has a header that must be
     *     understood and is not, or lacks the message
     */
    Requests.Content read(String text) throws Untranslatable {
        Envelope envelope = opened(text);
        if (envelope == null || envelope.body == null) {
            throw refused(
                    "soap-envelope",
                    "不是 SOAP " + number() + " 信封，或 Body 不是恰好一个元素",
                    "It is no envelope of SOAP " + number() + " with one element in its Body.");
        }
        String called = envelope.name;
        Operation operation = operations.stream()
                .filter(one -> one.name().equals(called))
                .findFirst()
                .orElseThrow(() -> refused("soap-operation", "没有操作 " + brief(called), "There is no such operation."));
        Map<String, String> parameters = new LinkedHashMap<>(envelope.header);
        JsonNode body = envelope.body;
        if (body instanceof ObjectNode members && !operation.message().isEmpty()) {
            for (var member : members.properties()) {
                if (!member.getKey().equals(operation.message())) {
                    parameters.put(member.getKey(), text(member.getValue()));
                }
            }
        }
        String message = operation.message().isEmpty()
                ? XmlText.write(StrictJson.object().set(operation.name(), body))
                : document(body.get(operation.message()));
        if (message.isBlank()) {
            throw refused(
                    "parameter",
                    "缺少参数 " + operation.message() + "，报文应放在其中",
                    "The parameter " + operation.message() + " with the message is missing.");
        }
        return new Requests.Content(call(operation, parameters, message), message.strip(), parameters);
    }

    /** By the parameter that names it; else, where one operation makes several, by the root element of the document. */
    private static String call(Operation operation, Map<String, String> parameters, String message)
            throws Untranslatable {
        String call;
        if (!operation.callParameter().isEmpty()) {
            call = parameters.getOrDefault(operation.callParameter(), "").strip();
        } else if (operation.calls().size() > 1) {
            call = XmlText.read(message).propertyNames().iterator().next();
        } else {
            return operation.calls().stream().findFirst().orElse(operation.name());
        }
        if (!operation.makes(call)) {
            throw refused(
                    "soap-operation",
                    operation.name() + " 没有接口 " + brief(call),
                    operation.name() + " does not make this call.");
        }
        return call;
    }

    /** Names that are none of ours are told as far as they look like names. */
    private static String brief(String name) {
        return name.matches("[A-Za-z0-9_.-]{1,60}") ? name : "";
    }

    private static String document(@Nullable JsonNode parameter) throws Untranslatable {
        if (parameter == null) {
            return "";
        }
        return parameter.isObject() ? XmlText.write(parameter) : parameter.isArray() ? "" : parameter.asString();
    }

    private static String text(JsonNode value) {
        return value.isContainer() ? StrictJson.writeText(value) : value.asString();
    }

    private String number() {
        return version == Version.V1_1 ? "1.1" : "1.2";
    }

    private static Untranslatable refused(String rule, String zh, String en) {
        return new Untranslatable(List.of(new FieldError("", rule, zh, en)));
    }

    /**
     * What an answer says, for the rules to read: what stands in its result, or a fault as {@code {Fault: {faultcode, faultstring}}}.
     *
     * @param text of the answer's body
     * @param format in which the rules expect answers
     * @return empty if it is no envelope of SOAP
     */
    String heard(String text, MessageFormat format) {
        try {
            Envelope envelope = opened(text);
            if (envelope == null || envelope.body == null) {
                return "";
            }
            if (envelope.isFault) {
                return format.write(fault(envelope.body));
            }
            Operation answered = answered(envelope.name);
            if (answered.result().isEmpty()) {
                ObjectNode whole = StrictJson.object();
                whole.set(envelope.name, envelope.body);
                return format.write(whole);
            }
            return document(envelope.body.get(answered.result())).strip();
        } catch (Untranslatable noEnvelope) {
            return "";
        }
    }

    private Operation answered(String response) {
        return operations.stream()
                .filter(one -> one.response().equals(response))
                .findFirst()
                .orElse(operations.get(0));
    }

    private static ObjectNode fault(JsonNode body) {
        ObjectNode fault = StrictJson.object();
        JsonNode code = body.has(FAULT_CODE) ? body.path(FAULT_CODE) : body.at("/Code/Value");
        JsonNode words = body.has(FAULT_WORDS) ? body.path(FAULT_WORDS) : body.at("/Reason/Text");
        String name = code.asString("").strip().replaceFirst("^[^:]*:", "");
        fault.put(FAULT_CODE, name.replaceFirst("^Sender", "Client").replaceFirst("^Receiver", "Server"));
        fault.put(FAULT_WORDS, (words.isArray() ? words.path(0) : words).asString(""));
        return StrictJson.object().set(FAULT, fault);
    }

    /**
     * What an envelope holds.
     *
     * @param header the parameters in the element of the header that has some
     * @param name of the element in the body
     * @param body that element; null if there is none
     * @param isFault whether it is a fault
     */
    private record Envelope(Map<String, String> header, String name, @Nullable JsonNode body, boolean isFault) {}

    private @Nullable Envelope opened(String text) throws Untranslatable {
        try {
            XMLStreamReader reader = XmlText.reader(text);
            reader.nextTag();
            if (!isOfSoap(reader, "Envelope")) {
                return null;
            }
            Map<String, String> parameters = Map.of();
            boolean hasBody = false;
            String name = "";
            JsonNode body = null;
            boolean isFault = false;
            while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                if (isOfSoap(reader, "Header") && !hasBody) {
                    parameters = headers(reader);
                } else if (isOfSoap(reader, "Body") && !hasBody) {
                    hasBody = true;
                    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                        if (body != null && style != Style.ENCODED) {
                            throw refused("soap-body", "Body 中不止一个元素", "There is more than one element in the Body.");
                        }
                        isFault |= body == null && isOfSoap(reader, FAULT);
                        name = body == null ? reader.getLocalName() : name;
                        JsonNode element = XmlText.element(reader, 3);
                        body = body == null ? element : body;
                    }
                } else {
                    return null;
                }
            }
            XmlText.readOut(reader);
            return new Envelope(parameters, name, body, isFault);
        } catch (XMLStreamException malformed) {
            throw XmlText.malformed(malformed);
        }
    }

    private boolean isOfSoap(XMLStreamReader reader, String name) {
        return reader.getLocalName().equals(name) && version.namespace.equals(reader.getNamespaceURI());
    }

    /** A header that must be understood and is not, by whatever it would change, is refused: to read on would be to disregard it. */
    private Map<String, String> headers(XMLStreamReader reader) throws XMLStreamException, Untranslatable {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            boolean isOurs = !header.isEmpty() && reader.getLocalName().equals(header);
            String must = Objects.requireNonNullElse(reader.getAttributeValue(version.namespace, "mustUnderstand"), "");
            if (!isOurs && (must.strip().equals("1") || must.strip().equals("true"))) {
                throw refused(
                        "soap-must-understand",
                        "SOAP Header 中有必须理解而本接口不理解的元素",
                        "A header that must be understood is not understood here.");
            }
            JsonNode element = XmlText.element(reader, 3);
            if (isOurs) {
                element.properties().forEach(member -> parameters.put(member.getKey(), text(member.getValue())));
            }
        }
        return parameters;
    }
}
