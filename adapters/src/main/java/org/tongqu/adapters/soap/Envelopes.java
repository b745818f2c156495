package org.tongqu.adapters.soap;

import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.MimeHeaders;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.tongqu.adapters.rest.Problem;

/** Whole messages around what is answered. Stateless. */
final class Envelopes {
    /** To look for one takes longer than to read a message. */
    private static final Map<SoapVersion, MessageFactory> FACTORIES = factories();

    private Envelopes() {}

    /** An answer. */
    static String of(SoapVersion version, String headers, String body) {
        return "<soap:Envelope xmlns:soap=\"" + version.namespace() + "\"><soap:Header>" + headers
                + "</soap:Header><soap:Body>" + body + "</soap:Body></soap:Envelope>";
    }

    /** What was written by {@link #of}, as CXF takes it. */
    static SOAPMessage read(String envelope, SoapVersion version) {
        MimeHeaders headers = new MimeHeaders();
        headers.setHeader("Content-Type", version.mediaType() + ";charset=UTF-8");
        byte[] octets = envelope.getBytes(StandardCharsets.UTF_8);
        try {
            return Objects.requireNonNull(FACTORIES.get(version))
                    .createMessage(headers, new ByteArrayInputStream(octets));
        } catch (SOAPException | IOException never) {
            throw new IllegalStateException("an answer in memory can be read", never);
        }
    }

    /** A fault: whose it is, its title in both languages, and the problem as REST would tell it. */
    static String fault(SoapVersion version, Problem problem) {
        String detail = XmlAnswer.element("problem", answer -> answer.members(problem.toJson()));
        String reason = escaped(problem.titleZh() + " · " + problem.titleEn() + ": " + problem.detail());
        String code = version.faultCode(problem.status());
        return version == SoapVersion.V11
                ? "<soap:Fault><faultcode>soap:" + code + "</faultcode><faultstring>" + reason
                        + "</faultstring><detail>" + detail + "</detail></soap:Fault>"
                : "<soap:Fault><soap:Code><soap:Value>soap:" + code
                        + "</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang=\"zh\">" + reason
                        + "</soap:Text></soap:Reason><soap:Detail>" + detail + "</soap:Detail></soap:Fault>";
    }

    /** A text as XML has it between tags. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().filter(c -> XmlAnswer.canSay(Character.toString(c))).forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static Map<SoapVersion, MessageFactory> factories() {
        Map<SoapVersion, MessageFactory> factories = new EnumMap<>(SoapVersion.class);
        try {
            for (SoapVersion version : SoapVersion.values()) {
                factories.put(version, MessageFactory.newInstance(version.protocol()));
            }
        } catch (SOAPException missing) {
            throw new IllegalStateException("the library for messages of SOAP is missing", missing);
        }
        return factories;
    }
}
