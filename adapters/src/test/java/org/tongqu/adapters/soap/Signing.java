package org.tongqu.adapters.soap;

import java.io.StringReader;
import java.io.StringWriter;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** A caller that signs with the JDK's own XML signatures, so that another implementation than the gateway's makes what it verifies. */
final class Signing {
    static final String SITE = "urn:tongqu:site:990101";
    private static final XMLSignatureFactory SIGNATURES = XMLSignatureFactory.getInstance("DOM");

    /** What may differ from a message as it should be. */
    static final class Form {
        String to = SITE;
        String messageId = "urn:uuid:1";
        Instant created;
        Instant expires;
        String signatureMethod;
        String digestMethod = SignatureProfile.SHA256;
        List<String> transforms = List.of(SignatureProfile.EXCLUSIVE);
        List<String> signed = List.of("TS", "Body", "To", "ID");
        String soap = SoapVersion.V11.namespace();
        String moreHeaders = "";

        Form(Instant now) {
            created = now;
            expires = now.plusSeconds(300);
        }
    }

    private Signing() {}

    static String sign(String operation, TestKeys keys, Form form) {
        try {
            String unsigned = unsigned(operation, keys, form);
            Document document = parse(unsigned);
            for (String name : List.of("TS", "Body", "To", "ID", "X509")) {
                Element element = byId(document, name);
                if (element != null) {
                    element.setIdAttributeNS(Namespaces.UTILITY, "Id", true);
                }
            }
            List<Reference> references = new ArrayList<>();
            for (String id : form.signed) {
                List<javax.xml.crypto.dsig.Transform> transforms = new ArrayList<>();
                for (String transform : form.transforms) {
                    transforms.add(SIGNATURES.newTransform(transform, (TransformParameterSpec) null));
                }
                references.add(SIGNATURES.newReference(
                        id.isEmpty() ? "" : "#" + id,
                        SIGNATURES.newDigestMethod(form.digestMethod, null),
                        transforms,
                        null,
                        null));
            }
            String method = form.signatureMethod != null
                    ? form.signatureMethod
                    : keys.key().getAlgorithm().equals("RSA")
                            ? SignatureProfile.RSA_SHA256
                            : SignatureProfile.ECDSA_SHA256;
            Element security = (Element) document.getElementsByTagNameNS(Namespaces.SECURITY, "Security")
                    .item(0);
            KeyInfo info = keyInfo(document);
            DOMSignContext context = new DOMSignContext(keys.key(), security);
            context.setDefaultNamespacePrefix("ds");
            context.setProperty("org.jcp.xml.dsig.secureValidation", false);
            SIGNATURES
                    .newXMLSignature(
                            SIGNATURES.newSignedInfo(
                                    SIGNATURES.newCanonicalizationMethod(
                                            SignatureProfile.EXCLUSIVE, (C14NMethodParameterSpec) null),
                                    SIGNATURES.newSignatureMethod(method, null),
                                    references),
                            info)
                    .sign(context);
            return text(document);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyInfo keyInfo(Document document) {
        Element reference = document.createElementNS(Namespaces.SECURITY, "wsse:Reference");
        reference.setAttribute("URI", "#X509");
        reference.setAttribute("ValueType", SignatureProfile.X509);
        Element token = document.createElementNS(Namespaces.SECURITY, "wsse:SecurityTokenReference");
        token.appendChild(reference);
        return KeyInfoFactory.getInstance("DOM").newKeyInfo(List.of(new DOMStructure(token)));
    }

    private static String unsigned(String operation, TestKeys keys, Form form) throws CertificateEncodingException {
        return """
                <soap:Envelope xmlns:soap="%s" xmlns:wsu="%s" xmlns:wsa="%s"><soap:Header>\
                <wsa:To wsu:Id="To">%s</wsa:To><wsa:MessageID wsu:Id="ID">%s</wsa:MessageID>%s\
                <wsse:Security xmlns:wsse="%s" soap:mustUnderstand="%s">\
                <wsse:BinarySecurityToken wsu:Id="X509" EncodingType="%s" ValueType="%s">%s</wsse:BinarySecurityToken>\
                <wsu:Timestamp wsu:Id="TS"><wsu:Created>%s</wsu:Created><wsu:Expires>%s</wsu:Expires></wsu:Timestamp>\
                </wsse:Security></soap:Header><soap:Body wsu:Id="Body">%s</soap:Body></soap:Envelope>"""
                .formatted(
                        form.soap,
                        Namespaces.UTILITY,
                        Namespaces.ADDRESSING,
                        form.to,
                        form.messageId,
                        form.moreHeaders,
                        Namespaces.SECURITY,
                        form.soap.equals(SoapVersion.V12.namespace()) ? "true" : "1",
                        SignatureProfile.BASE64,
                        SignatureProfile.X509,
                        Base64.getEncoder().encodeToString(keys.certificate().getEncoded()),
                        form.created,
                        form.expires,
                        operation);
    }

    static Element byId(Document document, String id) {
        var all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.getAttributeNS(Namespaces.UTILITY, "Id").equals(id)) {
                return element;
            }
        }
        return null;
    }

    static Document parse(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Document document) {
        try {
            Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            writer.transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
