package org.tongqu.adapters.soap;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.adapters.rest.ClearPasswords;
import org.tongqu.adapters.rest.FailedCalls;
import org.tongqu.record.PartyId;
import org.tongqu.record.Sha256;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;
import org.tongqu.record.site.SoapAccess;
import org.w3c.dom.Element;

/**
 * Finds out who calls: by the signature of the message, by user name and password (in the message or by HTTP Basic), or by the certificate of
 * the connection, as the party's file has it. Neither {@code SOAPAction} nor the path says anything. Thread-safe.
 */
final class Callers {
    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
    private static final String PASSWORD_TEXT =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
    private static final String BASIC = "Basic ";

    private final Sites sites;
    private final SignedMessages signed;
    private final ClearPasswords passwords;
    private final FailedCalls guesses = new FailedCalls();
    private final FailedCalls strangers = new FailedCalls();
    private final Clock clock;

    Callers(Sites sites, SignedMessages signed, ClearPasswords passwords, Clock clock) {
        this.sites = sites;
        this.signed = signed;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * The party that calls.
     *
     * @throws Rejection {@code CHANNEL_NOT_AUTHENTIC}, or, of a signed message, what is wrong with its signature; {@code TOO_FAST} after too
     *     many failures
     */
    Party caller(Parts parts, HttpServletRequest request) {
        Shown shown = shown(parts, request);
        Site site = sites.current();
        PartyId named =
                shown.user().filter(user -> site.party(user).isPresent()).orElse(site.gateway());
        FailedCalls.Caller address = new FailedCalls.Caller(named, request.getRemoteAddr());
        boolean isGuess = !shown.isSigned() && shown.password() != null;
        try {
            if (isGuess) {
                requireMayTry(request, address);
            }
            return shown.isSigned() ? signer(parts) : byChannel(shown);
        } catch (Rejection stranger) {
            FailedCalls failures = isGuess ? guesses : strangers;
            if (stranger.code().status() == ProblemCode.CHANNEL_NOT_AUTHENTIC.status()
                    && failures.count(address, clock.instant())) {
                LOG.warn("soap {}: {}, {}", address.party(), stranger.code(), stranger.detail());
            }
            throw stranger;
        }
    }

    private Party signer(Parts parts) {
        PartyId signer = signed.signer(parts);
        return sites.current()
                .party(signer)
                .filter(party -> party.soap() != null && party.soap().signs())
                .orElseThrow(() -> new Rejection(
                        ProblemCode.KEY_NOT_ACCEPTED,
                        "The party's file does not say that its system signs SOAP calls."));
    }

    /** A password can be guessed, so whoever fails too often rests; and one that others could read shows nothing. */
    private void requireMayTry(HttpServletRequest request, FailedCalls.Caller address) {
        guesses.requireFew(address, clock.instant());
        if (passwords.wouldBeRead(request)) {
            throw new Rejection(
                    ProblemCode.CHANNEL_NOT_AUTHENTIC,
                    "口令只经 TLS 接收：改用 https://，并更换口令。A password is taken over TLS only: use https://, and change the password.");
        }
    }

    /** All that does not hold sounds the same outside. */
    private Party byChannel(Shown shown) {
        return shown.user()
                .or(() -> shown.certificate().flatMap(this::holder))
                .flatMap(sites.current()::party)
                .filter(party -> party.soap() != null && holds(party.soap(), shown))
                .orElseThrow(
                        () -> new Rejection(
                                ProblemCode.CHANNEL_NOT_AUTHENTIC,
                                "User name (the party's id), password or client certificate do not hold, or the party must sign."));
    }

    private static boolean holds(SoapAccess access, Shown shown) {
        Secret password = access.password();
        boolean passwordHolds = password == null || isSame(password.reveal(), shown.password());
        boolean certificateHolds = access.certificates().isEmpty()
                || shown.certificate().filter(access.certificates()::contains).isPresent();
        return !access.signs() && passwordHolds && certificateHolds;
    }

    private Optional<PartyId> holder(String certificate) {
        return sites.current().parties().values().stream()
                .filter(party ->
                        party.soap() != null && party.soap().certificates().contains(certificate))
                .map(Party::id)
                .findFirst();
    }

    private static boolean isSame(String expected, @Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a call shows.
     *
     * @param isSigned whether the message carries a signature; then nothing else counts
     * @param user the party that the user name names; empty if none is shown
     * @param password null if none is shown
     * @param certificate SHA-256 of the connection's; empty if none is shown
     */
    private record Shown(
            boolean isSigned, Optional<PartyId> user, @Nullable String password, Optional<String> certificate) {
        @Override
        public String toString() {
            return "Shown";
        }
    }

    private static Shown shown(Parts parts, HttpServletRequest request) {
        Optional<Element> security = parts.security();
        boolean isSigned = security.filter(head -> Trees.children(head).stream()
                        .anyMatch(one -> Namespaces.SIGNATURE.equals(one.getNamespaceURI())
                                || one.getLocalName().equals("BinarySecurityToken")))
                .isPresent();
        Optional<Element> token = security.flatMap(head -> Trees.child(head, Namespaces.SECURITY, "UsernameToken"));
        String[] pair = token.map(Callers::ofToken).orElseGet(() -> ofHeader(request));
        return new Shown(
                isSigned,
                Optional.ofNullable(pair)
                        .map(shown -> shown[0].strip())
                        .filter(PartyId::isShaped)
                        .map(PartyId::new),
                pair == null ? null : pair[1],
                certificate(request));
    }

    private static String[] ofToken(Element token) {
        Element user = Trees.child(token, Namespaces.SECURITY, "Username").orElseThrow(Callers::noToken);
        Element password = Trees.child(token, Namespaces.SECURITY, "Password").orElseThrow(Callers::noToken);
        String type = password.getAttribute("Type");
        if (!type.isEmpty() && !type.equals(PASSWORD_TEXT)) {
            throw new Rejection(
                    ProblemCode.CHANNEL_NOT_AUTHENTIC, "The Password must be of type PasswordText; send it over TLS.");
        }
        return new String[] {user.getTextContent(), password.getTextContent()};
    }

    private static Rejection noToken() {
        return new Rejection(
                ProblemCode.CHANNEL_NOT_AUTHENTIC, "The UsernameToken must hold a Username and a Password.");
    }

    private static String @Nullable [] ofHeader(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : new String[] {pair.substring(0, colon), pair.substring(colon + 1)};
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** What the container verified: its chain, its dates, and that the caller has its key. */
    private static Optional<String> certificate(HttpServletRequest request) {
        Object shown = request.getAttribute("jakarta.servlet.request.X509Certificate");
        if (!(shown instanceof X509Certificate[] chain) || chain.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Sha256.hex(List.of(chain).get(0).getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was verified has an encoded form", e);
        }
    }
}
