package org.tongqu.adapters.soap;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.engine.WSSecurityEngine;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.validate.NoOpValidator;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.Sha256;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.ChannelKeys;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.SoapAccess;
import org.w3c.dom.Element;

/**
 * Makes sure who signed a message (WS-Security 1.1 with X.509 tokens). In this order, cheapest first: the form, the certificate, the time, the
 * addressee, the signature, and last that the message did not come before. What is verified are the very elements that are processed.
 * Thread-safe.
 */
final class SignedMessages {
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final int MARK_DIGITS = 48;
    private static final int LONGEST_ID = 512;

    private final ChannelKeys keys;
    private final Sites sites;
    private final ProofLedger uses;
    private final Clock clock;

    SignedMessages(ChannelKeys keys, Sites sites, ProofLedger uses, Clock clock) {
        this.keys = keys;
        this.sites = sites;
        this.uses = uses;
        this.clock = clock;
    }

    /** What bounds a signature's time and form, by name. */
    static SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("signature-oldest-seconds", Long.toString(OLDEST.toSeconds()));
        settings.put("signature-ahead-seconds", Long.toString(AHEAD.toSeconds()));
        settings.put("basic-security-profile", Boolean.toString(!verification().isDisableBSPEnforcement()));
        return settings;
    }

    /**
     * The party that signed.
     *
     * @throws Rejection {@code SEAL_INVALID}, {@code KEY_NOT_ACCEPTED} or {@code SEAL_TIME}
     */
    PartyId signer(Parts parts) {
        SignatureProfile profile = SignatureProfile.of(parts);
        X509Certificate certificate = certificate(profile.token());
        KeyId key = keys.ownerOf(certificate);
        Instant until = requireNow(profile.timestamp());
        requireForUs(profile.to(), key.party());
        requireSignature(parts, profile, certificate);
        requireFirst(profile.messageId(), key.party(), until);
        return key.party();
    }

    private static X509Certificate certificate(Element token) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(token.getTextContent());
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException | IllegalArgumentException unreadable) {
            throw invalid("The BinarySecurityToken holds no certificate.");
        }
    }

    private Instant requireNow(Element timestamp) {
        Instant created = time(timestamp, "Created");
        Instant expires = time(timestamp, "Expires");
        Instant now = clock.instant();
        if (created.isAfter(now.plus(AHEAD))) {
            throw new Rejection(
                    ProblemCode.SEAL_TIME, "Created is more than " + AHEAD.toSeconds() + " s ahead; check the clock.");
        }
        if (created.isBefore(now.minus(OLDEST)) || !now.isBefore(expires)) {
            throw new Rejection(
                    ProblemCode.SEAL_TIME,
                    "The Timestamp has expired, or is more than " + OLDEST.toSeconds() + " s old; sign it again.");
        }
        return created.plus(OLDEST);
    }

    private static Instant time(Element timestamp, String name) {
        List<Element> found = Trees.children(timestamp, Namespaces.UTILITY, name);
        try {
            if (found.size() == 1) {
                return OffsetDateTime.parse(found.get(0).getTextContent().strip())
                        .toInstant();
            }
        } catch (DateTimeException unreadable) {
            throw invalid("The Timestamp cannot be read.");
        }
        throw invalid("The Timestamp must have one " + name + ".");
    }

    private void requireForUs(Element to, PartyId signer) {
        String address = to.getTextContent().strip();
        boolean isOurs = address.equals("urn:tongqu:site:" + sites.current().id())
                || sites.current()
                        .party(signer)
                        .map(Party::soap)
                        .map(SoapAccess::addresses)
                        .filter(addresses -> addresses.contains(address))
                        .isPresent();
        if (!isOurs) {
            throw invalid("wsa:To must be urn:tongqu:site:" + sites.current().id()
                    + ", or an address that the party's file names.");
        }
    }

    /** What the signature covers are these very elements. */
    static void requireSignature(Parts parts, SignatureProfile profile, X509Certificate certificate) {
        List<WSSecurityEngineResult> results;
        try {
            RequestData data = verification();
            data.setSigVerCrypto(new Merlin());
            WSSecurityEngine engine = new WSSecurityEngine();
            engine.setWssConfig(data.getWssConfig());
            WSHandlerResult result =
                    engine.processSecurityHeader(parts.security().orElseThrow(), data);
            results = result.getActionResults().getOrDefault(WSConstants.SIGN, List.of());
        } catch (WSSecurityException doesNotHold) {
            throw invalid("The signature does not hold.");
        }
        if (results.size() != 1
                || !certificate.equals(results.get(0).get(WSSecurityEngineResult.TAG_X509_CERTIFICATE))
                || !protectedElements(results.get(0))
                        .containsAll(List.of(profile.timestamp(), parts.body(), profile.to(), profile.messageId()))) {
            throw invalid("The signature does not cover what it must.");
        }
    }

    /** How one signature is verified. Whose certificate it is, and its time, is judged by us; here counts the signature alone. */
    private static RequestData verification() {
        RequestData data = new RequestData();
        WSSConfig config = WSSConfig.getNewInstance();
        config.setValidator(WSConstants.SIGNATURE, NoOpValidator.class);
        config.setValidator(WSConstants.TIMESTAMP, NoOpValidator.class);
        data.setWssConfig(config);
        data.setExpandXopInclude(false);
        return data;
    }

    private static Set<Element> protectedElements(WSSecurityEngineResult result) {
        Set<Element> elements = Collections.newSetFromMap(new IdentityHashMap<>());
        List<WSDataRef> covered = new ArrayList<>();
        if (result.get(WSSecurityEngineResult.TAG_DATA_REF_URIS) instanceof List<?> found) {
            found.forEach(one -> covered.add((WSDataRef) one));
        }
        covered.forEach(one -> elements.add(one.getProtectedElement()));
        return elements;
    }

    private void requireFirst(Element messageId, PartyId signer, Instant until) {
        String id = messageId.getTextContent().strip();
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw invalid("wsa:MessageID must have 1 to " + LONGEST_ID + " characters.");
        }
        if (!uses.use(signer, "soap:" + Sha256.mark(id, MARK_DIGITS), until)) {
            throw invalid("This wsa:MessageID came before; a repeat is signed anew, with another one.");
        }
    }

    private static Rejection invalid(String detail) {
        return new Rejection(ProblemCode.SEAL_INVALID, detail);
    }
}
