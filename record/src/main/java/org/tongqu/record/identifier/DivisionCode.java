package org.tongqu.record.identifier;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Administrative division code 行政区划代码 (GB/T 2260, extended to township and village), kept in 12 digits: province 2,
 * city 2, county 2, township 3, village 3.
 *
 * @param value 6, 9 or 12 digits; padded with zeros on the right to 12
 */
public record DivisionCode(String value) implements Comparable<DivisionCode> {

    private static final String TERM = "行政区划代码";
    private static final Pattern FORM = Pattern.compile("[1-9][0-9](?:[0-9]{4}|[0-9]{7}|[0-9]{10})");
    private static final int FULL_LENGTH = 12;

    /** How far down a division lies. */
    public enum Level {
        /** 省、自治区、直辖市. */
        PROVINCE(0, 2),
        /** 市、地区、自治州. */
        CITY(2, 4),
        /** 县、区、县级市. */
        COUNTY(4, 6),
        /** 乡、镇、街道. */
        TOWNSHIP(6, 9),
        /** 村、社区. */
        VILLAGE(9, 12);

        private final int from;
        private final int to;

        Level(int from, int to) {
            this.from = from;
            this.to = to;
        }
    }

    /** @throws InvalidIdentifier when the form is wrong, or a level is named below one that is left out */
    public DivisionCode {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidIdentifier(TERM, "form");
        }
        value = value + "0".repeat(FULL_LENGTH - value.length());
        boolean city = !value.startsWith("00", 2);
        boolean county = !value.startsWith("00", 4);
        boolean township = !value.startsWith("000", 6);
        boolean village = !value.startsWith("000", 9);
        if ((county && !city) || (township && !city) || (village && !township)) {
            throw new InvalidIdentifier(TERM, "division");
        }
    }

    /** The level of this division. */
    public Level level() {
        Level level = Level.PROVINCE;
        for (Level candidate : Level.values()) {
            if (value.substring(candidate.from, candidate.to).chars().anyMatch(c -> c != '0')) {
                level = candidate;
            }
        }
        return level;
    }

    /**
     * The division above; empty for a province. Above a township that hangs directly below a city (as in cities without
     * counties) stands the city.
     */
    public Optional<DivisionCode> parent() {
        int kept = level().from;
        if (kept == 0) {
            return Optional.empty();
        }
        return Optional.of(new DivisionCode(value.substring(0, kept) + "0".repeat(FULL_LENGTH - kept)));
    }

    /** Whether {@code other} is this division or lies in it. */
    public boolean contains(DivisionCode other) {
        return other.value.startsWith(value.substring(0, level().to));
    }

    /** The first six digits, as GB/T 2260 and party ids write it. */
    public String sixDigits() {
        return value.substring(0, 6);
    }

    @Override
    public int compareTo(DivisionCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
