package org.tongqu.adapters.auth;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One call of an interface, as far as it matters to who calls: its name, headers, parameters and message. A scheme adds to what goes out
 * and reads what came in. For one thread at a time.
 */
public final class Call {
    private final String name;
    private final String message;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private @Nullable X509Certificate certificate;
    private boolean isInClear;

    /**
     * A call without headers and parameters.
     *
     * @param name the partner's name of the call
     * @param message what is said, as text
     */
    public Call(String name, String message) {
        this.name = name;
        this.message = message;
    }

    /** The partner's name of the call. */
    public String name() {
        return name;
    }

    /** What is said, as text. */
    public String message() {
        return message;
    }

    /** Its headers, to be changed; names in any case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Its parameters — of the form, or of the query — to be changed, in their order; without the message. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** The certificate that the caller showed when it connected; empty if it showed none, or we call. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** The caller showed this certificate, whose key it has; null if it showed none. */
    public void showed(@Nullable X509Certificate shown) {
        certificate = shown;
    }

    /** Whether others could read it on its way, and a password in it; we never ask that of what goes out. */
    public boolean isInClear() {
        return isInClear;
    }

    /** It came on a way on which others could read it, or did not. */
    public void cameInClear(boolean readable) {
        isInClear = readable;
    }

    /** Its name alone: everything else may be confidential. */
    @Override
    public String toString() {
        return "call " + name;
    }
}
