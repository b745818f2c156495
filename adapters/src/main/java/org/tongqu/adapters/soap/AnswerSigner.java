package org.tongqu.adapters.soap;

import jakarta.xml.soap.SOAPMessage;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.CryptoType;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.util.WSTimeSource;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.tongqu.record.port.ChannelKeys;

/**
 * Signs answers in the form in which signed calls come: Timestamp, Body and all blocks of WS-Addressing, with the gateway's certificate. Thread-safe.
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
    SOAPMessage sign(String envelope, SoapVersion version) {
        ChannelKeys.OwnKey own = keys.own();
        SOAPMessage answer = Envelopes.read(envelope, version);
        try {
            WSSecHeader header = new WSSecHeader(answer.getSOAPPart());
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
            for (String block : List.of("Action", "To", "MessageID", "RelatesTo")) {
                signature.getParts().add(part(block, Namespaces.ADDRESSING));
            }
            signature.build(new InMemory(own));
            return answer;
        } catch (WSSecurityException unusable) {
            throw new IllegalStateException("the gateway's key for SOAP cannot sign", unusable);
        }
    }

    private static WSEncryptionPart part(String name, String namespace) {
        return new WSEncryptionPart(name, namespace, "Element");
    }

    private record Now(Instant now) implements WSTimeSource {}

    /**
     * The key as it was opened at the start. In a key store it would lie under a password, and taking it out for every answer costs several
     * times what the signature does.
     */
    private static final class InMemory extends Merlin {
        private final ChannelKeys.OwnKey own;

        InMemory(ChannelKeys.OwnKey own) {
            this.own = own;
        }

        @Override
        public X509Certificate[] getX509Certificates(CryptoType asked) {
            return own.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias, String password) {
            return own.key();
        }
    }
}
