package org.tongqu.security.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.security.Pool;

/**
 * HMAC-SM3 (GB/T 15852.2) over {@code length of field (4 octets) ‖ field ‖ value}, both in UTF-8: the length keeps two
 * pairs of field and value from running together. Thread-safe.
 */
public final class HmacSm3BlindIndex implements BlindIndex {
    private final Pool<HMac> macs;

    /**
     * @param key used for nothing else, at least 16 octets; copied
     * @throws IllegalArgumentException if the key is shorter
     */
    public HmacSm3BlindIndex(byte[] key) {
        if (key.length < 16) {
            throw new IllegalArgumentException("a blind index needs a key of at least 16 octets");
        }
        KeyParameter copy = new KeyParameter(key);
        macs = Pool.perProcessor(() -> {
            HMac mac = new HMac(new SM3Digest());
            mac.init(copy);
            return mac;
        });
    }

    @Override
    public byte[] mark(String field, String value) {
        byte[] name = field.getBytes(StandardCharsets.UTF_8);
        byte[] content = value.getBytes(StandardCharsets.UTF_8);
        return macs.lend(mac -> {
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array(), 0, Integer.BYTES);
            mac.update(name, 0, name.length);
            mac.update(content, 0, content.length);
            byte[] mark = new byte[mac.getMacSize()];
            mac.doFinal(mark, 0);
            return mark;
        });
    }
}
