package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * A key that two platforms have, and what they do with it: SM4 in CBC with PKCS#7 padding, in hexadecimal digits or base64.
 *
 * @param key 16 octets, in hexadecimal digits
 * @param iv likewise
 */
public record Sm4Key(String key, String iv) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One that nobody else has. */
    public static Sm4Key fresh() {
        byte[] octets = new byte[32];
        RANDOM.nextBytes(octets);
        String digits = HexFormat.of().formatHex(octets);
        return new Sm4Key(digits.substring(0, 32), digits.substring(32));
    }

    String encrypt(String text) {
        return HexFormat.of().formatHex(processed(true, text.getBytes(StandardCharsets.UTF_8)));
    }

    String decrypt(String sealed) {
        return new String(processed(false, HexFormat.of().parseHex(sealed)), StandardCharsets.UTF_8);
    }

    String encryptBase64(String text) {
        return Base64.getEncoder().encodeToString(processed(true, text.getBytes(StandardCharsets.UTF_8)));
    }

    String decryptBase64(String sealed) {
        return new String(processed(false, Base64.getDecoder().decode(sealed)), StandardCharsets.UTF_8);
    }

    private byte[] processed(boolean encrypts, byte[] octets) {
        PaddedBufferedBlockCipher cipher = new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(new SM4Engine()));
        cipher.init(
                encrypts,
                new ParametersWithIV(
                        new KeyParameter(HexFormat.of().parseHex(key)),
                        HexFormat.of().parseHex(iv)));
        byte[] out = new byte[cipher.getOutputSize(octets.length)];
        int length = cipher.processBytes(octets, 0, octets.length, out, 0);
        try {
            length += cipher.doFinal(out, length);
        } catch (InvalidCipherTextException otherKey) {
            throw new IllegalArgumentException(otherKey);
        }
        return Arrays.copyOf(out, length);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "Sm4Key";
    }
}
