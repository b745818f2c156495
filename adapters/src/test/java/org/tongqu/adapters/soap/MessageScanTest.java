package org.tongqu.adapters.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

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
        documents.add(body.replace("</s:Envelope>", ""));
        documents.add(body + "<s:Envelope/>");
        documents.add(body + "more");
        documents.add("");
        documents.add("{\"not\":\"xml\"}");
        documents.add("<Envelope/>");
        documents.add("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + body);
        documents.add("<?xml version=\"1.1\" encoding=\"UTF-7\"?>" + body);
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

    @Test
    void moreElementsThanAreTakenAreTooMany() {
        String many = PLAIN.replace("<s:Body>", "<s:Body>" + "<x/>".repeat(MessageScan.MOST_ELEMENTS));

        assertThat(catchThrowableOfType(Rejection.class, () -> MessageScan.scan(many.getBytes(StandardCharsets.UTF_8)))
                        .code())
                .isEqualTo(ProblemCode.TOO_LARGE);
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
    }
}
