package org.tongqu.adapters.auth;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.tongqu.adapters.auth.BodyProtection.Encoding;
import org.tongqu.record.port.PartnerCipher;
import org.tongqu.record.port.PartnerCipher.Sm2Order;

/**
 * The parameters {@code time} (milliseconds), {@code appMark} and {@code sign} = time, appMark and appWord encrypted by SM2 under the
 * receiver's key, as the platforms of 好差评 have it. Despite its name the sign covers no message: it belongs in a channel that cannot be
 * heard, or beside a message that is encrypted too.
 *
 * @param cipher does it
 * @param order of the parts
 * @param encoding of the sign
 */
public record AppMark(PartnerCipher cipher, Sm2Order order, Encoding encoding) implements AuthScheme {
    private static final String TIME = "time";
    private static final String MARKED = "appMark";
    private static final String SIGN = "sign";
    private static final String MARK = "app-mark";
    private static final String WORD = "app-word";
    private static final String THEIRS = BodyProtection.Sm2.THEIRS;
    private static final String OURS = BodyProtection.Sm2.OURS;
    private static final int POINT_AND_DIGEST = 64 + 32;

    @Override
    public List<Need> needs() {
        return List.of(Need.plain(MARK), Need.secret(WORD), Need.plain(THEIRS), Need.secret(OURS));
    }

    @Override
    public Set<String> parameters() {
        return Set.of(TIME, MARKED, SIGN);
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        String time = Long.toString(around.clock().millis());
        byte[] key = HexFormat.of().parseHex(credentials.text(THEIRS));
        call.parameters().put(TIME, time);
        call.parameters().put(MARKED, credentials.text(MARK));
        call.parameters().put(SIGN, encoding.write(cipher.encryptSm2(plain(time, credentials), key, order)));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        Digesting.requireCaller(credentials.text(MARK), required(call, MARKED));
        String time = required(call, TIME);
        byte[] expected = plain(time, credentials);
        byte[] shown = octets(required(call, SIGN));
        Digesting.requireValid(hex(expected), hex(opened(shown, credentials)), false);
        around.requireNow(Digesting.millis(time));
        around.requireFirst(withoutFour(shown, expected.length), call);
    }

    private static String required(Call call, String parameter) throws NotAuthentic {
        String value = call.parameters().get(parameter);
        if (value == null || value.isBlank()) {
            throw NotAuthentic.incomplete("parameter " + parameter);
        }
        return value.strip();
    }

    private static byte[] plain(String time, Credentials credentials) {
        return (time + credentials.text(MARK) + credentials.text(WORD)).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] octets(String sign) throws NotAuthentic {
        try {
            return encoding.read(sign);
        } catch (IllegalArgumentException otherwiseWritten) {
            throw doesNotHold();
        }
    }

    private byte[] opened(byte[] sign, Credentials credentials) throws NotAuthentic {
        byte[] key = HexFormat.of().parseHex(credentials.text(OURS));
        try {
            return cipher.decryptSm2(sign, key, order);
        } catch (IllegalArgumentException notForUs) {
            throw doesNotHold();
        }
    }

    /** The same sign may be written with 04 in front and without, in either case of digits: it is one. */
    private static String withoutFour(byte[] sign, int length) {
        int from = sign.length - POINT_AND_DIGEST - length;
        return HexFormat.of().formatHex(sign, from, sign.length);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static NotAuthentic doesNotHold() {
        return new NotAuthentic(NotAuthentic.Reason.NOT_VALID, "the sign does not hold");
    }
}
