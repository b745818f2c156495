package org.tongqu.adapters.soap;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;

/**
 * The one form of a signed message that is taken: a {@code Security} header with a {@code Timestamp}, an X.509 {@code BinarySecurityToken} and
 * a {@code Signature} by it, whose references name exactly the {@code Timestamp}, the {@code Body}, {@code wsa:To} and {@code wsa:MessageID},
 * and nothing but blocks of the header beside them. Every reference has exclusive canonicalisation as its only transform. Held against the
 * message before any signature is computed.
 *
 * @param timestamp the element
 * @param token the element with the certificate
 * @param to the element
 * @param messageId the element
 */
record SignatureProfile(Element timestamp, Element token, Element to, Element messageId) {
    static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    static final String ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    static final String X509 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
    static final String BASE64 =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
    private static final Set<String> METHODS = Set.of(RSA_SHA256, ECDSA_SHA256);
    private static final Set<String> ID_NAMES = Set.of("id", "assertionid", "requestid", "responseid");
    private static final int MOST_REFERENCES = 16;
    private static final int MOST_HEADER_PARTS = 8;

    /** @throws Rejection {@code SEAL_INVALID} if the message has another form */
    static SignatureProfile of(Parts parts) {
        Element security = parts.security().orElseThrow(() -> invalid("The message has no Security header."));
        requireUltimate(security);
        Element timestamp = only(security, Namespaces.UTILITY, "Timestamp");
        Element token = only(security, Namespaces.SECURITY, "BinarySecurityToken");
        Element signature = only(security, Namespaces.SIGNATURE, "Signature");
        if (Trees.children(security).size() != 3) {
            throw invalid(
                    "The Security header must hold a Timestamp, a BinarySecurityToken, a Signature, and nothing else.");
        }
        SignatureProfile profile =
                new SignatureProfile(timestamp, token, addressing(parts, "To"), addressing(parts, "MessageID"));
        Map<String, Element> ids = ids(parts.envelope());
        requireToken(token, signature, ids);
        requireReferences(signature, parts, profile, ids);
        return profile;
    }

    private static void requireUltimate(Element security) {
        NamedNodeMap attributes = security.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            String name = attributes.item(i).getLocalName();
            if (name.equals("actor") || name.equals("role")) {
                throw invalid("The Security header is addressed to somebody else.");
            }
        }
    }

    private static Element addressing(Parts parts, String name) {
        return parts.block(Namespaces.ADDRESSING, name)
                .orElseThrow(() -> invalid("The header must have wsa:" + name + "."));
    }

    private static Element only(Element parent, String namespace, String name) {
        List<Element> found = Trees.children(parent, namespace, name);
        if (found.size() != 1) {
            throw invalid("There must be exactly one " + name + ".");
        }
        return found.get(0);
    }

    /** Whatever any reader could take for an id is one, and each is one element's. */
    private static Map<String, Element> ids(Element envelope) {
        Map<String, Element> ids = new HashMap<>();
        NodeList all = envelope.getOwnerDocument().getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            NamedNodeMap attributes = element.getAttributes();
            for (int j = 0; j < attributes.getLength(); j++) {
                Attr attribute = (Attr) attributes.item(j);
                boolean isId = attribute.getLocalName() != null
                        && ID_NAMES.contains(attribute.getLocalName().toLowerCase(Locale.ROOT));
                if (isId && ids.putIfAbsent(attribute.getValue(), element) != null) {
                    throw invalid("Two elements have the same Id.");
                }
            }
        }
        return ids;
    }

    private static void requireToken(Element token, Element signature, Map<String, Element> ids) {
        if (!token.getAttribute("ValueType").equals(X509)
                || !token.getAttribute("EncodingType").equals(BASE64)) {
            throw invalid("The BinarySecurityToken must be of type X509v3 in Base64Binary.");
        }
        Element keyInfo = only(signature, Namespaces.SIGNATURE, "KeyInfo");
        Element reference =
                sole(sole(keyInfo, Namespaces.SECURITY, "SecurityTokenReference"), Namespaces.SECURITY, "Reference");
        if (referred(reference.getAttribute("URI"), ids) != token) {
            throw invalid("The KeyInfo must refer to the BinarySecurityToken.");
        }
    }

    private static void requireReferences(
            Element signature, Parts parts, SignatureProfile profile, Map<String, Element> ids) {
        Element info = only(signature, Namespaces.SIGNATURE, "SignedInfo");
        requireAlgorithm(only(info, Namespaces.SIGNATURE, "CanonicalizationMethod"), Set.of(EXCLUSIVE));
        requireAlgorithm(only(info, Namespaces.SIGNATURE, "SignatureMethod"), METHODS);
        List<Element> references = Trees.children(info, Namespaces.SIGNATURE, "Reference");
        if (references.size() > MOST_REFERENCES || Trees.children(info).size() != references.size() + 2) {
            throw invalid("The SignedInfo holds too much.");
        }
        if (Trees.children(signature).size() != 3) {
            throw invalid("The Signature must hold SignedInfo, SignatureValue, KeyInfo, and nothing else.");
        }
        Set<Element> signed = new HashSet<>();
        for (Element reference : references) {
            Element transforms = only(reference, Namespaces.SIGNATURE, "Transforms");
            requireAlgorithm(sole(transforms, Namespaces.SIGNATURE, "Transform"), Set.of(EXCLUSIVE));
            requireAlgorithm(only(reference, Namespaces.SIGNATURE, "DigestMethod"), Set.of(SHA256));
            Element target = referred(reference.getAttribute("URI"), ids);
            if (!mayBeSigned(target, parts) || !signed.add(target)) {
                throw invalid("A reference of the signature names something that cannot be signed here, or twice.");
            }
        }
        for (Element needed : List.of(profile.timestamp, parts.body(), profile.to, profile.messageId)) {
            if (!signed.contains(needed)) {
                throw invalid("The signature must cover Timestamp, Body, wsa:To and wsa:MessageID.");
            }
        }
        if (signed.size() > 4 + MOST_HEADER_PARTS) {
            throw invalid("The signature covers too much.");
        }
    }

    /** The Body, a block of the Header, or what stands in the Security header: nothing deeper. */
    private static boolean mayBeSigned(Element target, Parts parts) {
        return target == parts.body()
                || target.getParentNode() == parts.header().orElse(null)
                        && target != parts.security().orElse(null)
                || target.getParentNode() == parts.security().orElse(null)
                        && !Trees.is(target, Namespaces.SIGNATURE, "Signature");
    }

    private static Element sole(Element parent, String namespace, String name) {
        Element found = only(parent, namespace, name);
        if (Trees.children(parent).size() != 1) {
            throw invalid("There must be exactly one " + name + ", and nothing else.");
        }
        return found;
    }

    private static void requireAlgorithm(Element method, Set<String> allowed) {
        if (!allowed.contains(method.getAttribute("Algorithm"))) {
            throw invalid(
                    "The algorithm of " + method.getLocalName() + " must be one of " + String.join(" ", allowed) + ".");
        }
        boolean holdsMore =
                Trees.children(method).stream().anyMatch(inside -> !Trees.is(inside, EXCLUSIVE, "InclusiveNamespaces"));
        if (holdsMore) {
            throw invalid("The algorithm of " + method.getLocalName() + " must have no parameters.");
        }
    }

    private static Element referred(String uri, Map<String, Element> ids) {
        return Optional.of(uri)
                .filter(one -> one.startsWith("#"))
                .map(one -> ids.get(one.substring(1)))
                .orElseThrow(() -> invalid("A reference must be the Id of an element of the message."));
    }

    private static Rejection invalid(String detail) {
        return new Rejection(ProblemCode.SEAL_INVALID, detail);
    }
}
