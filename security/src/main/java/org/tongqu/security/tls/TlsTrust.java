package org.tongqu.security.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom connections trust: the authorities that the JDK knows, and those of the site. Immutable and thread-safe. */
public final class TlsTrust {
    private final @Nullable KeyStore anchors;

    /** @param more authorities besides those of the JDK */
    public TlsTrust(List<X509Certificate> more) {
        this.anchors = more.isEmpty() ? null : toKeyStore(withThoseOfTheJdk(more));
    }

    /**
     * Settings of connections that go out; host names are for who connects to verify.
     *
     * @param shown to the other side if it asks; null to show nothing
     */
    public SSLContext client(@Nullable TlsIdentity shown) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown == null ? null : keyManagers(shown).getKeyManagers(), trusting(anchors), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    /** A keystore in memory that trusts these authorities. */
    public static KeyStore toKeyStore(List<X509Certificate> authorities) {
        KeyStore store = emptyStore();
        try {
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("anchor-" + i, authorities.get(i));
            }
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("a keystore in memory takes certificates", never);
        }
        return store;
    }

    static KeyStore emptyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException never) {
            throw new IllegalStateException("every Java has PKCS#12", never);
        }
    }

    private static KeyManagerFactory keyManagers(TlsIdentity shown) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(shown.toKeyStore(), new char[0]);
        return factory;
    }

    private static TrustManager[] trusting(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return factory.getTrustManagers();
    }

    private static List<X509Certificate> withThoseOfTheJdk(List<X509Certificate> more) {
        try {
            List<X509Certificate> anchors = new ArrayList<>(more);
            for (TrustManager manager : trusting(null)) {
                if (manager instanceof X509TrustManager x509) {
                    anchors.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
            return anchors;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's trust store cannot be read", e);
        }
    }
}
