package org.tongqu.record.port;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.tongqu.record.KeyId;
import org.tongqu.record.failure.Rejection;

/** Keys for channels whose own standard signs with X.509 certificates, such as WS-Security: RSA and P-256. Thread-safe. */
public interface ChannelKeys {
    /**
     * Whose key a certificate is.
     *
     * @param certificate as a message carries it
     * @return the key of a party of the site whose file has exactly this certificate
     * @throws Rejection {@code KEY_NOT_ACCEPTED} if no party's file has it, it is of another kind, or not to be trusted now
     */
    KeyId ownerOf(X509Certificate certificate);

    /**
     * The gateway's own key for such channels: the first of its keys that is RSA or P-256.
     *
     * @throws IllegalStateException if it has none
     */
    OwnKey own();

    /**
     * A key of the gateway's with its certificates.
     *
     * @param key signs
     * @param chain its certificate first; never empty
     */
    record OwnKey(PrivateKey key, List<X509Certificate> chain) {
        /** Copies the list. */
        public OwnKey {
            chain = List.copyOf(chain);
        }

        /** Never the key. */
        @Override
        public String toString() {
            return "OwnKey";
        }
    }
}
