package org.tongqu.config.embedded;

/** The gateway cannot start, and the message tells the operator why and what to do. */
public final class StartRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isForNow;

    /** @param message for the operator, in Chinese and English */
    public StartRefused(String message) {
        super(message);
        isForNow = false;
    }

    /** @param message for the operator, in Chinese and English */
    public StartRefused(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StartRefused(String message, Throwable cause, boolean isForNow) {
        super(message, cause);
        this.isForNow = isForNow;
    }

    /**
     * What may pass without anybody's doing, as the absence of a server does.
     *
     * @param message for the operator, in Chinese and English
     */
    public static StartRefused forNow(String message, Throwable cause) {
        return new StartRefused(message, cause, true);
    }

    /** Whether a later start may succeed though nobody has mended anything here. */
    public boolean isForNow() {
        return isForNow;
    }
}
