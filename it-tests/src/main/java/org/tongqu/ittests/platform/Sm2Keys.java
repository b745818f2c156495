package org.tongqu.ittests.platform;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * A pair of SM2 keys as platforms hand them out, and what they do with it: cipher text in hexadecimal digits, its parts in the order of
 * GB/T 32918.4-2016 (C1, C3, C2).
 *
 * @param privateKey a number of 32 octets, in hexadecimal digits
 * @param publicKey the point, with 04 in front, in hexadecimal digits
 */
public record Sm2Keys(String privateKey, String publicKey) {
    private static final X9ECParameters PARAMETERS = GMNamedCurves.getByName("sm2p256v1");
    private static final ECDomainParameters CURVE = new ECDomainParameters(PARAMETERS);
    private static final byte[] USER = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A pair that nobody else has. */
    public static Sm2Keys fresh() {
        BigInteger number = new BigInteger(255, RANDOM).setBit(200);
        byte[] point = CURVE.getG().multiply(number).normalize().getEncoded(false);
        return new Sm2Keys("%064x".formatted(number), HexFormat.of().formatHex(point));
    }

    /** What only the holder of the private key to this public key can read. */
    static String encrypt(String text, String publicKey) {
        byte[] point = HexFormat.of().parseHex(publicKey);
        var key = new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), CURVE);
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(true, new ParametersWithRandom(key, RANDOM));
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(engine.processBlock(octets, 0, octets.length));
        } catch (InvalidCipherTextException never) {
            throw new IllegalStateException(never);
        }
    }

    /**
     * What was encrypted for this pair.
     *
     * @throws InvalidCipherTextException if it was encrypted for another one
     */
    String decrypt(String sealed) throws InvalidCipherTextException {
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(false, new ECPrivateKeyParameters(new BigInteger(privateKey, 16), CURVE));
        byte[] octets = HexFormat.of().parseHex(sealed);
        return new String(engine.processBlock(octets, 0, octets.length), StandardCharsets.UTF_8);
    }

    /** The signature of a text, r ‖ s, with SM3 under the user id 1234567812345678 (GB/T 32918.2). */
    String sign(String text) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(
                true,
                new ParametersWithID(
                        new ParametersWithRandom(
                                new ECPrivateKeyParameters(new BigInteger(privateKey, 16), CURVE), RANDOM),
                        USER));
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        signer.update(octets, 0, octets.length);
        try {
            return HexFormat.of().formatHex(signer.generateSignature());
        } catch (CryptoException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Whether the holder of the private key to this public key signed the text. */
    static boolean isSigned(String text, String signature, String publicKey) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        byte[] point = HexFormat.of().parseHex(publicKey);
        signer.init(
                false,
                new ParametersWithID(new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), CURVE), USER));
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        signer.update(octets, 0, octets.length);
        return signer.verifySignature(HexFormat.of().parseHex(signature));
    }

    /** Never the private key. */
    @Override
    public String toString() {
        return "Sm2Keys[" + publicKey + "]";
    }
}
