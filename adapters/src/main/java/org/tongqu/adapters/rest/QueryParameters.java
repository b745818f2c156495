package org.tongqu.adapters.rest;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * The parameters of a query string, each allowed once. Collects everything that is wrong with them, as places {@code /<name>};
 * for one request, not thread-safe.
 */
final class QueryParameters {
    private static final int LONGEST = 300;
    private static final String DAY = "yyyy-MM-dd";

    private final Map<String, String[]> given;
    private final List<FieldError> errors = new ArrayList<>();

    QueryParameters(Map<String, String[]> given) {
        this.given = given;
    }

    /** A whole number of this range; the default if it is not given. */
    int number(String name, int least, int most, int defaultValue) {
        String text = single(name);
        if (text == null) {
            return defaultValue;
        }
        if (text.matches("[0-9]{1,6}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        wrong(
                name,
                "range",
                "应为 " + least + " 到 " + most + " 的整数",
                "expected a whole number from " + least + " to " + most);
        return defaultValue;
    }

    /** A day, {@code yyyy-MM-dd}; the default if it is not given. */
    LocalDate day(String name, LocalDate defaultValue) {
        String text = single(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            if (text.length() == DAY.length()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeParseException noSuchDay) {
            // Told below, as a text of another length is.
        }
        wrong(name, "date", "应为日期 " + DAY, "expected a date, " + DAY);
        return defaultValue;
    }

    /** Two parameters of which only one may be given. */
    void atMostOne(String name, String other) {
        if (given.containsKey(name) && given.containsKey(other)) {
            wrong(other, "exclusive", "不能与 " + name + " 同时使用", "cannot stand together with " + name);
        }
    }

    /** A text that must be there; empty text and an error if it is not. */
    String required(String name) {
        String text = optional(name);
        if (text == null || text.isBlank()) {
            wrong(name, "required", "缺少必填参数", "is mandatory");
            return "";
        }
        return text;
    }

    /** A text; null if it is not given. */
    @Nullable
    String optional(String name) {
        String text = single(name);
        if (text != null && (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl))) {
            wrong(name, "format", "过长或含控制字符", "too long, or has control characters");
            return null;
        }
        return text;
    }

    /** @throws Rejection {@code MALFORMED}, naming every parameter that was wrong */
    void requireValid() {
        if (!errors.isEmpty()) {
            throw new Rejection(ProblemCode.MALFORMED, "Query parameters are not valid; see errors.", errors);
        }
    }

    private @Nullable String single(String name) {
        String[] values = given.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            wrong(name, "once", "只能出现一次", "may stand only once");
        }
        return values[0];
    }

    private void wrong(String name, String rule, String zh, String en) {
        errors.add(new FieldError("/" + name, rule, zh, en));
    }
}
