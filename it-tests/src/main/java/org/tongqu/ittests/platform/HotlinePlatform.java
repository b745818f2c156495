package org.tongqu.ittests.platform;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The hotline centre of a city, which exchanges ATAF messages by {@code send(dataXml)} over SOAP 1.1 with HTTP Basic: whole documents that
 * say that they are in gb2312, in a CDATA section. It answers {@code <RESULT><STATUS>}: 1 taken, 2 had before, 0 refused. Thread-safe.
 */
public final class HotlinePlatform implements AutoCloseable {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

    private final String account;
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<Document> taken = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isAnswerLost = new AtomicBoolean();
    private final AtomicInteger unheard = new AtomicInteger();
    private volatile boolean isAway;
    private final Queue<Door.Said> next = new ConcurrentLinkedQueue<>();

    /** A centre that knows one district by its user name and password, on this port. */
    public HotlinePlatform(int port, String user, String password) {
        this.account = basic(user, password);
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The documents it took, in order, without those that it had. */
    public List<Document> taken() {
        return List.copyOf(taken);
    }

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        next.add(result("0", words));
    }

    /** It takes the next message, and its answer does not arrive. */
    public void loseNextAnswer() {
        isAnswerLost.set(true);
    }

    /** From now on it is not there, or is there again; in between it takes nothing and says so. */
    public void beAway(boolean away) {
        isAway = away;
    }

    /** How often somebody called while it was away, or its answer was lost. */
    public int unheard() {
        return unheard.get();
    }

    /** The next message is answered by a fault of the server, with status 200. */
    public void failNext() {
        next.add(new Door.Said(
                200,
                "text/xml; charset=utf-8",
                envelope("<s:Fault><faultcode>s:Server</faultcode><faultstring>接收成功</faultstring></s:Fault>")));
    }

    /** What another platform answers to a document of ours: the {@code STATUS} and {@code DESC} in its result, or its fault. */
    public Answer send(String url, String document, String user, String password) {
        return answer(post(url, sending(document), user, password));
    }

    private static String sending(String document) {
        return envelope(
                "<n:send xmlns:n=\"http://exchange.ataf/\"><dataXml><![CDATA[" + document + "]]></dataXml></n:send>");
    }

    /**
     * Tells another platform a document of ours, and hears nothing of what came of it.
     *
     * @throws IllegalStateException if an answer came within this time
     */
    public void sendUnheard(String url, String document, String user, String password, Duration patience) {
        door.postUnheard(url, headers(user, password), sending(document), StandardCharsets.UTF_8, patience);
    }

    /** What another platform answers to this body, whatever it is. */
    public Answer sendBody(String url, String body, String user, String password) {
        return answer(post(url, body, user, password));
    }

    /** The description that lies at another platform. */
    public Document description(String url) {
        return parse(door.get(url, Map.of("wsdl", "")).text());
    }

    private Door.Said post(String url, String body, String user, String password) {
        return door.post(url, headers(user, password), body, StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(String user, String password) {
        return Map.of(
                "Content-Type",
                "text/xml; charset=utf-8",
                "SOAPAction",
                "\"\"",
                "Authorization",
                basic(user, password));
    }

    private static Answer answer(Door.Said said) {
        Document envelope = parse(said.text());
        String fault = text(envelope, "faultcode");
        if (!fault.isEmpty()) {
            return new Answer(said.status(), fault, text(envelope, "faultstring"));
        }
        Document result = parse(text(envelope, "return"));
        return new Answer(said.status(), text(result, "STATUS"), text(result, "DESC"));
    }

    /** What another platform said: the status of HTTP, {@code STATUS} or the code of the fault, and its words. */
    public record Answer(int http, String status, String words) {}

    private Door.Said take(Door.Came came) {
        if (!came.path().equals("/services/exchange")) {
            return new Door.Said(404, "text/html", "<html>404</html>");
        }
        if (!account.equals(came.headers().get("authorization"))) {
            return new Door.Said(401, "text/html", "<html>401</html>");
        }
        if (isAway) {
            unheard.incrementAndGet();
            return new Door.Said(503, "text/html", "<html>503</html>");
        }
        Door.Said told = next.poll();
        if (told != null) {
            return told;
        }
        Door.Said answer = taken(came);
        if (isAnswerLost.getAndSet(false)) {
            unheard.incrementAndGet();
            return Door.UNHEARD;
        }
        return answer;
    }

    private Door.Said taken(Door.Came came) {
        Document envelope = parse(came.text());
        String text = text(envelope, "dataXml");
        if (!text.startsWith("<?xml version=\"1.0\" encoding=\"gb2312\"?>")) {
            return result("0", "缺少编码声明");
        }
        Document document = parse(text);
        if (!known.add(text)) {
            return result("2", "工单已接收");
        }
        taken.add(document);
        return result("1", "接收成功");
    }

    private static Door.Said result(String status, String words) {
        String result = "<RESULT><STATUS>" + status + "</STATUS><DESC>" + words + "</DESC></RESULT>";
        return new Door.Said(
                200,
                "text/xml; charset=utf-8",
                envelope("<n:sendResponse xmlns:n=\"http://exchange.ataf/\"><return>" + result.replace("<", "&lt;")
                        + "</return></n:sendResponse>"));
    }

    private static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"" + SOAP + "\"><s:Body>" + body
                + "</s:Body></s:Envelope>";
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What stands in the first element of this name; empty if there is none. */
    public static String text(Document document, String element) {
        NodeList found = document.getElementsByTagName(element);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Document parse(String xml) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("no XML", e);
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
