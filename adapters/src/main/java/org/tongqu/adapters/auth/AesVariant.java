package org.tongqu.adapters.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How platforms encrypt a short secret with AES-128, as their programs do it: neither form is one to choose, both are spoken because they
 * ask for it. Texts are in Base64.
 */
public enum AesVariant {
    /** The key drawn from {@code SHA1PRNG} seeded with the application's key; CBC with a vector of zeros. */
    SHA1PRNG_CBC {
        @Override
        Cipher cipher(int mode, String key) throws GeneralSecurityException {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(key.getBytes(StandardCharsets.UTF_8));
            KeyGenerator keys = KeyGenerator.getInstance("AES");
            keys.init(128, random);
            SecretKey drawn = keys.generateKey();
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, drawn, new IvParameterSpec(new byte[16]));
            return cipher;
        }
    },
    /** The first 16 octets of the application's key as key, filled with zeros; ECB. */
    ECB {
        @Override
        Cipher cipher(int mode, String key) throws GeneralSecurityException {
            byte[] octets = Arrays.copyOf(key.getBytes(StandardCharsets.UTF_8), 16);
            Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(octets, "AES"));
            return cipher;
        }
    };

    abstract Cipher cipher(int mode, String key) throws GeneralSecurityException;

    String encrypt(String text, String key) {
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("AES cannot be had", never);
        }
    }

    /** @throws IllegalStateException if it was encrypted otherwise */
    String decrypt(String text, String key) {
        try {
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, key).doFinal(Base64.getDecoder().decode(text));
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException otherKey) {
            throw new IllegalStateException("a secret that is not encrypted by the application's key", otherKey);
        }
    }
}
