package org.tongqu.security.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongqu.record.port.WrappedKeys;
import org.tongqu.record.port.WrappedKeys.WrappedKey;
import org.tongqu.security.SettableClock;
import org.tongqu.security.TestSite;

class Sm4BodyCipherTest {
    private static final byte[] MASTER_OCTETS = new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final byte[] CONTEXT = "record 990101.tax/1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PLAIN = "{\"name\":\"张三\"}".getBytes(StandardCharsets.UTF_8);

    private static final MasterKey MASTER = new MasterKey(MASTER_OCTETS, TestSite.RANDOM);

    private final KeptKeys kept = new KeptKeys();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-07-31T23:59:59.999Z"));

    @Test
    void whatIsEncryptedComesBackInItsContextOnly() {
        Sm4BodyCipher cipher = open();
        byte[] sealed = cipher.encrypt(PLAIN, CONTEXT);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("name");
        assertThat(cipher.decrypt(sealed, CONTEXT)).isEqualTo(PLAIN);
        assertThatIllegalStateException().isThrownBy(() -> cipher.decrypt(sealed, new byte[0]));
        assertThat(cipher.decrypt(cipher.encrypt(new byte[0], CONTEXT), CONTEXT))
                .isEmpty();
    }

    @Test
    void everyChangedOrCutOctetIsFound() {
        Sm4BodyCipher cipher = open();
        byte[] sealed = cipher.encrypt(PLAIN, CONTEXT);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 0x10;
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatIllegalStateException().isThrownBy(() -> cipher.decrypt(changed, CONTEXT));
            assertThatIllegalStateException().isThrownBy(() -> cipher.decrypt(cut, CONTEXT));
        }
        assertThat(cipher.decrypt(sealed, CONTEXT)).isEqualTo(PLAIN);
    }

    @Test
    void noIvComesTwice() {
        Sm4BodyCipher cipher = open();
        Set<String> ivs = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            byte[] sealed = cipher.encrypt(PLAIN, CONTEXT);
            ivs.add(HexFormat.of().formatHex(sealed, 9, 21));
        }
        assertThat(ivs).hasSize(2000);
    }

    @Test
    void itIsTheSm4GcmThatTheProviderKnows() throws Exception {
        Sm4Gcm ours = new Sm4Gcm(MASTER_OCTETS, TestSite.RANDOM);
        byte[] sealed = ours.encrypt(new byte[0], PLAIN, CONTEXT);
        Cipher theirs = Cipher.getInstance("SM4/GCM/NoPadding", TestSite.PROVIDER);
        theirs.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(MASTER_OCTETS, "SM4"), new GCMParameterSpec(128, sealed, 0, 12));
        theirs.updateAAD(CONTEXT);
        assertThat(theirs.doFinal(sealed, 12, sealed.length - 12)).isEqualTo(PLAIN);
    }

    @Test
    void theExampleOfTheStandardForSm4GcmDecrypts() {
        // RFC 8998, appendix A.1.
        Sm4Gcm cipher = new Sm4Gcm(hex("0123456789ABCDEFFEDCBA9876543210"), TestSite.RANDOM);
        byte[] sealed = hex("00001234567800000000ABCD"
                + "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
                + "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
                + "83DE3541E4C2B58177E065A9BF7B62EC");
        byte[] plain = cipher.decrypt(sealed, 0, hex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"));
        assertThat(plain)
                .isEqualTo(hex("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
                        + "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"));
    }

    @Test
    void aNewMonthHasANewKeyAndOldOnesStillOpen() {
        Sm4BodyCipher cipher = open();
        byte[] july = cipher.encrypt(PLAIN, CONTEXT);
        clock.set(Instant.parse("2026-08-01T00:00:00Z"));
        byte[] august = cipher.encrypt(PLAIN, CONTEXT);

        assertThat(keyOf(august)).isNotEqualTo(keyOf(july));
        assertThat(cipher.decrypt(july, CONTEXT)).isEqualTo(PLAIN);
        Sm4BodyCipher reopened = open();
        assertThat(reopened.decrypt(july, CONTEXT)).isEqualTo(PLAIN);
        assertThat(reopened.decrypt(august, CONTEXT)).isEqualTo(PLAIN);
        assertThat(keyOf(reopened.encrypt(PLAIN, CONTEXT))).isEqualTo(keyOf(august));
    }

    @Test
    void aKeyThatWasUsedAsOftenAsItMayIsFollowedByAnother() {
        DataKeys keys = DataKeys.open(kept, MASTER, clock, TestSite.RANDOM, 3);
        List<String> used =
                IntStream.range(0, 7).mapToObj(i -> keys.current().id()).toList();
        assertThat(used.subList(0, 3)).containsOnly(used.get(0));
        assertThat(used.subList(3, 6)).containsOnly(used.get(3));
        assertThat(Set.copyOf(used)).hasSize(3);
    }

    @Test
    void aKeyIsKeptBeforeItIsUsedAndWrapped() {
        byte[] sealed = open().encrypt(PLAIN, CONTEXT);
        assertThat(kept.of("data")).singleElement().satisfies(key -> assertThat(key.name())
                .isEqualTo("2026-07." + keyOf(sealed)));
        kept.isAway = true;
        clock.set(Instant.parse("2026-08-01T00:00:00Z"));
        assertThatIllegalStateException().isThrownBy(() -> open().encrypt(PLAIN, CONTEXT));
    }

    @Test
    void whatAnotherNodeHasEncryptedOpensHere() {
        Sm4BodyCipher here = open();
        Sm4BodyCipher there = open();
        byte[] ours = here.encrypt(PLAIN, CONTEXT);
        byte[] theirs = there.encrypt(PLAIN, CONTEXT);

        assertThat(keyOf(ours)).isNotEqualTo(keyOf(theirs));
        assertThat(there.decrypt(ours, CONTEXT)).isEqualTo(PLAIN);
        assertThat(here.decrypt(theirs, CONTEXT)).isEqualTo(PLAIN);
    }

    @Test
    void anotherMasterKeyIsRefusedWithWhatToDo() {
        open().encrypt(PLAIN, CONTEXT);
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> DataKeys.open(kept, new MasterKey(new byte[16], TestSite.RANDOM), clock, TestSite.RANDOM))
                .withMessageContaining("restore the master key");
        assertThatIllegalArgumentException().isThrownBy(() -> new MasterKey(new byte[15], TestSite.RANDOM));
    }

    @Test
    void aKeyThatIsNotThereIsNamed() {
        byte[] sealed = open().encrypt(PLAIN, CONTEXT);
        Sm4BodyCipher elsewhere = new Sm4BodyCipher(DataKeys.open(new KeptKeys(), MASTER, clock, TestSite.RANDOM));
        assertThatIllegalStateException()
                .isThrownBy(() -> elsewhere.decrypt(sealed, CONTEXT))
                .withMessageContaining(keyOf(sealed));
    }

    @Test
    void aDamagedKeyIsRefused() {
        for (WrappedKey damaged : List.of(
                new WrappedKey("data", "2026-07.zz", "AAAA"),
                new WrappedKey("data", "2026-07.0123456789abcdef", "AAAA"),
                new WrappedKey("data", "2026-07.0123456789abcdef", "?"))) {
            KeptKeys other = new KeptKeys();
            other.add(damaged);
            assertThatIllegalStateException().isThrownBy(() -> DataKeys.open(other, MASTER, clock, TestSite.RANDOM));
        }
    }

    @Test
    void theOnlyKeyOfAPurposeIsTheSameForAllWhoMakeItAtOnce() {
        byte[] blind = MASTER.openOrMake(kept, "blind", 32);
        assertThat(blind).hasSize(32);
        assertThat(MASTER.openOrMake(kept, "blind", 32)).isEqualTo(blind);
        assertThat(MASTER.openOrMake(kept, "file-addresses", 32)).isNotEqualTo(blind);

        KeptKeys raced = new KeptKeys();
        raced.addedByAnother = MASTER.wrap("blind", "1", blind);
        assertThat(MASTER.openOrMake(raced, "blind", 32)).isEqualTo(blind);
    }

    @Test
    void aKeyMovedToAnotherPurposeDoesNotOpen() {
        WrappedKey blind = MASTER.wrap("blind", "1", new byte[32]);
        kept.add(new WrappedKey("file-addresses", "1", blind.wrapped()));
        assertThatIllegalStateException().isThrownBy(() -> MASTER.openOrMake(kept, "file-addresses", 32));
    }

    @Test
    void manyThreadsMayUseItAtOnce() throws Exception {
        Sm4BodyCipher cipher = open();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> rounds = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                byte[] plain = ("body " + i).repeat(i % 50).getBytes(StandardCharsets.UTF_8);
                rounds.add(() -> Arrays.equals(cipher.decrypt(cipher.encrypt(plain, CONTEXT), CONTEXT), plain));
            }
            for (Future<Boolean> result : threads.invokeAll(rounds)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(kept.of("data")).hasSize(1);
    }

    private Sm4BodyCipher open() {
        return new Sm4BodyCipher(DataKeys.open(kept, MASTER, clock, TestSite.RANDOM));
    }

    private static String keyOf(byte[] sealed) {
        return HexFormat.of().formatHex(sealed, 1, 9);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** Keys as a ledger keeps them. */
    private static final class KeptKeys implements WrappedKeys {
        private final List<WrappedKey> keys = new ArrayList<>();
        private boolean isAway;
        private @Nullable WrappedKey addedByAnother;

        @Override
        public synchronized List<WrappedKey> of(String purpose) {
            return keys.stream().filter(key -> key.purpose().equals(purpose)).toList();
        }

        @Override
        public synchronized boolean add(WrappedKey key) {
            if (isAway) {
                throw new IllegalStateException("away");
            }
            if (addedByAnother != null) {
                keys.add(addedByAnother);
                addedByAnother = null;
            }
            boolean isFresh = of(key.purpose()).stream().noneMatch(k -> k.name().equals(key.name()));
            return isFresh && keys.add(key);
        }
    }
}
