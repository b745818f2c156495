package org.tongqu.record.identifier;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;

/**
 * Citizen identification number 公民身份号码 (GB 11643-1999): division 6, birth date 8, sequence 3, check character 1.
 * Personal data: {@link #toString()} is masked, only {@link #value()} gives the number.
 *
 * @param value 17 digits and a digit or an upper-case X
 */
public record CitizenIdNumber(String value) {

    private static final String TERM = "公民身份号码";
    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{16}[0-9X]");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_CHARACTERS = "10X98765432";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

    /** @throws InvalidIdentifier when form, birth date or check character are wrong */
    public CitizenIdNumber {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidIdentifier(TERM, "form");
        }
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (value.charAt(i) - '0') * WEIGHTS[i];
        }
        if (CHECK_CHARACTERS.charAt(sum % 11) != value.charAt(17)) {
            throw new InvalidIdentifier(TERM, "check-character");
        }
        birthDate(value);
    }

    /** The date of birth 出生日期. */
    public LocalDate birthDate() {
        return birthDate(value);
    }

    /** The division 行政区划 of the first registration, 6 digits. */
    public String division() {
        return value.substring(0, 6);
    }

    /** First and last character with stars between, as counters print it. */
    public String masked() {
        return value.charAt(0) + "*".repeat(16) + value.charAt(17);
    }

    /** Masked: a number that slips into a log or a message gives nothing away. */
    @Override
    public String toString() {
        return masked();
    }

    private static LocalDate birthDate(String value) {
        try {
            return LocalDate.parse(value.substring(6, 14), DAY);
        } catch (DateTimeParseException noSuchDay) {
            throw new InvalidIdentifier(TERM, "birth-date");
        }
    }
}
