package org.tongqu.adapters.auth;

/**
 * Something that a scheme needs to know of a party.
 *
 * @param name in the party's file
 * @param isSecret whether it may only be referred to, never stand there
 * @param isPerCall whether it may differ from call to call, as {@code <name>.<call>}
 */
public record Need(String name, boolean isSecret, boolean isPerCall) {
    static Need plain(String name) {
        return new Need(name, false, false);
    }

    static Need secret(String name) {
        return new Need(name, true, false);
    }

    static Need perCall(String name) {
        return new Need(name, false, true);
    }

    /** Whether a name in a party's file is this one. */
    public boolean isMetBy(String given) {
        return given.equals(name) || isPerCall && given.startsWith(name + ".");
    }
}
