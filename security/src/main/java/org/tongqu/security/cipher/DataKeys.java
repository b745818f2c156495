package org.tongqu.security.cipher;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.security.key.KeyFileProblem;
import org.tongqu.security.key.PrivateFile;
import org.tongqu.security.signature.Base64Url;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data keys, one a month (UTC), each wrapped by the master key in one file. A new key is on the disk before it encrypts
 * anything. Old keys stay for as long as the file does: without them the ledger cannot be read, so the file belongs into
 * every backup. Thread-safe within the one process that holds the data directory.
 */
public final class DataKeys {
    /** How long the secret must be that wraps the data keys. */
    public static final int MASTER_KEY_OCTETS = Sm4Gcm.KEY_OCTETS;

    static final int ID_OCTETS = 8;
    /** Random IVs of 96 bits must not be drawn more than 2^32 times under one key (NIST SP 800-38D); restarts in mind. */
    private static final long MOST_USES = 1L << 28;

    private final Path file;
    private final Sm4Gcm master;
    private final Clock clock;
    private final SecureRandom random;
    private final long mostUses;
    private final Map<String, Stored> stored = new LinkedHashMap<>();
    private volatile Map<String, Sm4Gcm> opened = Map.of();
    private volatile @Nullable InUse inUse;

    private DataKeys(Path file, byte[] masterKey, Clock clock, SecureRandom random, long mostUses) {
        this.file = file;
        this.master = new Sm4Gcm(masterKey, random);
        this.clock = clock;
        this.random = random;
        this.mostUses = mostUses;
    }

    /**
     * Opens the data keys; a file that is not there is made with the first key.
     *
     * @param file {@code keys/data-keys.json} in the data directory
     * @param masterKey {@value #MASTER_KEY_OCTETS} octets, as from {@link PrivateFile#openOrCreateSecret}
     * @param clock tells the month
     * @param random where keys and IVs come from
     * @throws KeyFileProblem if the file cannot be read
     * @throws IllegalStateException if it was wrapped by another master key
     */
    public static DataKeys open(Path file, byte[] masterKey, Clock clock, SecureRandom random) {
        return open(file, masterKey, clock, random, MOST_USES);
    }

    static DataKeys open(Path file, byte[] masterKey, Clock clock, SecureRandom random, long mostUses) {
        if (masterKey.length != MASTER_KEY_OCTETS) {
            throw new IllegalArgumentException("a master key has " + MASTER_KEY_OCTETS + " octets");
        }
        DataKeys keys = new DataKeys(file, masterKey, clock, random, mostUses);
        if (Files.exists(file)) {
            keys.read(PrivateFile.read(file));
        }
        return keys;
    }

    /** The key to encrypt with now, made and stored first if the month is new. */
    DataKey current() {
        YearMonth month = month();
        InUse now = inUse;
        if (now == null || !now.take(month)) {
            now = renew(month);
        }
        return now.key();
    }

    /** The key with this id; empty if it is not in the file. */
    Optional<Sm4Gcm> find(String id) {
        return Optional.ofNullable(opened.get(id));
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
        return stored.entrySet().stream()
                .filter(entry -> entry.getValue().month().equals(month))
                .reduce((first, second) -> second)
                .map(entry -> new DataKey(entry.getKey(), opened(entry.getKey())));
    }

    private Sm4Gcm opened(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("data key " + id + " is not opened"));
    }

    private DataKey make(YearMonth month) {
        byte[] id = new byte[ID_OCTETS];
        random.nextBytes(id);
        byte[] key = new byte[Sm4Gcm.KEY_OCTETS];
        random.nextBytes(key);
        String name = HexFormat.of().formatHex(id);
        Map<String, Stored> withNew = new LinkedHashMap<>(stored);
        withNew.put(name, new Stored(month, Base64Url.encode(master.encrypt(new byte[0], key, id))));
        PrivateFile.replace(file, written(withNew));
        stored.putAll(withNew);
        Sm4Gcm cipher = new Sm4Gcm(key, random);
        Map<String, Sm4Gcm> all = new HashMap<>(opened);
        all.put(name, cipher);
        opened = Map.copyOf(all);
        return new DataKey(name, cipher);
    }

    private YearMonth month() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static byte[] written(Map<String, Stored> keys) {
        ObjectNode document = StrictJson.object();
        ArrayNode list = document.putArray("keys");
        keys.forEach((id, key) -> list.addObject()
                .put("id", id)
                .put("month", key.month().toString())
                .put("wrapped", key.wrapped()));
        return (StrictJson.writeText(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void read(byte[] content) {
        Map<String, Sm4Gcm> all = new HashMap<>();
        try {
            for (JsonNode node : StrictJson.parse(content).path("keys")) {
                String id = node.path("id").asString();
                Stored key = new Stored(
                        YearMonth.parse(node.path("month").asString()),
                        node.path("wrapped").asString());
                stored.put(id, key);
                all.put(id, new Sm4Gcm(unwrap(id, key), random));
            }
        } catch (MalformedJson | IllegalArgumentException | DateTimeException e) {
            throw new IllegalStateException(file + ": is not a file of data keys", e);
        }
        opened = Map.copyOf(all);
    }

    private byte[] unwrap(String id, Stored key) {
        try {
            return master.decrypt(
                    Base64Url.decode(key.wrapped()), 0, HexFormat.of().parseHex(id));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    file + ": data key " + id + " does not open with this master key; restore the master key", e);
        }
    }

    /** A key and the name under which what it encrypts finds it again. */
    record DataKey(String id, Sm4Gcm cipher) {}

    private record Stored(YearMonth month, String wrapped) {}

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
