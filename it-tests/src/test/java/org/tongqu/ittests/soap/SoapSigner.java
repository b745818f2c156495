package org.tongqu.ittests.soap;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.security.key.PemFiles;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A system that signs its calls of the SOAP service with the JDK's own XML signatures, which are not the gateway's. Thread-safe. */
public final class SoapSigner {
    private static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String X509 =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
    private static final String BASE64 =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final List<String> SIGNED = List.of("TS", "Body", "To", "ID");
    private static final Duration HOLDS = Duration.ofMinutes(5);
    private static final XMLSignatureFactory SIGNATURES = XMLSignatureFactory.getInstance("DOM");

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Clock clock;

    /**
     * @param key RSA or on P-256
     * @param certificate that is shown with it
     * @param clock tells when a message is made
     */
    public SoapSigner(PrivateKey key, X509Certificate certificate, Clock clock) {
        this.key = ofTheJdk(key);
        this.certificate = certificate;
        this.clock = clock;
    }

    /** A party of a site, with the key that was made for it. */
    public static SoapSigner of(GeneratedSite site, PartyId party, Clock clock) {
        PemFiles pem = new PemFiles(new BouncyCastleProvider());
        return new SoapSigner(
                pem.readPrivateKey(site.channelKey(party)),
                pem.readCertificates(site.channelCertificate(party)).get(0),
                clock);
    }

    /** What it shows with its signatures. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** A signed message of SOAP 1.1 to the site of the tests, with a {@code wsa:MessageID} of its own. */
    public String sign(String operation) {
        try {
            Document document = read(unsigned(operation));
            markIds(document);
            List<Reference> references = new ArrayList<>();
            for (String id : SIGNED) {
                Transform exclusive = SIGNATURES.newTransform(EXCLUSIVE, (TransformParameterSpec) null);
                references.add(SIGNATURES.newReference(
                        "#" + id, SIGNATURES.newDigestMethod(SHA256, null), List.of(exclusive), null, null));
            }
            SignedInfo info = SIGNATURES.newSignedInfo(
                    SIGNATURES.newCanonicalizationMethod(EXCLUSIVE, (C14NMethodParameterSpec) null),
                    SIGNATURES.newSignatureMethod(
                            MORE + (key instanceof RSAPrivateKey ? "rsa-sha256" : "ecdsa-sha256"), null),
                    references);
            DOMSignContext context = new DOMSignContext(key, only(document, SECURITY, "Security"));
            context.setDefaultNamespacePrefix("ds");
            context.setProperty("org.jcp.xml.dsig.secureValidation", false);
            SIGNATURES
                    .newXMLSignature(
                            info, SIGNATURES.getKeyInfoFactory().newKeyInfo(List.of(new DOMStructure(token(document)))))
                    .sign(context);
            return text(document);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String unsigned(String operation) throws GeneralSecurityException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return """
                <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsu="%s" \
                xmlns:wsa="http://www.w3.org/2005/08/addressing"><soap:Header>\
                <wsa:To wsu:Id="To">urn:tongqu:site:%s</wsa:To><wsa:MessageID wsu:Id="ID">urn:uuid:%s</wsa:MessageID>\
                <wsse:Security xmlns:wsse="%s" soap:mustUnderstand="1">\
                <wsse:BinarySecurityToken wsu:Id="X509" EncodingType="%s" ValueType="%s">%s</wsse:BinarySecurityToken>\
                <wsu:Timestamp wsu:Id="TS"><wsu:Created>%s</wsu:Created><wsu:Expires>%s</wsu:Expires></wsu:Timestamp>\
                </wsse:Security></soap:Header><soap:Body wsu:Id="Body">%s</soap:Body></soap:Envelope>"""
                .formatted(
                        UTILITY,
                        GeneratedSite.ID,
                        UUID.randomUUID(),
                        SECURITY,
                        BASE64,
                        X509,
                        Base64.getEncoder().encodeToString(certificate.getEncoded()),
                        now,
                        now.plus(HOLDS),
                        operation);
    }

    private static Element token(Document document) {
        Element reference = document.createElementNS(SECURITY, "wsse:Reference");
        reference.setAttribute("URI", "#X509");
        reference.setAttribute("ValueType", X509);
        Element token = document.createElementNS(SECURITY, "wsse:SecurityTokenReference");
        token.appendChild(reference);
        return token;
    }

    /**
     * The names of the elements that the signature of an answer covers.
     *
     * @param signer whose certificate it must show
     * @throws AssertionError if it is another's, or does not hold
     */
    public static Set<String> verified(String answer, X509Certificate signer) {
        try {
            Document document = read(answer);
            markIds(document);
            byte[] shown = Base64.getMimeDecoder()
                    .decode(only(document, SECURITY, "BinarySecurityToken").getTextContent());
            if (!signer.equals(
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(shown)))) {
                throw new AssertionError("another certificate: " + answer);
            }
            DOMValidateContext context =
                    new DOMValidateContext(signer.getPublicKey(), only(document, XMLSignature.XMLNS, "Signature"));
            context.setProperty("org.jcp.xml.dsig.secureValidation", false);
            XMLSignature signature = SIGNATURES.unmarshalXMLSignature(context);
            if (!signature.validate(context)) {
                throw new AssertionError("the signature does not hold: " + answer);
            }
            Set<String> covered = new TreeSet<>();
            signature
                    .getSignedInfo()
                    .getReferences()
                    .forEach(one -> covered.add(
                            document.getElementById(one.getURI().substring(1)).getLocalName()));
            return covered;
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new AssertionError(answer, e);
        }
    }

    /** The JDK's own form of a key that another provider read. */
    private static PrivateKey ofTheJdk(PrivateKey key) {
        try {
            return KeyFactory.getInstance(key instanceof RSAPrivateKey ? "RSA" : "EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void markIds(Document document) {
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.hasAttributeNS(UTILITY, "Id")) {
                element.setIdAttributeNS(UTILITY, "Id", true);
            }
        }
    }

    private static Element only(Document document, String namespace, String name) {
        NodeList found = document.getElementsByTagNameNS(namespace, name);
        if (found.getLength() != 1) {
            throw new AssertionError("not one " + name + ": " + text(document));
        }
        return (Element) found.item(0);
    }

    private static Document read(String text) {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Document document) {
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
