package org.tongqu.record.seal;

import java.util.Arrays;
import java.util.Optional;

/** The signature algorithms a seal may use; the wire name is fixed per key, never chosen by the message. */
public enum SealAlgorithm {
    /** SM2 with SM3 (GB/T 32918.2), r‖s 64 octets, e = SM3(Z ‖ signing input). */
    SM2SM3("SM2SM3"),
    /** ECDSA P-256 with SHA-256 (RFC 7518), r‖s 64 octets. */
    ES256("ES256"),
    /** Ed25519 (RFC 8037). */
    EDDSA("EdDSA"),
    /** RSASSA-PSS with SHA-256, salt 32 (RFC 7518). */
    PS256("PS256");

    private final String wire;

    SealAlgorithm(String wire) {
        this.wire = wire;
    }

    /** The value of {@code alg} on the wire. */
    public String wire() {
        return wire;
    }

    /** The algorithm with this wire name; empty if there is none, also for {@code none}. */
    public static Optional<SealAlgorithm> ofWire(String wire) {
        return Arrays.stream(values()).filter(a -> a.wire.equals(wire)).findFirst();
    }
}
