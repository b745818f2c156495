package org.tongqu.adapters.auth;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.tongqu.adapters.auth.BodyProtection.Encoding;
import org.tongqu.record.port.PartnerCipher;

/**
 * The message, as it travels, is signed by SM2 with SM3 (GB/T 32918.2) under the sender's key; the signature r ‖ s stands in a parameter
 * beside it, such as {@code signData}. What else the dialect asks for comes on top, and is what tells one call from the same again.
 *
 * @param within what shows who calls besides; {@link NoAuth} if nothing does
 * @param cipher signs and verifies
 * @param parameter that holds the signature
 * @param encoding of the signature
 */
public record SignedMessage(AuthScheme within, PartnerCipher cipher, String parameter, Encoding encoding)
        implements AuthScheme {
    @Override
    public List<Need> needs() {
        return Stream.concat(
                        Stream.of(Need.plain(BodyProtection.Sm2.THEIRS), Need.secret(BodyProtection.Sm2.OURS)),
                        within.needs().stream())
                .distinct()
                .toList();
    }

    @Override
    public Set<String> parameters() {
        Set<String> parameters = new TreeSet<>(within.parameters());
        parameters.add(parameter);
        return parameters;
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        byte[] key = HexFormat.of().parseHex(credentials.text(BodyProtection.Sm2.OURS));
        call.parameters().put(parameter, encoding.write(cipher.signSm2(octets(call), key)));
        return within.sign(call, credentials, around);
    }

    @Override
    public Optional<String> clientCertificate(Credentials credentials) {
        return within.clientCertificate(credentials);
    }

    @Override
    public void forget(Call call, Credentials credentials, ClientSide around) {
        within.forget(call, credentials, around);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        String shown = call.parameters().get(parameter);
        if (shown == null || shown.isBlank()) {
            throw NotAuthentic.incomplete("parameter " + parameter);
        }
        byte[] key = HexFormat.of().parseHex(credentials.text(BodyProtection.Sm2.THEIRS));
        if (!cipher.verifiesSm2(octets(call), read(shown), key)) {
            throw new NotAuthentic(NotAuthentic.Reason.NOT_VALID, "the signature of the message does not hold");
        }
        if (within.canVerify()) {
            within.verify(call, credentials, around);
        }
    }

    private byte[] read(String shown) throws NotAuthentic {
        try {
            return encoding.read(shown.strip());
        } catch (IllegalArgumentException writtenOtherwise) {
            throw new NotAuthentic(NotAuthentic.Reason.NOT_VALID, "the signature is not written as agreed");
        }
    }

    private static byte[] octets(Call call) {
        return call.message().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean issuesAt(String path) {
        return within.issuesAt(path);
    }

    @Override
    public Optional<Reply> issue(String path, Call call, Credentials credentials, ServerSide around)
            throws NotAuthentic {
        return within.issue(path, call, credentials, around);
    }
}
