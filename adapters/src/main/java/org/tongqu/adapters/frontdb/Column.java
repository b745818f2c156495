package org.tongqu.adapters.frontdb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.TimeForms;

/**
 * A column as a partner's database has it: values are texts here, numbers digit by digit, times as {@code yyyy-MM-dd HH:mm:ss} of the
 * partner's zone. Immutable.
 *
 * @param name as the database has it
 * @param type of JDBC
 * @param typeName of the vendor
 * @param size how many characters it holds; 0 if that is not known
 * @param isOracle whether its days have a time
 * @param mayBeEmpty whether nothing may stand in it
 */
record Column(String name, int type, String typeName, int size, boolean isOracle, boolean mayBeEmpty) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter FRACTIONS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** A value that cannot stand in its column. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String column, String why) {
            super(column + ": " + why, null, false, false);
        }
    }

    /** Whether it holds octets and no text; of a file it is read how many. */
    boolean isBinary() {
        return switch (type) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
            default -> false;
        };
    }

    private boolean isNumber() {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.NUMERIC,
                    Types.DECIMAL,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE -> true;
            default -> false;
        };
    }

    private boolean isFlag() {
        return type == Types.BOOLEAN || type == Types.BIT;
    }

    private boolean isDay() {
        return type == Types.DATE && !isOracle;
    }

    private boolean isMoment() {
        return type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE || (type == Types.DATE && isOracle);
    }

    private boolean hasZone() {
        String name = typeName.toLowerCase(Locale.ROOT);
        return type == Types.TIMESTAMP_WITH_TIMEZONE || name.equals("timestamptz") || name.contains("with time zone");
    }

    /**
     * What stands in it; null if nothing. What is no number and no time although the column is of such, as {@code NaN}, {@code infinity} and
     * the 31st of February are, comes as the database writes it: it is for the translation to refuse, and holds up no other row.
     */
    @Nullable
    String read(ResultSet row, int at, TimeForms times) throws SQLException {
        try {
            return value(row, at, times);
        } catch (DateTimeException odd) {
            return text(row, at);
        } catch (SQLException odd) {
            if (SqlTrouble.isOfValues(odd)) {
                return text(row, at);
            }
            throw odd;
        }
    }

    private @Nullable String value(ResultSet row, int at, TimeForms times) throws SQLException {
        if (isNumber() || isBinary()) {
            BigDecimal number = row.getBigDecimal(at);
            return number == null ? null : number.toPlainString();
        }
        if (isFlag()) {
            boolean flag = row.getBoolean(at);
            return row.wasNull() ? null : flag ? "1" : "0";
        }
        if (isDay()) {
            java.sql.Date day = row.getDate(at);
            return day == null ? null : day.toLocalDate().toString();
        }
        if (isMoment()) {
            return moment(row, at, times);
        }
        return text(row, at);
    }

    /** Blanks at the end of a column of fixed length are none of its value; those of any other may be of a key. */
    private @Nullable String text(ResultSet row, int at) throws SQLException {
        String text = row.getString(at);
        return text == null || !isOfFixedLength() ? text : text.stripTrailing();
    }

    private boolean isOfFixedLength() {
        return type == Types.CHAR || type == Types.NCHAR;
    }

    private @Nullable String moment(ResultSet row, int at, TimeForms times) throws SQLException {
        LocalDateTime local;
        if (hasZone()) {
            OffsetDateTime moment = row.getObject(at, OffsetDateTime.class);
            local = moment == null ? null : times.local(moment.toInstant());
        } else {
            Timestamp moment = row.getTimestamp(at);
            local = moment == null ? null : moment.toLocalDateTime();
        }
        return local == null ? null : (isWhole(local) ? SECONDS : FRACTIONS).format(local);
    }

    private static boolean isWhole(LocalDateTime moment) {
        return moment.equals(moment.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Gives a statement this value; null stands for nothing.
     *
     * @throws Unfit if no such value can stand in it
     */
    void bind(PreparedStatement statement, int at, @Nullable String value, TimeForms times) throws SQLException, Unfit {
        if (value == null) {
            statement.setNull(at, type);
        } else if (isNumber()) {
            statement.setBigDecimal(at, number(value));
        } else if (isFlag()) {
            statement.setBoolean(at, flag(value));
        } else if (isDay()) {
            statement.setDate(at, java.sql.Date.valueOf(local(value, times).toLocalDate()));
        } else if (isMoment() && hasZone()) {
            statement.setObject(at, times.read(value).atOffset(ZoneOffset.UTC));
        } else if (isMoment()) {
            statement.setTimestamp(at, Timestamp.valueOf(local(value, times)));
        } else {
            statement.setString(at, padded(fitting(value)));
        }
    }

    /** Oracle compares a column of fixed length with a parameter blank by blank. */
    private String padded(String value) {
        return isOracle && isOfFixedLength() ? value + " ".repeat(Math.max(0, size - value.length())) : value;
    }

    private boolean flag(String value) throws Unfit {
        return switch (value) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw new Unfit(name, "it holds yes and no only");
        };
    }

    private String fitting(String value) throws Unfit {
        if (isBinary()) {
            throw new Unfit(name, "it holds octets, and files are not written into tables");
        }
        if (size > 0 && value.codePointCount(0, value.length()) > size) {
            throw new Unfit(name, "it holds " + size + " characters, and more are to be told");
        }
        return value;
    }

    /** As much of a text as it holds, in characters and in octets of UTF-8. */
    String shortened(String value) {
        String text = value;
        while (size > 0 && text.getBytes(StandardCharsets.UTF_8).length > size) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }

    private BigDecimal number(String value) throws Unfit {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException noNumber) {
            throw new Unfit(name, "it holds numbers only");
        }
    }

    private LocalDateTime local(String value, TimeForms times) throws Unfit {
        try {
            return times.local(times.read(value));
        } catch (DateTimeException noTime) {
            throw new Unfit(name, "it holds dates and times only");
        }
    }

    /** Whether two values are the same in it: {@code 3} and {@code 3.0}, a day and its beginning. */
    boolean isSame(String one, @Nullable String other, TimeForms times) {
        if (other == null) {
            return one.isBlank();
        }
        try {
            if (isNumber()) {
                return number(one).compareTo(number(other)) == 0;
            }
            if (isDay()) {
                return local(one, times)
                        .toLocalDate()
                        .equals(local(other, times).toLocalDate());
            }
            if (isMoment()) {
                return local(one, times).equals(local(other, times));
            }
        } catch (Unfit ofAnotherKind) {
            return false;
        }
        return one.stripTrailing().equals(other.stripTrailing());
    }
}
