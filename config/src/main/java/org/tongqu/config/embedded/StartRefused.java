package org.tongqu.config.embedded;

/** The gateway cannot start, and the message tells the operator why and what to do. */
public final class StartRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message for the operator, in Chinese and English */
    public StartRefused(String message) {
        super(message);
    }

    /** @param message for the operator, in Chinese and English */
    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
