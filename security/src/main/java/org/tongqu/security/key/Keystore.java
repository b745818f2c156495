package org.tongqu.security.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.tongqu.record.KeyId;
import org.tongqu.record.site.PartyKey;

/**
 * Private keys with their certificate chains in a PKCS#12 file (AES-256); the entry's name is the key id, {@code
 * <party-id>#<key-id>}. Read once, immutable, thread-safe; never shows a key.
 */
public final class Keystore {
    private static final String FORMAT = "PKCS12";
    /** As the JDK does; the provider's own choice takes seconds for each keystore. */
    private static final int ITERATIONS = 10_000;

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
        byte[] content;
        try {
            content = pfx(password, kid, key, chain, provider).getEncoded();
        } catch (GeneralSecurityException | IOException | OperatorCreationException | PKCSException e) {
            throw new KeyFileProblem(file, "the key cannot be put into a PKCS#12 keystore", e);
        }
        PrivateFile.replace(file, content);
    }

    private static PKCS12PfxPdu pfx(
            char[] password, KeyId kid, PrivateKey key, List<X509Certificate> chain, Provider provider)
            throws GeneralSecurityException, IOException, OperatorCreationException, PKCSException {
        DERBMPString name = new DERBMPString(kid.toString());
        SubjectKeyIdentifier together = new JcaX509ExtensionUtils()
                .createSubjectKeyIdentifier(chain.get(0).getPublicKey());
        OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(provider)
                .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                .setIterationCount(ITERATIONS)
                .build(password);
        List<PKCS12SafeBag> certificates = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder(certificate);
            if (certificates.isEmpty()) {
                bag.addBagAttribute(PKCS12SafeBag.friendlyNameAttribute, name)
                        .addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, together);
            }
            certificates.add(bag.build());
        }
        PKCS12SafeBag keyBag = new JcaPKCS12SafeBagBuilder(key, encryptor)
                .addBagAttribute(PKCS12SafeBag.friendlyNameAttribute, name)
                .addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, together)
                .build();
        return new PKCS12PfxPduBuilder()
                .addEncryptedData(encryptor, certificates.toArray(PKCS12SafeBag[]::new))
                .addData(keyBag)
                .build(
                        new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                .setProvider(provider)
                                .setIterationCount(ITERATIONS),
                        password);
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
