package org.tongqu.security.partner;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.tongqu.record.port.PartnerCipher;

/** SM2 (GB/T 32918) and SM4 (GB/T 32907) as Bouncy Castle has them. An engine for each call: these are for the few parties that ask. */
public final class NationalCiphers implements PartnerCipher {
    private static final ECDomainParameters CURVE = curve();
    private static final byte UNCOMPRESSED = 4;
    private static final int COORDINATES = 64;

    private final SecureRandom random;

    /** @param random of nonces */
    public NationalCiphers(SecureRandom random) {
        this.random = random;
    }

    @Override
    public byte[] encryptSm2(byte[] plain, byte[] publicKey, Sm2Order order) {
        SM2Engine engine = new SM2Engine(mode(order));
        engine.init(true, new ParametersWithRandom(publicKey(publicKey), random));
        try {
            return engine.processBlock(plain, 0, plain.length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalArgumentException("cannot be encrypted", e);
        }
    }

    @Override
    public byte[] decryptSm2(byte[] sealed, byte[] privateKey, Sm2Order order) {
        SM2Engine engine = new SM2Engine(mode(order));
        engine.init(false, privateKey(privateKey));
        // Without 04 in front, a coordinate may begin with 04 all the same.
        return decrypted(engine, sealed)
                .or(() -> decrypted(engine, withFour(sealed)))
                .orElseThrow(() -> new IllegalArgumentException("not encrypted for this key, or altered"));
    }

    private static Optional<byte[]> decrypted(SM2Engine engine, byte[] sealed) {
        try {
            return Optional.of(engine.processBlock(sealed, 0, sealed.length));
        } catch (InvalidCipherTextException | RuntimeException somethingElse) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] signSm2(byte[] plain, byte[] privateKey) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(true, new ParametersWithRandom(privateKey(privateKey), random));
        signer.update(plain, 0, plain.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    @Override
    public boolean verifiesSm2(byte[] plain, byte[] signature, byte[] publicKey) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(false, publicKey(publicKey));
        signer.update(plain, 0, plain.length);
        return signer.verifySignature(signature);
    }

    @Override
    public byte[] encryptSm4(byte[] plain, byte[] key, byte[] iv) {
        try {
            return sm4(true, plain, key, iv);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("cannot be encrypted", e);
        }
    }

    @Override
    public byte[] decryptSm4(byte[] sealed, byte[] key, byte[] iv) {
        try {
            return sm4(false, sealed, key, iv);
        } catch (InvalidCipherTextException | RuntimeException otherKey) {
            throw new IllegalArgumentException("another key, or altered", otherKey);
        }
    }

    private static byte[] sm4(boolean encrypts, byte[] in, byte[] key, byte[] iv) throws InvalidCipherTextException {
        PaddedBufferedBlockCipher cipher =
                new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(new SM4Engine()), new PKCS7Padding());
        cipher.init(encrypts, new ParametersWithIV(new KeyParameter(key), iv));
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        int length = cipher.processBytes(in, 0, in.length, out, 0);
        length += cipher.doFinal(out, length);
        return Arrays.copyOf(out, length);
    }

    private static SM2Engine.Mode mode(Sm2Order order) {
        return order == Sm2Order.C1C3C2 ? SM2Engine.Mode.C1C3C2 : SM2Engine.Mode.C1C2C3;
    }

    private static ECPublicKeyParameters publicKey(byte[] octets) {
        byte[] whole = octets.length == COORDINATES ? withFour(octets) : octets;
        return new ECPublicKeyParameters(CURVE.getCurve().decodePoint(whole), CURVE);
    }

    private static ECPrivateKeyParameters privateKey(byte[] octets) {
        return new ECPrivateKeyParameters(new BigInteger(1, octets), CURVE);
    }

    private static byte[] withFour(byte[] octets) {
        byte[] whole = new byte[octets.length + 1];
        whole[0] = UNCOMPRESSED;
        System.arraycopy(octets, 0, whole, 1, octets.length);
        return whole;
    }

    /** The class of the curve that is fast, not the generic one. */
    private static ECDomainParameters curve() {
        X9ECParameters parameters = CustomNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(parameters);
    }
}
