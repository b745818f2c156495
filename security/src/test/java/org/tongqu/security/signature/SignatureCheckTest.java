package org.tongqu.security.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.PartyKey;
import org.tongqu.security.TestSite;
import org.tongqu.security.key.KeyPairMaker;

class SignatureCheckTest {
    private static final String ID = PartyKey.DEFAULT_SM2_USER_ID;
    private static final BigInteger N = NamedCurve.SM2.domain().getN();
    private static final byte[] MESSAGE = "message digest".getBytes(StandardCharsets.US_ASCII);
    private static final KeyPair SM2 = new KeyPairMaker(TestSite.PROVIDER).make(SealAlgorithm.SM2SM3);

    @Test
    void theExampleOfTheSm2StandardVerifies() {
        // GB/T 32918.5 (GM/T 0003.5), annex A.2.
        SubjectPublicKeyInfo key = onSm2("04"
                + "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
        byte[] signature = HexFormat.of()
                .parseHex("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                        + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");

        assertThat(new SignatureCheck(SealAlgorithm.SM2SM3, key, ID).holds(signature, MESSAGE))
                .isTrue();
        assertThat(new SignatureCheck(SealAlgorithm.SM2SM3, key, "8765432187654321").holds(signature, MESSAGE))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void eachAlgorithmVerifiesItsOwnAndNothingThatWasChanged(SealAlgorithm algorithm) {
        KeyPair pair = TestSite.pair(algorithm);
        SignatureMaker maker = new SignatureMaker(algorithm, pair.getPrivate(), ID);
        SignatureCheck check = check(algorithm, pair);
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            byte[] signature = maker.sign(MESSAGE);
            assertThat(check.holds(signature, MESSAGE)).isTrue();
            byte[] changed = signature.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(check.holds(changed, MESSAGE)).isFalse();
            byte[] other = MESSAGE.clone();
            other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(check.holds(signature, other)).isFalse();
            assertThat(check.holds(Arrays.copyOf(signature, signature.length - 1), MESSAGE))
                    .isFalse();
            assertThat(check.holds(Arrays.copyOf(signature, signature.length + 1), MESSAGE))
                    .isFalse();
            assertThat(check.holds(new byte[0], MESSAGE)).isFalse();
        }
        assertThat(check.holds(maker.sign(MESSAGE), MESSAGE)).isTrue();
    }

    @Test
    void numbersAtTheEdgesOfTheRangeNeverVerify() {
        byte[] good = sm2().sign(MESSAGE);
        BigInteger r = new BigInteger(1, Arrays.copyOf(good, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
        List<BigInteger> edges = List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                N.subtract(BigInteger.ONE),
                N,
                N.add(BigInteger.ONE),
                NamedCurve.SM2.domain().getCurve().getField().getCharacteristic(),
                BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
        List<byte[]> forged = new ArrayList<>();
        for (BigInteger edge : edges) {
            forged.add(raw(edge, s));
            forged.add(raw(r, edge));
            edges.forEach(other -> forged.add(raw(edge, other)));
        }
        forged.add(raw(r, N.subtract(r)));
        forged.add(raw(N.subtract(s), s));
        forged.add(raw(r, N.subtract(s)));
        forged.add(raw(s, r));
        SignatureCheck check = check(SealAlgorithm.SM2SM3, SM2);
        assertThat(forged).hasSize(67).noneMatch(signature -> check.holds(signature, MESSAGE));
        assertThat(check.holds(good, MESSAGE)).isTrue();
    }

    @Test
    void aNumberThatWrapsAroundTheOrderNeverVerifies() {
        // r + n fits into 32 octets only if r < 2^256 - n, which has a chance of 2^-32: so take the check at its word.
        byte[] good = sm2().sign(MESSAGE);
        BigInteger r = new BigInteger(1, Arrays.copyOf(good, 32));
        byte[] wrapped = BigIntegers.asUnsignedByteArray(r.add(N));
        byte[] longer = Arrays.copyOf(wrapped, wrapped.length + 32);
        System.arraycopy(good, 32, longer, wrapped.length, 32);
        assertThat(check(SealAlgorithm.SM2SM3, SM2).holds(longer, MESSAGE)).isFalse();
    }

    @Test
    void derInsteadOfRawNeverVerifies() throws Exception {
        byte[] good = sm2().sign(MESSAGE);
        byte[] der = StandardDSAEncoding.INSTANCE.encode(
                N, new BigInteger(1, Arrays.copyOf(good, 32)), new BigInteger(1, Arrays.copyOfRange(good, 32, 64)));
        assertThat(check(SealAlgorithm.SM2SM3, SM2).holds(der, MESSAGE)).isFalse();
    }

    @Test
    void aKeyOfAnotherKindIsRefusedForEveryAlgorithm() {
        for (SealAlgorithm kind : SealAlgorithm.values()) {
            KeyPair pair = TestSite.pair(kind);
            for (SealAlgorithm label : SealAlgorithm.values()) {
                if (label != kind) {
                    assertThatThrownBy(() -> check(label, pair)).isInstanceOf(UnsuitableKey.class);
                    assertThatThrownBy(() -> new SignatureMaker(label, pair.getPrivate(), ID))
                            .isInstanceOf(UnsuitableKey.class);
                }
            }
        }
    }

    @Test
    void aPointThatIsNotOnTheCurveIsRefused() {
        SubjectPublicKeyInfo good =
                SubjectPublicKeyInfo.getInstance(SM2.getPublic().getEncoded());
        byte[] point = good.getPublicKeyData().getBytes();
        point[40] ^= 1;
        for (byte[] bad : List.of(point, new byte[] {0}, new byte[65], new byte[0])) {
            SubjectPublicKeyInfo info = new SubjectPublicKeyInfo(good.getAlgorithm(), bad);
            assertThatThrownBy(() -> new SignatureCheck(SealAlgorithm.SM2SM3, info, ID))
                    .isInstanceOf(UnsuitableKey.class);
        }
    }

    @Test
    void aKeyThatSpellsOutTheParametersOfTheCurveIsRefused() {
        SubjectPublicKeyInfo good =
                SubjectPublicKeyInfo.getInstance(SM2.getPublic().getEncoded());
        X9ECParameters explicit = CustomNamedCurves.getByName("sm2p256v1");
        SubjectPublicKeyInfo info = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, explicit),
                good.getPublicKeyData().getBytes());
        assertThatThrownBy(() -> new SignatureCheck(SealAlgorithm.SM2SM3, info, ID))
                .isInstanceOf(UnsuitableKey.class)
                .hasMessageContaining("1.2.156.10197.1.301");
    }

    @Test
    void oneKeyServesManyThreads() throws Exception {
        SignatureMaker maker = sm2();
        SignatureCheck check = check(SealAlgorithm.SM2SM3, SM2);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> rounds = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] message = ("message " + i).getBytes(StandardCharsets.US_ASCII);
                rounds.add(() -> check.holds(maker.sign(message), message)
                        && !check.holds(new byte[3], message)
                        && !check.holds(maker.sign(MESSAGE), message));
            }
            for (Future<Boolean> result : threads.invokeAll(rounds)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void itSaysHowLongASignatureTakes() {
        byte[] body = new byte[2048];
        SignatureMaker maker = sm2();
        SignatureCheck check = check(SealAlgorithm.SM2SM3, SM2);
        byte[] signature = maker.sign(body);
        for (int warm = 0; warm < 1500; warm++) {
            maker.sign(body);
            check.holds(signature, body);
        }
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            signature = maker.sign(body);
        }
        long signed = System.nanoTime();
        boolean all = true;
        for (int i = 0; i < 1000; i++) {
            all &= check.holds(signature, body);
        }
        long verified = System.nanoTime();
        System.out.printf(
                "SM2 with SM3 over 2 KiB, one thread: sign %d us, verify %d us%n",
                (signed - start) / 1_000_000, (verified - signed) / 1_000_000);
        assertThat(all).isTrue();
    }

    private static SignatureMaker sm2() {
        return new SignatureMaker(SealAlgorithm.SM2SM3, SM2.getPrivate(), ID);
    }

    private static SignatureCheck check(SealAlgorithm algorithm, KeyPair pair) {
        return new SignatureCheck(
                algorithm, SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()), ID);
    }

    private static SubjectPublicKeyInfo onSm2(String point) {
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier("1.2.156.10197.1.301")),
                HexFormat.of().parseHex(point));
    }

    private static byte[] raw(BigInteger r, BigInteger s) {
        byte[] raw = new byte[64];
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, r), 0, raw, 0, 32);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, raw, 32, 32);
        return raw;
    }
}
