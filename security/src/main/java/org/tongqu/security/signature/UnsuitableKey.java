package org.tongqu.security.signature;

/** A key is not of the kind its algorithm needs; the message says which kind that is, never the key. */
public final class UnsuitableKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsuitableKey(String message) {
        super(message);
    }

    UnsuitableKey(String message, Throwable cause) {
        super(message, cause);
    }
}
