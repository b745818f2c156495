package org.tongqu.security.cipher;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.port.WrappedKeys;
import org.tongqu.record.port.WrappedKeys.WrappedKey;

/**
 * The data keys (数据密钥), one a month (UTC), each wrapped by the master key. A new key is kept before it encrypts anything; old keys
 * stay: without them the ledger cannot be read. A key that another node has made is found when something comes that is under it.
 * Thread-safe, also among several nodes: two that begin a month at once make a key each.
 */
public final class DataKeys {
    static final int ID_OCTETS = 8;
    private static final String PURPOSE = "data";
    private static final Pattern NAME = Pattern.compile("([0-9]{4}-[01][0-9])\\.([0-9a-f]{16})");
    /** Random IVs of 96 bits must not be drawn more than 2^32 times under one key (NIST SP 800-38D); restarts and nodes in mind. */
    private static final long MOST_USES = 1L << 27;

    private final WrappedKeys kept;
    private final MasterKey master;
    private final Clock clock;
    private final SecureRandom random;
    private final long mostUses;
    private final Map<YearMonth, String> latest = new HashMap<>();
    private volatile Map<String, Sm4Gcm> opened = Map.of();
    private volatile @Nullable InUse inUse;

    private DataKeys(WrappedKeys kept, MasterKey master, Clock clock, SecureRandom random, long mostUses) {
        this.kept = kept;
        this.master = master;
        this.clock = clock;
        this.random = random;
        this.mostUses = mostUses;
    }

    /**
     * Opens the data keys.
     *
     * @param kept where they are
     * @param master wraps them
     * @param clock tells the month
     * @param random where keys and IVs come from
     * @throws IllegalStateException if one was wrapped by another master key, or is damaged
     */
    public static DataKeys open(WrappedKeys kept, MasterKey master, Clock clock, SecureRandom random) {
        return open(kept, master, clock, random, MOST_USES);
    }

    static DataKeys open(WrappedKeys kept, MasterKey master, Clock clock, SecureRandom random, long mostUses) {
        DataKeys keys = new DataKeys(kept, master, clock, random, mostUses);
        keys.read();
        return keys;
    }

    /** The key to encrypt with now, made and kept first if the month is new. */
    DataKey current() {
        YearMonth month = month();
        InUse now = inUse;
        if (now == null || !now.take(month)) {
            now = renew(month);
        }
        return now.key();
    }

    /** The key with this id; empty if no node has made it. */
    Optional<Sm4Gcm> find(String id) {
        Sm4Gcm known = opened.get(id);
        return Optional.ofNullable(known == null ? readFor(id) : known);
    }

    private synchronized @Nullable Sm4Gcm readFor(String id) {
        if (!opened.containsKey(id)) {
            read();
        }
        return opened.get(id);
    }

    private synchronized InUse renew(YearMonth month) {
        InUse known = inUse;
        if (known != null && known.take(month)) {
            return known;
        }
        InUse next =
                new InUse(known == null ? lastOf(month).orElseGet(() -> make(month)) : make(month), month, mostUses);
        next.take(month);
        inUse = next;
        return next;
    }

    private Optional<DataKey> lastOf(YearMonth month) {
        return Optional.ofNullable(latest.get(month)).map(id -> new DataKey(id, opened(id)));
    }

    private Sm4Gcm opened(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("data key " + id + " is not opened"));
    }

    private DataKey make(YearMonth month) {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        byte[] key = new byte[Sm4Gcm.KEY_OCTETS];
        random.nextBytes(key);
        String id = HexFormat.of().formatHex(octets);
        if (!kept.add(master.wrap(PURPOSE, month + "." + id, key))) {
            throw new IllegalStateException("data key " + id + " is there already");
        }
        return new DataKey(id, open(month, id, key));
    }

    private YearMonth month() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private synchronized void read() {
        for (WrappedKey key : kept.of(PURPOSE)) {
            Matcher name = NAME.matcher(key.name());
            if (!name.matches()) {
                throw new IllegalStateException(key.name() + " is not the name of a data key");
            }
            if (!opened.containsKey(name.group(2))) {
                open(YearMonth.parse(name.group(1)), name.group(2), master.unwrap(key));
            }
        }
    }

    private Sm4Gcm open(YearMonth month, String id, byte[] key) {
        Sm4Gcm cipher = new Sm4Gcm(key, random);
        Map<String, Sm4Gcm> all = new HashMap<>(opened);
        all.put(id, cipher);
        opened = Map.copyOf(all);
        latest.put(month, id);
        return cipher;
    }

    /** A key and the name under which what it encrypts finds it again. */
    record DataKey(String id, Sm4Gcm cipher) {}

    private static final class InUse {
        private final DataKey key;
        private final YearMonth month;
        private final AtomicLong left;

        InUse(DataKey key, YearMonth month, long uses) {
            this.key = key;
            this.month = month;
            this.left = new AtomicLong(uses);
        }

        DataKey key() {
            return key;
        }

        boolean take(YearMonth now) {
            return month.equals(now) && left.getAndDecrement() > 0;
        }
    }
}
