package org.tongqu.record;

import java.util.regex.Pattern;

/**
 * Who takes part in the exchange (机构/平台): {@code <division6>.<name>}, as in {@code 990101.tax}.
 *
 * @param value the whole id, matching {@code [0-9]{6}\.[a-z0-9-]{1,40}}
 */
public record PartyId(String value) implements Comparable<PartyId> {
    private static final Pattern SHAPE = Pattern.compile("[0-9]{6}\\.[a-z0-9-]{1,40}");
    private static final String SOURCE_PREFIX = "/parties/";

    /** @throws IllegalArgumentException if the value has not the shape of a party id */
    public PartyId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a party id, expected <division6>.<name>");
        }
    }

    /** Whether the text has the shape of a party id. */
    public static boolean isShaped(String text) {
        return SHAPE.matcher(text).matches();
    }

    /**
     * The party that a CloudEvents {@code source} names.
     *
     * @throws IllegalArgumentException unless it is {@code /parties/<party-id>}
     */
    public static PartyId ofSource(String source) {
        if (!source.startsWith(SOURCE_PREFIX)) {
            throw new IllegalArgumentException("source is not /parties/<party-id>");
        }
        return new PartyId(source.substring(SOURCE_PREFIX.length()));
    }

    /** The gateway's own id in a division. */
    public static PartyId gatewayOf(String division6) {
        return new PartyId(division6 + ".gateway");
    }

    /** This party as a CloudEvents {@code source}. */
    public String source() {
        return SOURCE_PREFIX + value;
    }

    /** The six digits of the administrative division (行政区划代码). */
    public String division() {
        return value.substring(0, 6);
    }

    @Override
    public int compareTo(PartyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
