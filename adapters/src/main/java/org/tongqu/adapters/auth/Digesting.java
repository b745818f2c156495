package org.tongqu.adapters.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tongqu.record.Sha256;

/** The digests that the platforms' schemes are made of, over texts in UTF-8. */
final class Digesting {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private Digesting() {}

    static String md5Hex(String text) {
        return HexFormat.of().formatHex(md5(text));
    }

    static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("every Java has MD5", never);
        }
    }

    static String sha256Hex(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(String text) {
        return HexFormat.of().parseHex(sha256Hex(text));
    }

    static byte[] hmacSha256(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("every Java has HmacSHA256, and no key is empty", never);
        }
    }

    static String hmacSha256Hex(String secret, String text) {
        return HexFormat.of().formatHex(hmacSha256(secret, text));
    }

    /** Compares without telling by time how much was right; hexadecimal digits count in either case if {@code isHex}. */
    static boolean isSame(String expected, String shown, boolean isHex) {
        String other = isHex ? shown.toLowerCase(Locale.ROOT) : shown;
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    static String required(Call call, String header) throws NotAuthentic {
        String value = call.headers().get(header);
        if (value == null || value.isBlank()) {
            throw NotAuthentic.incomplete("header " + header);
        }
        return value.strip();
    }

    /** Asked before a password is compared, so that one that was read by others is of no use. */
    static void requireHidden(Call call) throws NotAuthentic {
        if (call.isInClear()) {
            throw NotAuthentic.inClear();
        }
    }

    static void requireCaller(String expected, String shown) throws NotAuthentic {
        if (!isSame(expected, shown, false)) {
            throw new NotAuthentic(NotAuthentic.Reason.OTHER_CALLER, "this address is another caller's");
        }
    }

    static void requireValid(String expected, String shown, boolean isHex) throws NotAuthentic {
        if (!isSame(expected, shown, isHex)) {
            throw new NotAuthentic(NotAuthentic.Reason.NOT_VALID, "the signature does not hold");
        }
    }

    static Instant millis(String text) throws NotAuthentic {
        return Instant.ofEpochMilli(number(text));
    }

    static Instant seconds(String text) throws NotAuthentic {
        return Instant.ofEpochSecond(number(text));
    }

    private static long number(String text) throws NotAuthentic {
        if (!NUMBER.matcher(text).matches()) {
            throw NotAuthentic.incomplete("a time in digits");
        }
        return Long.parseLong(text);
    }
}
