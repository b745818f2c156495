package org.tongqu.adapters.soap;

import java.util.List;
import java.util.Optional;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The parts of a SOAP message, each in its one place. What stands twice or elsewhere is refused, whoever sent it: two readers could take
 * different ones for the message.
 *
 * @param envelope the whole
 * @param header empty if there is none
 * @param body where the operation is
 * @param security the only security header; empty if there is none
 * @param operation the only element of the body
 */
record Parts(Element envelope, Optional<Element> header, Element body, Optional<Element> security, Element operation) {
    /** @throws Rejection {@code MALFORMED} if a part is missing, stands twice or at another place */
    static Parts of(Document document, SoapVersion version) {
        Element envelope = document.getDocumentElement();
        String soap = version.namespace();
        List<Element> inside = Trees.children(envelope);
        Optional<Element> header = Trees.child(envelope, soap, "Header");
        Element body = Trees.child(envelope, soap, "Body").orElseThrow(() -> malformed("There is no Body."));
        int known = header.isPresent() ? 2 : 1;
        if (!Trees.is(envelope, soap, "Envelope") || inside.size() != known || inside.get(known - 1) != body) {
            throw malformed("The envelope must have at most one Header, then one Body, and nothing else.");
        }
        requireNowhereElse(envelope, soap, known + 1);
        Optional<Element> security = header.flatMap(head -> Trees.child(head, Namespaces.SECURITY, "Security"));
        requireOne(envelope, Namespaces.SECURITY, "Security", security.isPresent() ? 1 : 0);
        requireOne(
                envelope,
                Namespaces.SIGNATURE,
                "Signature",
                security.map(one -> Trees.children(one, Namespaces.SIGNATURE, "Signature")
                                .size())
                        .orElse(0));
        List<Element> operations = Trees.children(body);
        if (operations.size() != 1) {
            throw malformed("The Body must have exactly one element, the operation.");
        }
        return new Parts(envelope, header, body, security, operations.get(0));
    }

    /** The only header block of this name; empty if there is none. */
    Optional<Element> block(String namespace, String name) {
        return header.flatMap(head -> Trees.child(head, namespace, name));
    }

    private static void requireNowhereElse(Element envelope, String soap, int known) {
        NodeList all = envelope.getOwnerDocument().getElementsByTagNameNS(soap, "*");
        if (all.getLength() != known) {
            throw malformed("An element of SOAP stands where it does not belong.");
        }
    }

    private static void requireOne(Element envelope, String namespace, String name, int inPlace) {
        int all = envelope.getOwnerDocument()
                .getElementsByTagNameNS(namespace, name)
                .getLength();
        if (all != inPlace || all > 1) {
            throw malformed("The element " + name + " stands more than once, or where it does not belong.");
        }
    }

    private static Rejection malformed(String detail) {
        return new Rejection(ProblemCode.MALFORMED, detail);
    }
}
