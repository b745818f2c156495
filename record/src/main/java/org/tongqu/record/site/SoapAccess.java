package org.tongqu.record.site;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.dialect.Secret;

/**
 * How a party's system shows who it is at the gateway's SOAP service. Either it signs, or its channel shows it: by a password, by the
 * certificate of its TLS connection, or by both.
 *
 * @param signs whether every call must carry an X.509 signature by one of the party's RSA or P-256 keys, and every answer carries one of the
 *     gateway's; then nothing else is asked for
 * @param password with the party's id as user name; null if none is asked for
 * @param certificates SHA-256 fingerprints, as 64 lower-case hex digits, of the certificates of which one must be shown over TLS; empty if
 *     none is asked for
 * @param addresses by which signed calls may name the gateway, besides {@code urn:tongqu:site:<site id>}
 */
public record SoapAccess(boolean signs, @Nullable Secret password, Set<String> certificates, Set<String> addresses) {
    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException if nothing would show who calls
     */
    public SoapAccess {
        certificates = Set.copyOf(certificates);
        addresses = Set.copyOf(addresses);
        if (!signs && password == null && certificates.isEmpty()) {
            throw new IllegalArgumentException("nothing would show who calls");
        }
    }

    /** Nothing that is secret. */
    @Override
    public String toString() {
        return "SoapAccess[signs=" + signs + "]";
    }
}
