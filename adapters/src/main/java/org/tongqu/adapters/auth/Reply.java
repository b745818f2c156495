package org.tongqu.adapters.auth;

/**
 * An answer over HTTP.
 *
 * @param status of HTTP
 * @param body as text
 */
public record Reply(int status, String body) {
    /** Its status alone: the body may hold a token. */
    @Override
    public String toString() {
        return "Reply[" + status + "]";
    }
}
