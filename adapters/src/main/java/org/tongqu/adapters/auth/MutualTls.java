package org.tongqu.adapters.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.tongqu.record.Sha256;

/**
 * Both sides of the connection show a certificate (双向 TLS, RFC 8446): we that of {@code client-certificate}, a file in PEM with the
 * private key and its certificates; the party one whose SHA-256 stands in {@code caller-certificate}, as OpenSSL's {@code -fingerprint
 * -sha256} prints it, several with blanks between them while one follows another. What else the dialect asks for comes on top.
 *
 * @param within what shows who calls besides; {@link NoAuth} if nothing does
 */
public record MutualTls(AuthScheme within) implements AuthScheme {
    private static final String OURS = "client-certificate";
    private static final String THEIRS = "caller-certificate";
    private static final String FINGERPRINT = "[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}";

    @Override
    public List<Need> needs() {
        return Stream.concat(
                        Stream.of(
                                Need.secret(OURS).when(Need.Side.WE_CALL),
                                Need.plain(THEIRS)
                                        .when(Need.Side.THEY_CALL)
                                        .shaped(FINGERPRINT + "( +" + FINGERPRINT + ")*")),
                        within.needs().stream())
                .toList();
    }

    @Override
    public Set<String> parameters() {
        return within.parameters();
    }

    @Override
    public Optional<String> clientCertificate(Credentials credentials) {
        return Optional.of(credentials.text(OURS));
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        return within.sign(call, credentials, around);
    }

    @Override
    public void forget(Call call, Credentials credentials, ClientSide around) {
        within.forget(call, credentials, around);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        requireCertificate(call, credentials);
        if (within.canVerify()) {
            within.verify(call, credentials, around);
        }
    }

    @Override
    public boolean issuesAt(String path) {
        return within.issuesAt(path);
    }

    @Override
    public Optional<Reply> issue(String path, Call call, Credentials credentials, ServerSide around)
            throws NotAuthentic {
        requireCertificate(call, credentials);
        return within.issue(path, call, credentials, around);
    }

    private static void requireCertificate(Call call, Credentials credentials) throws NotAuthentic {
        X509Certificate shown = call.certificate().orElseThrow(() -> NotAuthentic.incomplete("a client certificate"));
        String expected = credentials.text(THEIRS).replace(":", "").toLowerCase(Locale.ROOT);
        String fingerprint = fingerprint(shown);
        boolean isOne = Stream.of(expected.split(" +"))
                .anyMatch(one -> MessageDigest.isEqual(
                        one.getBytes(StandardCharsets.US_ASCII), fingerprint.getBytes(StandardCharsets.US_ASCII)));
        if (!isOne) {
            throw new NotAuthentic(
                    NotAuthentic.Reason.OTHER_CALLER, "the client certificate is none of those of this party");
        }
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return Sha256.hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was verified has an encoded form", e);
        }
    }
}
