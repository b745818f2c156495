package org.tongqu.security.key;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tongqu.record.KeyId;
import org.tongqu.record.site.PartyKey;

/**
 * Private keys with their certificate chains in a PKCS#12 file (AES-256); the entry's name is the key id, {@code
 * <party-id>#<key-id>}. Read once, immutable, thread-safe; never shows a key.
 */
public final class Keystore {
    private static final String FORMAT = "PKCS12-AES256-AES128";

    private final Path file;
    private final Map<KeyId, Entry> entries;

    private Keystore(Path file, Map<KeyId, Entry> entries) {
        this.file = file;
        this.entries = Map.copyOf(entries);
    }

    /**
     * Opens a keystore. The password is left to the caller to wipe.
     *
     * @param provider Bouncy Castle
     * @throws KeyFileProblem if it cannot be read, others than its owner may read it, the password is wrong, or an entry's
     *     name is not a key id
     */
    public static Keystore open(Path file, char[] password, Provider provider) {
        byte[] content = PrivateFile.read(file);
        Map<KeyId, Entry> entries = new HashMap<>();
        try {
            KeyStore store = KeyStore.getInstance(FORMAT, provider);
            store.load(new ByteArrayInputStream(content), password);
            for (String name : Collections.list(store.aliases())) {
                if (store.isKeyEntry(name)) {
                    entries.put(KeyId.parse(name), entry(file, store, name, password));
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyFileProblem(file, "is not a PKCS#12 keystore with this password", e);
        } catch (IllegalArgumentException e) {
            throw new KeyFileProblem(file, "names an entry otherwise than <party-id>#<key-id>", e);
        }
        return new Keystore(file, entries);
    }

    private static Entry entry(Path file, KeyStore store, String name, char[] password)
            throws GeneralSecurityException {
        Certificate[] chain = store.getCertificateChain(name);
        if (!(store.getKey(name, password) instanceof PrivateKey key) || chain == null) {
            throw new KeyFileProblem(file, "has no private key with certificate for " + name);
        }
        return new Entry(key, Stream.of(chain).map(X509Certificate.class::cast).toList());
    }

    /**
     * Writes a keystore with one key, readable by its owner only; replaces the file.
     *
     * @param chain the key's certificate first; not empty
     * @param provider Bouncy Castle
     * @throws KeyFileProblem if it cannot be written
     */
    public static void write(
            Path file, char[] password, KeyId kid, PrivateKey key, List<X509Certificate> chain, Provider provider) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            KeyStore store = KeyStore.getInstance(FORMAT, provider);
            store.load(null, password);
            store.setKeyEntry(kid.toString(), key, password, chain.toArray(Certificate[]::new));
            store.store(content, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyFileProblem(file, "the key cannot be put into a PKCS#12 keystore", e);
        }
        PrivateFile.replace(file, content.toByteArray());
    }

    /** The names of the keys in it. */
    public Set<KeyId> names() {
        return entries.keySet();
    }

    /**
     * A key to seal with, with the usual SM2 user id.
     *
     * @throws KeyFileProblem if it is not in this keystore
     */
    public SealingKey key(KeyId kid) {
        return key(kid, PartyKey.DEFAULT_SM2_USER_ID);
    }

    /**
     * A key to seal with.
     *
     * @throws KeyFileProblem if it is not in this keystore
     */
    public SealingKey key(KeyId kid, String sm2UserId) {
        return new SealingKey(kid, find(kid).key(), sm2UserId);
    }

    /**
     * The certificates of a key, its own first.
     *
     * @throws KeyFileProblem if it is not in this keystore
     */
    public List<X509Certificate> chain(KeyId kid) {
        return find(kid).chain();
    }

    private Entry find(KeyId kid) {
        Entry entry = entries.get(kid);
        if (entry == null) {
            throw new KeyFileProblem(file, "has no key " + kid);
        }
        return entry;
    }

    /** Which keys, never the keys. */
    @Override
    public String toString() {
        return "Keystore" + entries.keySet();
    }

    private record Entry(PrivateKey key, List<X509Certificate> chain) {}
}
