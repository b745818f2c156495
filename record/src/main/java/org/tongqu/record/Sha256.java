package org.tongqu.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) where others prescribe it, or a mark is enough; what is evidence has SM3. Stateless. */
public final class Sha256 {
    private Sha256() {}

    /** A digest to be fed. */
    public static MessageDigest running() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }

    /** All 64 hexadecimal digits, in lower case. */
    public static String hex(byte[] octets) {
        return HexFormat.of().formatHex(running().digest(octets));
    }

    /** The first digits of {@link #hex(byte[])} of a text in UTF-8: a mark in its place. */
    public static String mark(String text, int digits) {
        return hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, digits);
    }
}
