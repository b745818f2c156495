package org.tongqu.adapters.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class MessageScanTest {
    private static final String PLAIN = Messages.known(Messages.submit(Messages.json(SoapWorld.WINDOW, "r-1")));

    static Stream<String> hostile() {
        List<String> documents = new ArrayList<>();
        String body = PLAIN.substring(PLAIN.indexOf("?>") + 2);
        for (String type : List.of(
                "<!DOCTYPE s:Envelope>",
                "<!DOCTYPE s:Envelope SYSTEM \"http://127.0.0.1:PORT/evil.dtd\">",
                "<!DOCTYPE s:Envelope PUBLIC \"-//x\" \"http://127.0.0.1:PORT/evil.dtd\">",
                "<!DOCTYPE s:Envelope [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>",
                "<!DOCTYPE s:Envelope [<!ENTITY x SYSTEM \"http://127.0.0.1:PORT/x\">]>",
                "<!DOCTYPE s:Envelope [<!ENTITY % x SYSTEM \"http://127.0.0.1:PORT/x\"> %x;]>",
                "<!DOCTYPE s:Envelope [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
                "<!DOCTYPE s:Envelope [<!NOTATION n SYSTEM \"http://127.0.0.1:PORT/n\">]>",
                "<!DOCTYPE s:Envelope [<!ATTLIST s:Envelope x CDATA \"y\">]>",
                "<?xml-stylesheet href=\"http://127.0.0.1:PORT/x.xsl\"?>",
                "<?php evil?>")) {
            documents.add(type + body);
            documents.add(type + body.replace("r-1", "&x;"));
            documents.add("\n" + type + "\n" + body);
        }
        documents.add(body.replace("r-1", "&x;"));
        documents.add(body.replace("r-1", "&nbsp;"));
        documents.add(body.replace("r-1", "&#0;"));
        documents.add(body.replace("r-1", "\u0000"));
        documents.add(body.replace("r-1", "&#xFFFE;"));
        documents.add(body.replace("<s:Body>", "<s:Body><?evil?>"));
        documents.add(body.replace("<s:Body>", "<s:Body " + "a='1' ".repeat(2) + ">"));
        documents.add(body.replace("<s:Body>", "<s:Body " + attributes(40) + ">"));
        documents.add(body.replace("<s:Body>", "<s:Body x='" + "y".repeat(70_000) + "'>"));
        documents.add(body.replace("r-1", "<x>".repeat(200) + "</x>".repeat(200)));
        documents.add(body.replace("r-1", "<" + "x".repeat(300) + "/>"));
        documents.add(body.replace("r-1", "<x " + attributes(40).replace("a", "xmlns:a") + "/>"));
        documents.add(body.replace("r-1", nested(5)));
        documents.add(body.replace("</s:Envelope>", ""));
        documents.add(body + "<s:Envelope/>");
        documents.add(body + "more");
        documents.add("");
        documents.add("{\"not\":\"xml\"}");
        documents.add("<Envelope/>");
        documents.add("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + body);
        documents.add("<?xml version=\"1.1\" encoding=\"UTF-7\"?>" + body);
        documents.add("<?xml version=\"1.1\"?>" + body);
        documents.add(body.replace("o:Security", "nowhere:Security"));
        return documents.stream();
    }

    private static String attributes(int count) {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < count; i++) {
            attributes.append("a").append(i).append("='1' ");
        }
        return attributes.toString();
    }

    /** Elements in each other, each with as many namespaces as an element may have. */
    private static String nested(int levels) {
        return ("<x " + attributes(30).replace("a", "xmlns:a") + ">").repeat(levels) + "</x>".repeat(levels);
    }

    @Test
    void namespacesCountOnlyWhileTheirElementIsOpen() {
        String message = PLAIN.replace("<s:Body>", "<s:Body>" + nested(1).repeat(50));

        assertThat(MessageScan.scan(message.getBytes(StandardCharsets.UTF_8)).text())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aHostileDocumentIsRefusedAndNothingIsFetched(String document) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String aimed = document.replace("PORT", Integer.toString(listener.getLocalPort()));
            listener.setSoTimeout(1);

            Rejection refused = catchThrowableOfType(
                    Rejection.class, () -> MessageScan.scan(aimed.getBytes(StandardCharsets.UTF_8)));

            assertThat(refused.code()).isEqualTo(ProblemCode.MALFORMED);
            assertThat(refused.detail()).doesNotContain("evil", "hostname", "127.0.0.1");
            assertThat(catchThrowableOfType(SocketTimeoutException.class, listener::accept))
                    .as("nobody knocked")
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"<x/>, 1", "<x a='1' b='2' c='3'/>, 4"})
    void moreElementsAndAttributesThanAreTakenAreTooMany(String element, int worth) {
        String most = PLAIN.replace("<s:Body>", "<s:Body>" + element.repeat(MessageScan.MOST_ELEMENTS / worth - 100));
        String many = PLAIN.replace("<s:Body>", "<s:Body>" + element.repeat(MessageScan.MOST_ELEMENTS / worth));

        assertThat(MessageScan.scan(most.getBytes(StandardCharsets.UTF_8)).text())
                .isEqualTo(most);
        assertThat(catchThrowableOfType(Rejection.class, () -> MessageScan.scan(many.getBytes(StandardCharsets.UTF_8)))
                        .code())
                .isEqualTo(ProblemCode.TOO_LARGE);
    }

    /** The JDK's reader and ours must not see two messages in one. */
    @ParameterizedTest
    @MethodSource("unusual")
    void theTreeIsWhatAnotherReaderMakesOfIt(String body) throws Exception {
        String message = Messages.envelope("<h:a xmlns:h='urn:h' h:x='1' y='2'/>", body);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setCoalescing(true);
        factory.setIgnoringComments(true);
        Document other = factory.newDocumentBuilder().parse(new InputSource(new StringReader(message)));
        other.normalize();

        Document tree =
                MessageScan.scan(message.getBytes(StandardCharsets.UTF_8)).document();

        assertThat(tree.getDocumentElement().isEqualNode(other.getDocumentElement()))
                .as(message)
                .isTrue();
    }

    static Stream<String> unusual() {
        return Stream.of(
                "<a/>",
                "<a></a>",
                "<a xmlns='urn:a'><b xmlns=''/><c xmlns:p='urn:p' p:d='1' d='2'/></a>",
                "<p:a xmlns:p='urn:a'><p:b xmlns:p='urn:b'/></p:a>",
                "<a>one<![CDATA[ <two> ]]>three &amp; &lt;four&gt; &#13;&#10;&#x1F600;</a>",
                "<a>one<!-- a comment -->two</a>",
                "<a>\r\n  <b/>\r  text\n</a>",
                "<a b='one\ttwo\nthree&#10;&quot;four&apos; &lt;'/>",
                "<a xml:lang='zh' xml:space='preserve'> 示范 \uD842\uDFB7 </a>",
                "<a>" + "长".repeat(70_000) + "</a>");
    }

    @Test
    void whoMindsTheProtocolSeesNothingOfTheBody() {
        String message = Messages.envelope("<h:a xmlns:h='urn:h'/>", "<a>示范</a>");

        assertThat(new String(
                        MessageScan.scan(message.getBytes(StandardCharsets.UTF_8))
                                .frame(),
                        StandardCharsets.UTF_8))
                .isEqualTo(Messages.envelope("<h:a xmlns:h='urn:h'/>", ""));
        String empty = message.replace("<s:Body><a>示范</a></s:Body>", "<s:Body/>");
        assertThat(MessageScan.scan(empty.getBytes(StandardCharsets.UTF_8)).frame())
                .isEqualTo(empty.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void octetsThatAreNotUtf8AreRefused() {
        byte[] octets = PLAIN.getBytes(StandardCharsets.UTF_8);
        octets[octets.length / 2] = (byte) 0xC0;

        assertThat(catchThrowableOfType(Rejection.class, () -> MessageScan.scan(octets))
                        .code())
                .isEqualTo(ProblemCode.MALFORMED);
    }

    @Test
    void whatIsKeptIsWhatCameWithoutThePassword() {
        SoapMessage message = MessageScan.scan(PLAIN.getBytes(StandardCharsets.UTF_8));

        String kept = new String(message.kept(), StandardCharsets.UTF_8);
        assertThat(kept)
                .isEqualTo(PLAIN.replace(Envelopes.escaped(SoapWorld.PASSWORD), ""))
                .doesNotContain("a password");
        assertThat(message.version()).isEqualTo(SoapVersion.V11);
        assertThat(message.toString()).doesNotContain("window");
    }

    @Test
    void withoutAPasswordEveryOctetIsKept() {
        String message =
                Messages.envelope(SoapVersion.V12, "", Messages.submit(Messages.json(SoapWorld.WINDOW, "r-1")));

        SoapMessage scanned = MessageScan.scan(message.getBytes(StandardCharsets.UTF_8));
        assertThat(scanned.kept()).isEqualTo(message.getBytes(StandardCharsets.UTF_8));
        assertThat(scanned.version()).isEqualTo(SoapVersion.V12);
        byte[] marked = ("\uFEFF" + message).getBytes(StandardCharsets.UTF_8);
        assertThat(MessageScan.scan(marked).kept()).isEqualTo(marked);
        assertThat(MessageScan.scan(marked).text()).isEqualTo(message);
    }
}
