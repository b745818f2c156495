package org.tongqu.security.cipher;

import java.util.Arrays;
import java.util.HexFormat;
import org.tongqu.record.port.BodyCipher;

/**
 * SM4-GCM under the data key of the month. Layout: version (1 octet, 1), key id (8), IV (12, random), cipher text, tag (16).
 * Version and key id are bound together with the context, so neither can be exchanged. Thread-safe.
 */
public final class Sm4BodyCipher implements BodyCipher {
    private static final byte VERSION = 1;
    private static final int HEAD_OCTETS = 1 + DataKeys.ID_OCTETS;

    private final DataKeys keys;

    /** @param keys the data keys */
    public Sm4BodyCipher(DataKeys keys) {
        this.keys = keys;
    }

    @Override
    public byte[] encrypt(byte[] plain, byte[] context) {
        DataKeys.DataKey key = keys.current();
        byte[] head = new byte[HEAD_OCTETS];
        head[0] = VERSION;
        System.arraycopy(HexFormat.of().parseHex(key.id()), 0, head, 1, DataKeys.ID_OCTETS);
        return key.cipher().encrypt(head, plain, joined(head, context));
    }

    @Override
    public byte[] decrypt(byte[] sealed, byte[] context) {
        if (sealed.length < HEAD_OCTETS || sealed[0] != VERSION) {
            throw new IllegalStateException("not encrypted by this gateway, or by a newer one");
        }
        byte[] head = Arrays.copyOf(sealed, HEAD_OCTETS);
        String id = HexFormat.of().formatHex(head, 1, HEAD_OCTETS);
        return keys.find(id)
                .orElseThrow(() ->
                        new IllegalStateException("data key " + id + " is not there; restore the ledger with its keys"))
                .decrypt(sealed, HEAD_OCTETS, joined(head, context));
    }

    private static byte[] joined(byte[] head, byte[] context) {
        byte[] joined = Arrays.copyOf(head, head.length + context.length);
        System.arraycopy(context, 0, joined, head.length, context.length);
        return joined;
    }
}
