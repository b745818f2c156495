package org.tongqu.adapters.push;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How connections to parties' servers are secured: whom we trust, and what we show. Thread-safe. */
@FunctionalInterface
public interface ClientTls {
    /**
     * The settings of connections on which this certificate is shown.
     *
     * @param certificate PEM: the private key and its certificates, its own first; null to show none
     * @throws IllegalStateException if it cannot be used; the message says why, and nothing of the key
     */
    SSLContext showing(@Nullable String certificate);
}
