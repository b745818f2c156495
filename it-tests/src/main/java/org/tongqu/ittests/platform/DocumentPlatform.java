package org.tongqu.ittests.platform;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A platform that exchanges documents of the tables {@code EX_GDBS_*} over SOAP 1.1, each whole in a parameter, and answers {@code
 * <RESULT><STATUS>}: 1 taken, 2 had before, 0 refused. It insists on the parameters of its form, in their order and namespace. Thread-safe.
 */
public final class DocumentPlatform implements AutoCloseable {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

    private final Form form;
    private final Map<String, String> account;
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Map<String, String> applications = new ConcurrentHashMap<>();
    private final Queue<Door.Said> next = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean losesNextAnswer = new AtomicBoolean();

    /**
     * How documents are put into envelopes.
     *
     * @param path of the service
     * @param namespace of its operations
     * @param tell the operation that tells a document
     * @param ask the operation that asks for one
     * @param document the parameter that has the document
     * @param inHeader the parameters in the header, in {@code AccountHeader}
     * @param told the parameters of a document that is told, in their order
     * @param asked the parameters of one that asks
     * @param isQualified whether parameters are elements of the namespace
     * @param answered the element of an answer to the first
     * @param answeredAsk the element of an answer to the second
     */
    private record Form(
            String path,
            String namespace,
            String tell,
            String ask,
            String document,
            List<String> inHeader,
            List<String> told,
            List<String> asked,
            boolean isQualified,
            String answered,
            String answeredAsk) {}

    private static final Form ZHUHAI = new Form(
            "/services/DataExchange",
            "http://service.exchange/",
            "setDataXmlToFocus",
            "excute",
            "xml",
            List.of(),
            List.of("deptCode", "xml", "tableName", "sIdentify"),
            List.of("xml"),
            false,
            "return",
            "return");
    private static final Form EPOINT = new Form(
            "/ExchangeService.asmx",
            "http://tempuri.org/",
            "ExchangeData",
            "QueryData",
            "ParasXml",
            List.of("UserName", "Password"),
            List.of("ValidateData", "ParasXml"),
            List.of("ValidateData", "ParasXml"),
            true,
            "ExchangeDataResult",
            "QueryDataResult");

    private record Taken(String table, Map<String, String> fields) {}

    private record Called(String operation, String namespace, List<String> names, Map<String, String> values) {}

    /** What another platform said: the status of HTTP, {@code STATUS} and {@code DESC}, or the code and the words of its fault. */
    public record Answer(int http, String status, String words) {}

    private DocumentPlatform(int port, Form form, Map<String, String> account) {
        this.form = form;
        this.account = account;
        this.door = new Door(port, this::take);
    }

    /** One with {@code setDataXmlToFocus(deptCode, xml, tableName, sIdentify)} and {@code excute(xml)}, as rpc. */
    public static DocumentPlatform zhuhai(int port, String department, String identify) {
        return new DocumentPlatform(port, ZHUHAI, Map.of("deptCode", department, "sIdentify", identify));
    }

    /** One with an account in the header, and the parameters {@code ValidateData} and {@code ParasXml}. */
    public static DocumentPlatform epoint(int port, String user, String password, String validation) {
        return new DocumentPlatform(
                port, EPOINT, Map.of("UserName", user, "Password", password, "ValidateData", validation));
    }

    /** Where it is, without the path of its service. */
    public String url() {
        return door.url();
    }

    /** The documents of this table about this case that it took, in order, each by its columns. */
    public List<Map<String, String>> taken(String table, String number) {
        return taken.stream()
                .filter(one ->
                        one.table().equals(table) && number.equals(one.fields().get("SBLSH")))
                .map(Taken::fields)
                .toList();
    }

    /** What it answered in {@code STATUS}, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** It has an application by this number, as columns of {@code EX_GDBS_SB}. */
    public void has(String number, String columns) {
        applications.put(number, columns);
    }

    /** The next document is refused with these words. */
    public void refuseNext(String words) {
        next.add(new Door.Said(200, "text/xml; charset=utf-8", told(form.tell(), result("0", words))));
    }

    /** The next document is answered by a fault of the server. */
    public void failNext() {
        next.add(new Door.Said(
                500,
                "text/xml; charset=utf-8",
                envelope("", "<s:Fault><faultcode>s:Server</faultcode><faultstring>数据库连接失败</faultstring></s:Fault>")));
    }

    /** The next document is taken, and a page of a proxy is answered. */
    public void loseNextAnswer() {
        losesNextAnswer.set(true);
    }

    /** What another platform answers to a document of this table. */
    public Answer tell(String url, String table, String document) {
        return tell(url, table, document, Map.of());
    }

    /** The same with these parameters in the place of those that show who calls. */
    public Answer tell(String url, String table, String document, Map<String, String> instead) {
        Map<String, String> values = new LinkedHashMap<>(account);
        values.put("tableName", table);
        values.put(form.document(), document);
        values.putAll(instead);
        StringBuilder header = new StringBuilder();
        form.inHeader().forEach(name -> header.append(element("n:" + name, values.getOrDefault(name, ""))));
        StringBuilder parameters = new StringBuilder();
        form.told()
                .forEach(name -> parameters.append(
                        element((form.isQualified() ? "n:" : "") + name, values.getOrDefault(name, ""))));
        return sent(
                url,
                envelope(
                        header.isEmpty()
                                ? ""
                                : "<s:Header><n:AccountHeader xmlns:n=\"%s\">%s</n:AccountHeader></s:Header>"
                                        .formatted(form.namespace(), header),
                        "<n:%s xmlns:n=\"%s\">%s</n:%s>"
                                .formatted(form.tell(), form.namespace(), parameters, form.tell())));
    }

    /** What another platform answers to these octets. */
    public Answer sent(String url, String envelope) {
        Door.Said answer = door.post(
                url + form.path(),
                Map.of("Content-Type", "text/xml; charset=utf-8", "SOAPAction", "\"\""),
                envelope,
                StandardCharsets.UTF_8);
        Document document = parse(answer.text());
        String fault = text(document, "faultcode");
        if (!fault.isEmpty()) {
            return new Answer(answer.status(), fault, text(document, "faultstring"));
        }
        Map<String, String> result = XmlWords.of(text(document, form.answered()));
        return new Answer(answer.status(), result.getOrDefault("STATUS", ""), result.getOrDefault("DESC", ""));
    }

    private Door.Said take(Door.Came came) {
        if (!came.path().equals(form.path())) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        Document envelope = parse(came.text());
        Called called = called(envelope);
        boolean isAsked = called.operation().equals(form.ask());
        if (!called.namespace().equals(form.namespace())
                || !called.names().equals(isAsked ? form.asked() : form.told())
                || !(isAsked || called.operation().equals(form.tell()))) {
            return said(called, "0", "参数不正确");
        }
        Map<String, String> shown = new LinkedHashMap<>(called.values());
        form.inHeader().forEach(name -> shown.put(name, text(envelope, name)));
        for (var one : account.entrySet()) {
            boolean isExpected =
                    form.inHeader().contains(one.getKey()) || called.names().contains(one.getKey());
            if (isExpected && !one.getValue().equals(shown.get(one.getKey()))) {
                return said(called, "0", "身份验证失败");
            }
        }
        String document = called.values().getOrDefault(form.document(), "");
        return isAsked ? found(called, XmlWords.of(document).getOrDefault("SBLSH", "")) : taken(called, document);
    }

    private Door.Said found(Called called, String number) {
        String application = applications.get(number);
        said.add("1");
        return new Door.Said(
                200,
                "text/xml; charset=utf-8",
                told(
                        called.operation(),
                        "<RESULT><STATUS>1</STATUS><DESC>成功</DESC><DATA>"
                                + (application == null ? "" : "<EX_GDBS_SB>" + application + "</EX_GDBS_SB>")
                                + "</DATA></RESULT>"));
    }

    private Door.Said taken(Called called, String document) {
        Door.Said instead = next.poll();
        if (instead != null) {
            return instead;
        }
        String root = parse(document).getDocumentElement().getTagName();
        if (!root.equals(called.values().getOrDefault("tableName", root))) {
            return said(called, "0", "表名与文档不符");
        }
        boolean isNew = known.add(document);
        if (isNew) {
            taken.add(new Taken(root, XmlWords.of(document)));
        }
        if (losesNextAnswer.getAndSet(false)) {
            return new Door.Said(200, "text/html", "<html>登录</html>");
        }
        return isNew ? said(called, "1", "成功") : said(called, "2", "数据已存在");
    }

    private Door.Said said(Called called, String status, String words) {
        said.add(status);
        return new Door.Said(200, "text/xml; charset=utf-8", told(called.operation(), result(status, words)));
    }

    private static String result(String status, String words) {
        return "<RESULT><STATUS>" + status + "</STATUS><DESC>" + words + "</DESC></RESULT>";
    }

    private String told(String operation, String document) {
        String name = (form.isQualified() ? "n:" : "")
                + (operation.equals(form.ask()) ? form.answeredAsk() : form.answered());
        return envelope(
                "",
                "<n:%sResponse xmlns:n=\"%s\">%s</n:%sResponse>"
                        .formatted(operation, form.namespace(), element(name, document), operation));
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + name + ">";
    }

    private static String envelope(String header, String body) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"" + SOAP + "\">" + header + "<s:Body>"
                + body + "</s:Body></s:Envelope>";
    }

    /** What the first element in the body calls; parameters that are not in the namespace of the form are left out. */
    private Called called(Document envelope) {
        Element body = (Element) envelope.getElementsByTagNameNS(SOAP, "Body").item(0);
        Element operation = elements(body).get(0);
        Map<String, String> values = new LinkedHashMap<>();
        for (Element parameter : elements(operation)) {
            String namespace = Objects.requireNonNullElse(parameter.getNamespaceURI(), "");
            if (namespace.equals(form.isQualified() ? form.namespace() : "")) {
                values.put(parameter.getLocalName(), parameter.getTextContent());
            }
        }
        return new Called(
                operation.getLocalName(),
                Objects.requireNonNullElse(operation.getNamespaceURI(), ""),
                List.copyOf(values.keySet()),
                Map.copyOf(values));
    }

    private static List<Element> elements(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static String text(Document document, String element) {
        NodeList found = document.getElementsByTagNameNS("*", element);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException noXml) {
            throw new IllegalStateException("no XML", noXml);
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
