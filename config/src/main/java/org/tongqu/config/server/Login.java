package org.tongqu.config.server;

/**
 * A server to log in at. The password never shows.
 *
 * @param url where it is
 * @param user the user
 * @param password the user's
 */
record Login(String url, String user, String password) {
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
