package org.tongqu.security.key;

import java.security.PrivateKey;
import org.tongqu.record.KeyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.PartyKey;
import org.tongqu.security.signature.KeyAlgorithms;
import org.tongqu.security.signature.SignatureMaker;
import org.tongqu.security.signature.UnsuitableKey;

/** A private key under its name. Immutable; never shows the key. */
public final class SealingKey {
    private final KeyId kid;
    private final SealAlgorithm algorithm;
    private final PrivateKey privateKey;
    private final String sm2UserId;

    /**
     * @param kid the name under which others know the public key
     * @param privateKey SM2, P-256, Ed25519 or RSA; decides the algorithm
     * @param sm2UserId the SM2 user id; unused by other algorithms
     * @throws UnsuitableKey if it is a key of another kind
     */
    public SealingKey(KeyId kid, PrivateKey privateKey, String sm2UserId) {
        this.kid = kid;
        this.algorithm = KeyAlgorithms.of(privateKey);
        this.privateKey = privateKey;
        this.sm2UserId = sm2UserId;
    }

    /** With the usual SM2 user id, {@link PartyKey#DEFAULT_SM2_USER_ID}. */
    public SealingKey(KeyId kid, PrivateKey privateKey) {
        this(kid, privateKey, PartyKey.DEFAULT_SM2_USER_ID);
    }

    /** The name under which others know the public key. */
    public KeyId kid() {
        return kid;
    }

    /** What it signs with. */
    public SealAlgorithm algorithm() {
        return algorithm;
    }

    /** A signer with this key, to be kept: making one costs as much as a signature. */
    public SignatureMaker signatures() {
        return new SignatureMaker(algorithm, privateKey, sm2UserId);
    }

    /** The key itself, for channels whose own standard makes the signature. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** Which key it is, never the key. */
    @Override
    public String toString() {
        return "SealingKey[" + kid + " " + algorithm.wire() + "]";
    }
}
