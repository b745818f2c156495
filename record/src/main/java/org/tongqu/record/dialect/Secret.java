package org.tongqu.record.dialect;

/**
 * Something that proves who one is, such as a password: kept where the site's files say it is, and read at each use, so that it can
 * be changed there. What it says of itself never contains it.
 */
public interface Secret {
    /**
     * The secret itself.
     *
     * @throws IllegalStateException if it cannot be read; the message says where it should be
     */
    String reveal();
}
