package org.tongqu.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret that whoever changes the site must show. Compared in constant time, never shown. */
public final class AdminToken {
    private final byte[] expected;

    /** @param token at least 32 characters */
    public AdminToken(String token) {
        if (token.length() < 32) {
            throw new IllegalArgumentException("the admin token is too short");
        }
        this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this {@code Authorization} header shows it. */
    boolean isShownBy(@Nullable String authorization) {
        return authorization != null && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
    }
}
