package org.tongqu.adapters.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.tongqu.record.port.PartnerCipher;
import org.tongqu.record.port.PartnerCipher.Sm2Order;

/** What is done to a message so that nobody reads it on the way. Immutable and thread-safe; texts in UTF-8. */
public interface BodyProtection {
    /** What it needs to know of a party. */
    List<Need> needs();

    /** The message as it travels. */
    String protect(String message, Credentials credentials);

    /**
     * The message of what travelled.
     *
     * @throws NotAuthentic if it was not protected for us, or was altered
     */
    String open(String travelled, Credentials credentials) throws NotAuthentic;

    /** How octets are written. */
    enum Encoding {
        /** Hexadecimal digits. */
        HEX {
            @Override
            String write(byte[] octets) {
                return HexFormat.of().formatHex(octets);
            }

            @Override
            byte[] read(String text) {
                return HexFormat.of().parseHex(text);
            }
        },
        /** Base64 (RFC 4648). */
        BASE64 {
            @Override
            String write(byte[] octets) {
                return Base64.getEncoder().encodeToString(octets);
            }

            @Override
            byte[] read(String text) {
                return Base64.getMimeDecoder().decode(text);
            }
        };

        abstract String write(byte[] octets);

        /** @throws IllegalArgumentException if it was written otherwise */
        abstract byte[] read(String text);
    }

    /** It travels as it is. */
    record Plain() implements BodyProtection {
        @Override
        public List<Need> needs() {
            return List.of();
        }

        @Override
        public String protect(String message, Credentials credentials) {
            return message;
        }

        @Override
        public String open(String travelled, Credentials credentials) {
            return travelled;
        }
    }

    /**
     * Only written otherwise, for what cannot stand as it is where it travels: anybody can read it.
     *
     * @param encoding of its octets in UTF-8
     */
    record Encoded(Encoding encoding) implements BodyProtection {
        @Override
        public List<Need> needs() {
            return List.of();
        }

        @Override
        public String protect(String message, Credentials credentials) {
            return encoding.write(message.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String open(String travelled, Credentials credentials) throws NotAuthentic {
            return opened(() -> encoding.read(travelled.strip()));
        }
    }

    /**
     * Encrypted by SM2 under the receiver's key.
     *
     * @param cipher does it
     * @param order of the parts
     * @param encoding of the cipher text
     */
    record Sm2(PartnerCipher cipher, Sm2Order order, Encoding encoding) implements BodyProtection {
        static final String THEIRS = "sm2-public-key";
        static final String OURS = "sm2-private-key";

        @Override
        public List<Need> needs() {
            return List.of(Need.plain(THEIRS), Need.secret(OURS));
        }

        @Override
        public String protect(String message, Credentials credentials) {
            byte[] key = HexFormat.of().parseHex(credentials.text(THEIRS));
            return encoding.write(cipher.encryptSm2(message.getBytes(StandardCharsets.UTF_8), key, order));
        }

        @Override
        public String open(String travelled, Credentials credentials) throws NotAuthentic {
            byte[] key = HexFormat.of().parseHex(credentials.text(OURS));
            return opened(() -> cipher.decryptSm2(encoding.read(travelled.strip()), key, order));
        }
    }

    /**
     * Encrypted by SM4 in CBC under a key that both have.
     *
     * @param cipher does it
     * @param encoding of the cipher text
     */
    record Sm4(PartnerCipher cipher, Encoding encoding) implements BodyProtection {
        private static final String KEY = "sm4-key";
        private static final String IV = "sm4-iv";

        @Override
        public List<Need> needs() {
            return List.of(Need.secret(KEY), Need.plain(IV));
        }

        @Override
        public String protect(String message, Credentials credentials) {
            return encoding.write(cipher.encryptSm4(
                    message.getBytes(StandardCharsets.UTF_8), hex(credentials, KEY), hex(credentials, IV)));
        }

        @Override
        public String open(String travelled, Credentials credentials) throws NotAuthentic {
            byte[] key = hex(credentials, KEY);
            byte[] iv = hex(credentials, IV);
            return opened(() -> cipher.decryptSm4(encoding.read(travelled.strip()), key, iv));
        }

        private static byte[] hex(Credentials credentials, String name) {
            return HexFormat.of().parseHex(credentials.text(name));
        }
    }

    /** Opens something; whatever keeps it from being opened is the sender's. */
    private static String opened(Supplier<byte[]> open) throws NotAuthentic {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(open.get()))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException altered) {
            throw new NotAuthentic(
                    NotAuthentic.Reason.NOT_VALID, "the message is not encrypted under the agreed key, or was altered");
        }
    }
}
