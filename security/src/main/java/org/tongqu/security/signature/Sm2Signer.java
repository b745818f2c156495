package org.tongqu.security.signature;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * The recipe for SM2 (GB/T 32918.2): curve 1.2.156.10197.1.301 and no other; digest e = SM3(Z ‖ message), Z over the given
 * user id (1234567812345678 unless a party says otherwise); signature raw r‖s, 64 octets, never DER. The nonce comes from a
 * DRBG of its own for each signer: the operating system's generator holds one lock for all threads.
 *
 * <p>What it returns is initialised once and keeps Z; it serves one thread at a time.
 */
final class Sm2Signer {
    private Sm2Signer() {}

    static Signer signing(PrivateKeyInfo key, String userId, SecureRandom random) {
        return initialised(true, new ParametersWithRandom(NamedCurve.SM2.privateKey(key), random), userId);
    }

    static Signer verifying(SubjectPublicKeyInfo key, String userId) {
        return initialised(false, NamedCurve.SM2.publicKey(key), userId);
    }

    private static Signer initialised(boolean signing, CipherParameters key, String userId) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(signing, new ParametersWithID(key, userId.getBytes(StandardCharsets.UTF_8)));
        return signer;
    }
}
