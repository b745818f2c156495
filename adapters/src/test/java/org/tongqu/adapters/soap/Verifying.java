package org.tongqu.adapters.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Verifies signed answers with the JDK's own XML signatures. */
final class Verifying {
    private Verifying() {}

    static X509Certificate signer(String answer) {
        Document document = Signing.parse(answer);
        NodeList all = document.getElementsByTagName("*");
        List<String> covered = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.hasAttributeNS(Namespaces.UTILITY, "Id")) {
                element.setIdAttributeNS(Namespaces.UTILITY, "Id", true);
            }
        }
        try {
            String token = document.getElementsByTagNameNS(Namespaces.SECURITY, "BinarySecurityToken")
                    .item(0)
                    .getTextContent();
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getMimeDecoder().decode(token)));
            Element signature = (Element) document.getElementsByTagNameNS(Namespaces.SIGNATURE, "Signature")
                    .item(0);
            DOMValidateContext context = new DOMValidateContext(certificate.getPublicKey(), signature);
            context.setProperty("org.jcp.xml.dsig.secureValidation", false);
            XMLSignature read = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            boolean holds = read.validate(context);
            assertThat(holds).as("the signature of %s", answer).isTrue();
            for (Reference reference : read.getSignedInfo().getReferences()) {
                covered.add(
                        document.getElementById(reference.getURI().substring(1)).getLocalName());
            }
            assertThat(covered).contains("Timestamp", "Body", "Action", "To", "MessageID", "RelatesTo");
            return certificate;
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new AssertionError(e);
        }
    }
}
