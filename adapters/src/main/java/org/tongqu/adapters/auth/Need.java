package org.tongqu.adapters.auth;

import java.util.regex.Pattern;

/**
 * Something that a scheme needs to know of a party.
 *
 * @param name in the party's file
 * @param isSecret whether it may only be referred to, never stand there
 * @param isPerCall whether it may differ from call to call, as {@code <name>.<call>}
 * @param side for which calls it has to be there
 * @param shape of what stands there itself
 */
public record Need(String name, boolean isSecret, boolean isPerCall, Side side, Pattern shape) {
    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

    /** Who calls. */
    public enum Side {
        /** Whoever calls. */
        BOTH,
        /** We call the party. */
        WE_CALL,
        /** The party calls us. */
        THEY_CALL
    }

    static Need plain(String name) {
        return new Need(name, false, false, Side.BOTH, ANY);
    }

    static Need secret(String name) {
        return new Need(name, true, false, Side.BOTH, ANY);
    }

    /** One of this shape, for whatever is no scheme of HTTP. */
    public static Need ofParty(String name, String pattern) {
        return plain(name).shaped(pattern);
    }

    /** A secret, for whatever is no scheme of HTTP. */
    public static Need secretOfParty(String name) {
        return secret(name);
    }

    static Need perCall(String name) {
        return new Need(name, false, true, Side.BOTH, ANY);
    }

    /** The same, for these calls only. */
    Need when(Side calls) {
        return new Need(name, isSecret, isPerCall, calls, shape);
    }

    /** The same, of this shape. */
    Need shaped(String pattern) {
        return new Need(name, isSecret, isPerCall, side, Pattern.compile(pattern));
    }

    /** Whether it has to be there for calls of this side. */
    public boolean isNeededWhen(Side calls) {
        return side == Side.BOTH || side == calls;
    }

    /** Whether a name in a party's file is this one. */
    public boolean isMetBy(String given) {
        return given.equals(name) || isPerCall && given.startsWith(name + ".");
    }
}
