package org.tongqu.adapters.soap;

import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import javax.xml.XMLConstants;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.util.WSTimeSource;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.tongqu.record.port.ChannelKeys;
import org.w3c.dom.Document;

/**
 * Signs answers in the form in which signed calls come: Timestamp, Body, {@code wsa:To}, {@code wsa:MessageID} and {@code wsa:RelatesTo}, with
 * the gateway's certificate. Thread-safe.
 */
final class AnswerSigner {
    private static final String ALIAS = "gateway";
    private static final Duration HOLDS = Duration.ofMinutes(5);

    private final ChannelKeys keys;
    private final Clock clock;

    AnswerSigner(ChannelKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The same envelope, signed.
     *
     * @throws IllegalStateException if the gateway has no key for it
     */
    String sign(String envelope, SoapVersion version) {
        ChannelKeys.OwnKey own = keys.own();
        Document document = Trees.read(envelope);
        try {
            WSSecHeader header = new WSSecHeader(document);
            header.insertSecurityHeader();
            WSSecTimestamp timestamp = new WSSecTimestamp(header);
            timestamp.setWsTimeSource(new Now(clock.instant()));
            timestamp.setTimeToLive((int) HOLDS.toSeconds());
            timestamp.build();
            WSSecSignature signature = new WSSecSignature(header);
            signature.setUserInfo(ALIAS, "");
            signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
            boolean isRsa = own.chain().get(0).getPublicKey() instanceof RSAPublicKey;
            signature.setSignatureAlgorithm(isRsa ? SignatureProfile.RSA_SHA256 : SignatureProfile.ECDSA_SHA256);
            signature.setDigestAlgo(SignatureProfile.SHA256);
            signature.getParts().add(part("Timestamp", Namespaces.UTILITY));
            signature.getParts().add(part("Body", version.namespace()));
            signature.getParts().add(part("To", Namespaces.ADDRESSING));
            signature.getParts().add(part("MessageID", Namespaces.ADDRESSING));
            signature.getParts().add(part("RelatesTo", Namespaces.ADDRESSING));
            return text(signature.build(crypto(own)));
        } catch (WSSecurityException unusable) {
            throw new IllegalStateException("the gateway's key for SOAP cannot sign", unusable);
        }
    }

    private static WSEncryptionPart part(String name, String namespace) {
        return new WSEncryptionPart(name, namespace, "Element");
    }

    private static Merlin crypto(ChannelKeys.OwnKey own) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, own.key(), new char[0], own.chain().toArray(Certificate[]::new));
            Merlin crypto = new Merlin(new Properties(), AnswerSigner.class.getClassLoader(), null);
            crypto.setKeyStore(store);
            return crypto;
        } catch (GeneralSecurityException | WSSecurityException | IOException never) {
            throw new IllegalStateException("a key store in memory", never);
        }
    }

    private static String text(Document document) {
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer writer = factory.newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            writer.transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (TransformerException never) {
            throw new IllegalStateException("a tree in memory can be written", never);
        }
    }

    private record Now(Instant now) implements WSTimeSource {}
}
