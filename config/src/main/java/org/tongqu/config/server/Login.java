package org.tongqu.config.server;

/**
 * A server to log in at. The password never shows, nor anything that somebody has written behind the address.
 *
 * @param url where it is
 * @param user the user
 * @param password the user's
 */
record Login(String url, String user, String password) {
    /** The address without its parameters: all of it that is shown. */
    String address() {
        return url.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
        return user + " at " + address();
    }
}
